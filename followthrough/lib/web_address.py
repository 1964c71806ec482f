"""Addresses of web pages that people type."""

import re
from urllib.parse import urlsplit

MOST_CHARACTERS = 1000
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\\]")


class BadAddress(ValueError):
    """Not the address of a page on the web."""


def web_address(typed: str) -> str:
    """The address, trimmed. Raises BadAddress unless it is http or https, of ordinary length,
    without a user name or password in it.
    """
    address = typed.strip()
    if len(address) > MOST_CHARACTERS or _UNSEEN.search(address):
        raise BadAddress(address)
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises when it is no number
    except ValueError as problem:
        raise BadAddress(address) from problem
    has_secret = parts.username is not None or parts.password is not None
    if parts.scheme not in {"http", "https"} or not parts.hostname or has_secret:
        raise BadAddress(address)
    return address
