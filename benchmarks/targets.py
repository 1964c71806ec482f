"""What must hold, and whether it does."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from measure import PLANS, Case, Page, Round

# CPU milliseconds of the first rendering of a page, by the commitments of the plan.
type_of_renderings = dict[tuple[Page, int], float]

KEPT_AT_LEAST = 0.7
RENDERING_MS_AT_MOST = 10
MEMORY_MB_AT_MOST = 200
GROWTH_AT_MOST = 1.3


@dataclass(frozen=True)
class Verdict:
    """One target: what was measured, where it was worst, and what it had to be."""

    what: str
    measured: str
    where: str
    target: str
    is_met: bool


def verdicts(
    cases: Sequence[Case], renderings: type_of_renderings, memory_mb: float
) -> list[Verdict]:
    return [
        *_kept(cases),
        _rendering(renderings),
        *_growth(cases),
        Verdict(
            "memory of server and worker (PSS)",
            f"{memory_mb:.0f} MB",
            f"{max(PLANS)} commitments, after all loads",
            f"<= {MEMORY_MB_AT_MOST} MB",
            memory_mb <= MEMORY_MB_AT_MOST,
        ),
    ]


def _kept(cases: Sequence[Case]) -> Iterator[Verdict]:
    ratios: list[tuple[str, Callable[[Case], float]]] = [
        ("kept page / bare page, requests a second", Case.ratio_per_second),
        ("kept page / bare page, by CPU of a request", Case.ratio_cpu),
    ]
    for what, ratio in ratios:
        worst = min(cases, key=ratio)
        yield Verdict(
            what,
            f"{ratio(worst):.2f}",
            f"{worst.name}, {worst.plan} commitments, {worst.connections} connections",
            f">= {KEPT_AT_LEAST}",
            ratio(worst) >= KEPT_AT_LEAST,
        )


def _rendering(renderings: type_of_renderings) -> Verdict:
    paged = [key for key in renderings if not key[0].is_whole_plan]
    page, plan = max(paged, key=lambda key: renderings[key])
    worst = renderings[page, plan]
    return Verdict(
        "first rendering, CPU",
        f"{worst:.1f} ms",
        f"{page.name}, {plan} commitments",
        f"<= {RENDERING_MS_AT_MOST} ms",
        worst <= RENDERING_MS_AT_MOST,
    )


def _growth(cases: Sequence[Case]) -> Iterator[Verdict]:
    # What a reader is served. A first rendering of 25 rows costs more than one of 5, and is held
    # to its own limit at both sizes instead.
    small, large = PLANS
    found = {
        "kept page, CPU of a request": _growths(cases, lambda one: one.server_cpu_ms),
        "kept page, p50": _growths(cases, lambda one: one.load.p50_ms),
    }
    for what, growths in found.items():
        worst = max(growths, key=lambda key: growths[key])
        yield Verdict(
            f"{what}: {large} / {small} commitments",
            f"{growths[worst]:.2f}",
            worst,
            f"<= {GROWTH_AT_MOST}",
            growths[worst] <= GROWTH_AT_MOST,
        )


def _growths(cases: Sequence[Case], cost: Callable[[Round], float]) -> dict[str, float]:
    """Of each page: medians over all rounds and numbers of connections."""
    small, large = PLANS
    paged = {
        (case.name, case.connections, case.plan): case for case in cases if not case.is_whole_plan
    }
    found: dict[str, list[float]] = defaultdict(list)
    for (name, connections, plan), case in paged.items():
        other = paged.get((name, connections, small))
        if plan == large and other:
            pairs = zip(case.our_rounds, other.our_rounds, strict=True)
            found[name] += [cost(one) / cost(two) for one, two in pairs]
    return {name: median(growths) for name, growths in found.items()}
