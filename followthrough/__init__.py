"""Followthrough: every promise has an owner, a date, a proof and a public answer."""

__version__ = "0.1.0"
