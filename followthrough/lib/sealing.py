"""Secrets that have to be read again, sealed under the installation's SECRET_KEY."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

# Another purpose of the same SECRET_KEY gets another key.
PURPOSE = b"followthrough sealing 1:"


class Unreadable(ValueError):
    """Sealed under another SECRET_KEY, or damaged."""


def seal(text: str, keys: Sequence[str]) -> str:
    """Sealed under the first key."""
    return _box(keys).encrypt(text.encode()).decode()


def unseal(sealed: str, keys: Sequence[str]) -> str:
    """Opened with any of the keys. Raises Unreadable."""
    try:
        return _box(keys).decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise Unreadable("sealed under another SECRET_KEY, or damaged") from problem


def _box(keys: Sequence[str]) -> MultiFernet:
    digests = (sha256(PURPOSE + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(one)) for one in digests])
