"""What the public pages read: each function is a constant number of queries, whatever the size."""
