"""The coordinator's desk: one file a queue, all of them in a fixed number of queries."""
