"""What people send: input to clean data. One file an errand."""
