"""The moment of a request; views read the clock here and hand it on as `at`."""

from followthrough.lib.clock import now

__all__ = ["now"]
