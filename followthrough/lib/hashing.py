"""One canonical form of JSON and its SHA-256: how the log, snapshots and editions are hashed."""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """The one byte string of a JSON value: sorted keys, no white space, UTF-8."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return written.encode()


def sha256(*parts: bytes) -> str:
    """Hex digest of the parts; each is preceded by its length, so no two splits collide."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
