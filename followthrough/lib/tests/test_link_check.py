"""A link is asked about without ever reaching inwards, whatever was typed or redirected to."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

import pytest

from followthrough.lib.link_check import Look, Network, look

PUBLIC_IP = "93.184.216.34"
INWARD = " ".join(
    [
        "127.0.0.1 127.0.0.2 127.1 127.255.255.254 2130706433 0x7f000001 0177.0.0.1 017700000001 0",
        "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 10.1 172.16.0.1 172.31.255.254 192.168.0.1",
        "192.168.1.254 169.254.169.254 169.254.0.1 2852039166 0xa9fea9fe 100.64.0.1 ",
        "100.127.255.254",
        "192.0.0.1 192.0.2.1 198.18.0.1 198.19.255.254 198.51.100.1 203.0.113.7 224.0.0.1",
        "239.255.255.250 240.0.0.1 255.255.255.255 [::1] [::] [::ffff:127.0.0.1] [::ffff:10.0.0.1]",
        "[::ffff:169.254.169.254] [::ffff:7f00:1] [fe80::1] [fe80::a9fe:a9fe] [fc00::1]",
        "[fd00:ec2::254] [fdff::1] [ff02::1] [2002:7f00:1::] [2002:a00:1::] [2002:a9fe:a9fe::]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe]",
        "[2001:db8::1]",
        "[0:0:0:0:0:0:0:1] [::127.0.0.1]",
    ]
).split()
ODD = [
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stat",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://user:word@127.0.0.1/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http://127.0.0.1:22/",
    "http://127.0.0.1:6379/",
    "http://public.example:25/",
    "http://public.example:6379/",
    "http:///etc/passwd",
    "//127.0.0.1/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1%00.example.org/",
    "http://127.0.0.1\r\nHost: x/",
]
NAMES = {f"inward{n}.example": host.strip("[]") for n, host in enumerate(INWARD)}
HOSTILE = [
    *[f"http://{host}/" for host in INWARD],
    *[f"https://{host}:8443/admin" for host in INWARD],
    *[f"http://{name}/" for name in NAMES],
    # One good answer and one that leads inwards: chance must not choose between them.
    "http://mixed.example/",
    *ODD,
]


class Pages(BaseHTTPRequestHandler):
    """What a public site may answer; `/to/<address>` redirects there."""

    def do_HEAD(self) -> None:
        self.server.asked.append(self.command)  # type: ignore[attr-defined]
        if self.path.startswith("/to/"):
            self._answer(302, unquote(self.path[4:]))
        elif self.path == "/no-head":
            self._answer(405 if self.command == "HEAD" else 200)
        else:
            self._answer(int(self.path[1:] or 200))

    do_GET = do_HEAD  # noqa: N815 - the library's name

    def _answer(self, status: int, to: str = "") -> None:
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Length", "10000000")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class World:
    """One public site; every connection is noted, and none but its own is made."""

    server: ThreadingHTTPServer
    connected: list[str] = field(default_factory=list)

    @property
    def network(self) -> Network:
        return Network(resolve=self.resolve, connect=self.connect)

    @property
    def inward(self) -> list[str]:
        return [one for one in self.connected if one != PUBLIC_IP]

    def resolve(self, host: str, port: int) -> list[str]:
        if host == "public.example":
            return [PUBLIC_IP]
        if host == "mixed.example":
            return [PUBLIC_IP, "10.0.0.1"]
        place = NAMES.get(host, host)
        found = socket.getaddrinfo(place, port, type=socket.SOCK_STREAM)
        return [str(one[4][0]) for one in found]

    def connect(self, ip: str, port: int) -> socket.socket:
        self.connected.append(ip)
        if ip != PUBLIC_IP:
            raise ConnectionRefusedError
        return socket.create_connection(self.server.server_address[:2])  # type: ignore[arg-type]


@pytest.fixture
def world() -> Iterator[World]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.asked = []  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield World(server)
    server.shutdown()
    server.server_close()


def naive(link: str, world: World) -> None:
    """The control: a checker that believes the address."""
    try:
        world.connect(world.resolve(urlsplit(link).hostname or "", 80)[0], 80).close()
    except (OSError, ValueError, UnicodeError):
        return


def test_a_hundred_hostile_addresses_give_no_connection(world: World) -> None:
    assert len(HOSTILE) >= 100
    assert {look(one, world.network) for one in HOSTILE} <= {Look.UNKNOWN, Look.FAILS}
    assert world.connected == []


def test_the_control_connects(world: World) -> None:
    for one in HOSTILE:
        naive(one, world)
    assert len(world.inward) >= 100


def test_no_redirect_leads_inwards(world: World) -> None:
    for one in HOSTILE:
        look(f"http://public.example/to/{one}", world.network)
    assert world.inward == []
    # The control: without the check of addresses the redirects are followed.
    open_network = replace(world.network, is_allowed=lambda address: True)
    look("http://public.example/to/http://10.0.0.1/", open_network)
    assert world.inward == ["10.0.0.1"]


def test_the_name_is_resolved_once_for_each_request_and_used_as_resolved(world: World) -> None:
    answers = [[PUBLIC_IP], ["127.0.0.1"]]
    network = replace(world.network, resolve=lambda host, port: answers.pop(0))
    assert look("http://public.example/no-head", network) is Look.OPENS
    assert world.connected == [PUBLIC_IP, PUBLIC_IP]
    assert answers == [["127.0.0.1"]]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("200", Look.OPENS),
        ("204", Look.OPENS),
        ("no-head", Look.OPENS),
        ("404", Look.FAILS),
        ("410", Look.FAILS),
        ("500", Look.FAILS),
        ("403", Look.UNKNOWN),
        ("429", Look.UNKNOWN),
        ("to/200", Look.FAILS),
        ("to//200", Look.OPENS),
        ("to//to//to//200", Look.OPENS),
        ("to//to//to//to//200", Look.FAILS),
    ],
)
def test_what_the_answers_mean(world: World, path: str, found: Look) -> None:
    assert look(f"http://public.example/{path}", world.network) is found


def test_nothing_of_a_page_is_read(world: World) -> None:
    # The server promises ten megabytes and sends none: who waited for them would fail.
    assert look("http://public.example/no-head", world.network) is Look.OPENS
    assert world.server.asked == ["HEAD", "GET"]  # type: ignore[attr-defined]


def test_a_name_that_nobody_knows_fails(world: World) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror

    assert look("http://gone.example/", replace(world.network, resolve=unknown)) is Look.FAILS
