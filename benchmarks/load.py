"""A load generator: so many connections that each ask again as soon as they are answered.

Plain sockets in one thread: some 0.04 ms of CPU a request, a tenth of what the server takes.
"""

import re
import select
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
BUFFER = bytearray(1 << 20)
SECONDS_TO_ANSWER = 30
NOT_MODIFIED = 304


class NotServed(Exception):
    """The server answered with another status than the page should have, or not at all."""


@dataclass(frozen=True)
class Address:
    """Where to ask, for what, and the status of the right answer."""

    port: int
    path: str
    headers: Mapping[str, str]
    status: int = 200

    @property
    def request(self) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True)
class Load:
    """What one load came to."""

    seconds: float
    latencies: Sequence[float]

    @property
    def requests(self) -> int:
        return len(self.latencies)

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def p50_ms(self) -> float:
        return median(self.latencies) * 1000

    @property
    def p95_ms(self) -> float:
        if self.requests < 2:
            return self.p50_ms
        return quantiles(self.latencies, n=20, method="inclusive")[-1] * 1000


class Connection:
    """One reader: asks, waits for the whole answer, asks again."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.request = address.request
        self.expected = f"HTTP/1.1 {address.status} ".encode()
        self.socket = socket.create_connection(("127.0.0.1", address.port), SECONDS_TO_ANSWER)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = 0
        self.begun = 0.0

    def ask(self) -> None:
        self.begun = time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Take what has arrived; says whether the answer is complete."""
        count = self.socket.recv_into(BUFFER)
        if count == 0:
            raise NotServed(f"{self.address.path}: the server closed the connection.")
        # Granian sends the head in one piece, with or before the first of the body.
        self.left = self.left - count if self.left else self._after_head(count)
        return self.left == 0

    def _after_head(self, count: int) -> int:
        start = bytes(BUFFER[: min(count, 2048)])
        if not start.startswith(self.expected):
            raise NotServed(f"{self.address.path}: {start[:100]!r} instead of {self.expected!r}")
        length = LENGTH.search(start)
        if length is None and self.address.status != NOT_MODIFIED:
            raise NotServed(f"{self.address.path}: an answer without Content-Length")
        return start.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0) - count


def put_load(address: Address, connections: int, seconds: float) -> Load:
    """Ask over so many connections for so long. Raises NotServed at the first wrong answer."""
    readers = {
        one.socket.fileno(): one for one in (Connection(address) for _ in range(connections))
    }
    try:
        with select.epoll() as events:
            return _run(events, readers, seconds)
    finally:
        for reader in readers.values():
            reader.socket.close()


def _run(events: select.epoll, readers: dict[int, Connection], seconds: float) -> Load:
    latencies: list[float] = []
    for number, reader in readers.items():
        events.register(number, select.EPOLLIN)
        reader.ask()
    begun = time.perf_counter()
    # What is under way at the end is waited for, so that each request is counted once.
    waiting = set(readers)
    while waiting:
        for number in _answered(events, readers):
            reader, now = readers[number], time.perf_counter()
            latencies.append(now - reader.begun)
            if now - begun < seconds:
                reader.ask()
            else:
                waiting.discard(number)
    return Load(time.perf_counter() - begun, latencies)


def _answered(events: select.epoll, readers: dict[int, Connection]) -> Iterator[int]:
    arrived = events.poll(SECONDS_TO_ANSWER)
    if not arrived:
        raise NotServed(f"No answer for {SECONDS_TO_ANSWER} seconds.")
    return (number for number, _ in arrived if readers[number].read())


def get(address: Address) -> tuple[dict[str, str], bytes]:
    """One answer: its headers, named in small letters, and its body."""
    with socket.create_connection(("127.0.0.1", address.port), SECONDS_TO_ANSWER) as connection:
        closing = Address(
            address.port, address.path, {**address.headers, "Connection": "close"}, address.status
        )
        connection.sendall(closing.request)
        answer = b"".join(iter(lambda: connection.recv(1 << 20), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    if f" {address.status} " not in status + " ":
        raise NotServed(f"{address.path}: {status}")
    pairs = (line.split(": ", 1) for line in lines)
    return {name.lower(): value for name, value in pairs}, body
