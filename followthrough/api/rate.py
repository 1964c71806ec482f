"""How often somebody may ask: so many requests a minute from one address.

Each process counts for itself and adds its count to the shared one (the database's cache) in lots:
writing at every request would cost more than the answer. So a client may get a lot more than the
limit from each process before all of them know. Answers that are ready, and "nothing has changed",
cost next to nothing and are not counted.
"""

import ipaddress
import logging
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest

logger = logging.getLogger(__name__)
SECONDS = 60
LOT = 20
MOST_CLIENTS = 10_000
# A household or an office has a network of its own in version 6.
NETWORK_BITS = 64


@dataclass
class Count:
    """Requests of one client in one minute: as far as all knew at the last lot, and since."""

    known: int = 0
    since: int = 0


_counts: LRUCache[str, Count] = LRUCache(MOST_CLIENTS)
_lock = Lock()


def seconds_to_wait(request: HttpRequest, at: datetime) -> int:
    """Count the request; 0 while the client may ask, else the seconds until it may again."""
    second = int(at.timestamp())
    key = f"api:{client_of(request)}:{second // SECONDS}"
    with _lock:
        count = _counts.setdefault(key, Count())
        count.since += 1
        is_lot = count.since >= LOT
    if is_lot:
        _share(key, count)
    if count.known + count.since <= settings.API_REQUESTS_A_MINUTE:
        return 0
    return SECONDS - second % SECONDS


def _share(key: str, count: Count) -> None:
    with _lock:
        lot, count.since = count.since, 0
    try:
        cache.add(key, 0, timeout=2 * SECONDS)
        count.known = cache.incr(key, lot)
    except (DatabaseError, ValueError):
        # A full disk or a busy database stops nobody from reading.
        logger.exception("The requests of a client of the API could not be counted.")
        count.known += lot


def client_of(request: HttpRequest) -> str:
    """The address it comes from, as far out as proxies of one's own vouch for it."""
    last = request.META.get("REMOTE_ADDR", "")
    hops = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), last]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    found = hops[-1 - trusted] if trusted < len(hops) else hops[0]
    try:
        address = ipaddress.ip_address(found.strip())
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))
