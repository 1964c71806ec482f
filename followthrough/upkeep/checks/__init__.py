"""What is missing or unsafe, in plain words, each with what to do."""
