"""Speed and memory of the public pages beside a bare Django page: what `make bench` runs.

Exits with status 1 when a target is missed.
"""

import argparse
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import report
from load import Address, get
from measure import PAGES, PLANS, Case, Page, Servers, cases, run
from servers import BARE, ROOT, environment, serving
from targets import type_of_renderings, verdicts

COMMITMENT = re.compile(r'href="(/en/commitments/[^"/?]+/)"')


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with TemporaryDirectory(prefix="followthrough-bench-") as folder:
            is_met = _measure(Path(folder), options)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0 if is_met else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the public pages.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.4, help="of one load in a round")
    parser.add_argument("--renderings", type=int, default=15, help="in each of two turns")
    parser.add_argument("--quick", action="store_true", help="see that it works; proves nothing")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.renderings = 1, 0.05, 2
    return options


def _measure(folder: Path, options: argparse.Namespace) -> bool:
    """Measure and print everything; says whether all targets are met."""
    _print([report.machine(options.rounds, options.seconds)])
    folders = {plan: _folder_with_plan(folder, plan) for plan in PLANS}
    found, memory_mb = _loads(folder, folders, options.rounds, options.seconds)
    _print(report.loads(found))
    rendered = _first_renderings(folders, options.renderings)
    _print(report.first_renderings(rendered))
    judged = verdicts(found, rendered, memory_mb)
    _print(report.verdicts(judged))
    return all(one.is_met for one in judged)


def _folder_with_plan(folder: Path, plan: int) -> Path:
    made = folder / f"plan-of-{plan}"
    made.mkdir()
    _python(made, "benchmarks.import_sample", str(plan))
    return made


def _loads(
    folder: Path, folders: dict[int, Path], rounds: int, seconds: float
) -> tuple[list[Case], float]:
    """All loads, and after them the memory of the installation with the larger plan."""
    large = max(PLANS)
    bare_folder = folder / "bare"
    bare_folder.mkdir()
    with ExitStack() as last:
        ours = {large: last.enter_context(serving(folders[large]))}
        with ExitStack() as others:
            for plan in set(PLANS) - {large}:
                ours[plan] = others.enter_context(serving(folders[plan]))
            servers = Servers(ours, others.enter_context(serving(bare_folder, BARE)))
            found = list(cases(servers))
            run(found, servers, rounds, seconds)
        # Alone: beside others of its kind, the libraries they share would count for a part only.
        _visit_every_commitment(ours[large].port)
        return found, ours[large].memory_mb()


def _visit_every_commitment(port: int) -> None:
    seen: set[str] = set()
    for page in count(1):
        _, body = get(Address(port, f"/en/commitments/?page={page}", {}))
        links = set(COMMITMENT.findall(body.decode())) - seen
        if not links:
            return
        seen |= links
        for link in links:
            get(Address(port, link, {}))


def _first_renderings(folders: dict[int, Path], times_each: int) -> type_of_renderings:
    times: dict[tuple[Page, int], list[float]] = {}
    paths = [page.path for page in PAGES]
    for plan, folder in [*folders.items()] * 2:
        printed = _python(folder, "benchmarks.first_rendering", str(times_each), *paths)
        by_path = json.loads(printed)
        for page in PAGES:
            times.setdefault((page, plan), []).extend(by_path[page.path])
    return {key: median(found) for key, found in times.items()}


def _python(folder: Path, module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _print(lines: Iterable[str]) -> None:
    print("\n".join(lines), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
