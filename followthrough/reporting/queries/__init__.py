"""Reads across what was reported. `facts` is what the public may know; others are for the desks."""
