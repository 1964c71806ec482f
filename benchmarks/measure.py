"""Rounds of load on a page of Followthrough and, right after or before, on the bare page."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from load import NOT_MODIFIED, Address, Load, get, put_load
from servers import Server

PLANS = (5, 500)
CONNECTIONS = (1, 8, 32)
# How many connections the rows with other headers use.
USUAL_CONNECTIONS = 8


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    is_whole_plan: bool = False


PAGES = (
    Page("home", "/en/"),
    Page("commitment", "/en/commitments/ZZ0001/"),
    Page("commitments", "/en/commitments/"),
    Page("outputs", "/en/outputs/"),
    Page("plan.json", "/en/data/plan.json", is_whole_plan=True),
)
# The page that is also asked for compressed, and by a reader who has it already.
OTHER_HEADERS = PAGES[1]


@dataclass(frozen=True)
class Round:
    """One load, and the CPU that each of its requests cost the server and the generator."""

    load: Load
    server_cpu_ms: float
    generator_share: float


@dataclass
class Case:
    """A page of a plan at so many connections, with its rounds on both sides.

    `plan` is its number of commitments, `size` the bytes of the body.
    """

    name: str
    is_whole_plan: bool
    plan: int
    connections: int
    ours: Address
    bare: Address
    size: int
    our_rounds: list[Round] = field(default_factory=list)
    bare_rounds: list[Round] = field(default_factory=list)

    def ratio_per_second(self) -> float:
        """Requests a second: ours as a share of the bare page's; 1 is as fast."""
        return median(
            one.load.per_second / other.load.per_second
            for one, other in zip(self.our_rounds, self.bare_rounds, strict=True)
        )

    def ratio_cpu(self) -> float:
        """The same from the CPU of a request, which a busy neighbour changes less."""
        return median(
            other.server_cpu_ms / one.server_cpu_ms
            for one, other in zip(self.our_rounds, self.bare_rounds, strict=True)
        )


@dataclass(frozen=True)
class Servers:
    """Followthrough with each plan, by its number of commitments, and the bare page."""

    ours: dict[int, Server]
    bare: Server


def cases(servers: Servers) -> Iterator[Case]:
    """Every page, plan and number of connections; the two plans of one page follow each other."""
    for page in PAGES:
        for connections in CONNECTIONS:
            for plan in PLANS:
                yield _case(servers, page, plan, connections, {}, page.name)
    page, plan = OTHER_HEADERS, max(PLANS)
    etag = get(Address(servers.ours[plan].port, page.path, {}))[0]["etag"]
    for name, headers in (("gzip", {"Accept-Encoding": "gzip"}), ("304", {"If-None-Match": etag})):
        yield _case(servers, page, plan, USUAL_CONNECTIONS, headers, f"{page.name}, {name}")


def _case(
    servers: Servers,
    page: Page,
    plan: int,
    connections: int,
    headers: dict[str, str],
    name: str,
) -> Case:
    status = NOT_MODIFIED if "If-None-Match" in headers else 200
    ours = Address(servers.ours[plan].port, page.path, headers, status)
    size = len(get(ours)[1])
    bare = Address(servers.bare.port, f"/en/bare/{size}/", headers)
    return Case(name, page.is_whole_plan, plan, connections, ours, bare, size)


def run(found: Sequence[Case], servers: Servers, rounds: int, seconds: float) -> None:
    """Warm everything up, then the rounds; each goes through all cases and changes who is first."""
    for case in found:
        put_load(case.ours, max(CONNECTIONS), seconds / 4)
        put_load(case.bare, max(CONNECTIONS), seconds / 4)
    for number in range(rounds):
        for case in found:
            _both(case, servers, seconds, ours_first=number % 2 == 0)


def _both(case: Case, servers: Servers, seconds: float, *, ours_first: bool) -> None:
    sides = [
        (case.our_rounds, case.ours, servers.ours[case.plan]),
        (case.bare_rounds, case.bare, servers.bare),
    ]
    for rounds, address, server in sides if ours_first else reversed(sides):
        rounds.append(_round(address, server, case.connections, seconds))


def _round(address: Address, server: Server, connections: int, seconds: float) -> Round:
    server_before, own_before = server.cpu_seconds(), time.process_time()
    load = put_load(address, connections, seconds)
    server_cpu = server.cpu_seconds() - server_before
    own_cpu = time.process_time() - own_before
    return Round(load, server_cpu / load.requests * 1000, own_cpu / load.seconds)
