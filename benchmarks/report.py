"""The report: what was measured as tables, then a line a target."""

import os
from collections.abc import Iterable, Sequence
from statistics import median

from measure import PLANS, Case, Round
from targets import Verdict, type_of_renderings

_SIDE = f"{'req/s':>7} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>9}"
HEAD = (
    f"{'':39}  {'Followthrough':^35}  {'bare page':^35}  {'share of bare':>13}",
    f"{'page':17} {'plan':>5} {'bytes':>9} {'conn.':>5}  {_SIDE}  {_SIDE}  {'req/s':>6} {'CPU':>6}",
)


def loads(cases: Sequence[Case]) -> Iterable[str]:
    yield "Kept pages. CPU: of server and worker, a request. Bare page: constant, same size."
    yield from HEAD
    for case in sorted(cases, key=lambda case: case.plan):
        yield (
            f"{case.name:17} {case.plan:5} {case.size:9,} {case.connections:5}  "
            f"{_side(case.our_rounds)}  {_side(case.bare_rounds)}  "
            f"{case.ratio_per_second():6.2f} {case.ratio_cpu():6.2f}"
        )
    rounds = [one for case in cases for one in (*case.our_rounds, *case.bare_rounds)]
    share = max(one.generator_share for one in rounds)
    yield f"The load generator used {share:.0%} of a CPU at most."


def _side(rounds: Sequence[Round]) -> str:
    found = [one.load for one in rounds]
    return (
        f"{median(one.per_second for one in found):7,.0f} "
        f"{median(one.p50_ms for one in found):8.2f} "
        f"{median(one.p95_ms for one in found):8.2f} "
        f"{median(one.server_cpu_ms for one in rounds):9.3f}"
    )


def first_renderings(found: type_of_renderings) -> Iterable[str]:
    small, large = PLANS
    yield f"First rendering, CPU ms  {small:6} {large:8} commitments   growth"
    for page in dict.fromkeys(page for page, _ in found):
        one, other = found[page, small], found[page, large]
        exception = "   (the whole plan: no target)" if page.is_whole_plan else ""
        yield f"  {page.name:22} {one:6.1f} {other:8.1f} {other / one:20.2f}{exception}"


def verdicts(found: Sequence[Verdict]) -> Iterable[str]:
    yield "Targets (the worst of each)"
    for one in found:
        word = "ok" if one.is_met else "MISSED"
        yield f"  {one.what:52} {one.measured:>8}  {one.target:10} {word:7} {one.where}"


def machine(rounds: int, seconds: float) -> str:
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"{os.cpu_count()} CPUs, load averages before {busy}; "
        f"medians of {rounds} rounds of {seconds:g} s, each with the bare page beside it"
    )
