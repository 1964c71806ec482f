"""Reads for signed-in pages: one file an errand."""
