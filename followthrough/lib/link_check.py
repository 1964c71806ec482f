"""Whether a page on the web still opens, asked so that no address can turn the question inwards.

An address comes from whoever typed it. It is resolved once, every answer must be public, and the
connection goes to that very answer; so does every redirect, of which three are followed. Nothing
of a page's content is read.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from followthrough.lib.web_address import BadAddress, web_address

SECONDS = 10
# A server that sends one byte at a time keeps within the time of each read, but not within this.
SECONDS_IN_ALL = 20
MOST_REDIRECTS = 3
PORTS = frozenset({80, 443, 8080, 8443})
USER_AGENT = "Followthrough link check"
# Such answers are often given to programs only: they say nothing about what a reader sees.
NOT_TOLD = frozenset({401, 403, 407, 408, 425, 429, 451})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Look(Enum):
    """What was found; `UNKNOWN` where the question was not asked or not answered."""

    OPENS = "opens"
    FAILS = "fails"
    UNKNOWN = "unknown"


class NotAsked(Exception):
    """The address does not lead to a public place on the web."""


def is_public(address: Address) -> bool:
    """Whether it is an address of the open internet, also when an IPv4 one is wrapped into it."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address.teredo or address in _NAT64:
            return False
        if wrapped is not None:
            return is_public(wrapped)
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True)
class Network:
    """How the world is reached; tests put their own server here."""

    resolve: Callable[[str, int], list[str]] = lambda host, port: _resolve(host, port)
    is_allowed: Callable[[Address], bool] = is_public
    connect: Callable[[str, int], socket.socket] = lambda ip, port: socket.create_connection(
        (ip, port), SECONDS
    )
    ports: frozenset[int] = PORTS


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def look(link: str, network: Network = Network()) -> Look:
    """Ask once whether the link opens. Never raises for what the other side does."""
    try:
        return _followed(link, network)
    except (NotAsked, BadAddress):
        return Look.UNKNOWN
    except (OSError, http.client.HTTPException, ValueError):
        return Look.FAILS


def _followed(link: str, network: Network) -> Look:
    for _ in range(MOST_REDIRECTS + 1):
        status, onward = _asked(web_address(link), network)
        if onward is None:
            return _meaning(status)
        link = urljoin(link, onward)
    return Look.FAILS


def _meaning(status: int) -> Look:
    if status in NOT_TOLD:
        return Look.UNKNOWN
    return Look.OPENS if status < http.client.BAD_REQUEST else Look.FAILS


def _asked(link: str, network: Network) -> tuple[int, str | None]:
    """The status and where it redirects to. Some servers know no HEAD, so GET has the last word."""
    parts = urlsplit(link)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    ip = _place(parts.hostname or "", port, network)
    status, onward = _request("HEAD", parts, ip, port, network)
    if status >= http.client.BAD_REQUEST:
        return _request("GET", parts, ip, port, network)
    return status, onward


def _place(host: str, port: int, network: Network) -> str:
    if port not in network.ports:
        raise NotAsked(host)
    found = network.resolve(host, port)
    addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    # One private answer among public ones is how a name is turned inwards.
    if not addresses or not all(network.is_allowed(one) for one in addresses):
        raise NotAsked(host)
    return found[0]


def _request(
    method: str, parts: SplitResult, ip: str, port: int, network: Network
) -> tuple[int, str | None]:
    host = parts.hostname or ""
    with closing(http.client.HTTPConnection(host, port, timeout=SECONDS)) as connection:
        connection.sock = _socket(parts.scheme, host, network.connect(ip, port))
        alarm = Timer(SECONDS_IN_ALL, _cut, [connection.sock])
        alarm.start()
        try:
            connection.request(method, _target(parts), headers=_headers(parts))
            answer = connection.getresponse()
        finally:
            alarm.cancel()
        is_redirect = answer.status in {301, 302, 303, 307, 308}
        return answer.status, answer.getheader("Location") if is_redirect else None


def _headers(parts: SplitResult) -> dict[str, str]:
    name = (parts.hostname or "").encode("idna").decode()
    host = f"[{name}]" if ":" in name else name
    return {
        "Host": f"{host}:{parts.port}" if parts.port else host,
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Connection": "close",
    }


def _socket(scheme: str, host: str, plain: socket.socket) -> socket.socket:
    plain.settimeout(SECONDS)
    if scheme != "https":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _cut(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _target(parts: SplitResult) -> str:
    # People paste addresses with letters of their language in them.
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return "".join(
        one if one.isascii() else "".join(f"%{b:02X}" for b in one.encode()) for one in path
    )
