"""Signed-in pages: request, form, operation, answer. One file an errand."""
