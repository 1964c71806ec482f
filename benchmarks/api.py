"""The API's list of 200 rows beside the same rows made by hand: part of what `make bench` runs.

Exits with status 1 when the target is missed.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from servers import ROOT, environment

COMMITMENTS = 60
SETTINGS = "benchmarks.by_hand_settings"
AT_LEAST = 0.4


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the API.")
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with TemporaryDirectory(prefix="followthrough-bench-") as folder:
        _python(Path(folder), "import_sample", str(COMMITMENTS))
        found = json.loads(_python(Path(folder), "api_rows", str(rounds)))
    ms = {name: median(times) for name, times in found.items()}
    share = {name: ms["by_hand"] / ms[name] for name in ("made", "kept")}
    is_met = share["made"] >= AT_LEAST
    print(f"The API's 200 outputs, CPU ms of a request, medians of {rounds} rounds")
    print(f"  by hand, a bare JsonResponse  {ms['by_hand']:7.2f}")
    print(f"  ours, nothing kept            {ms['made']:7.2f}   {share['made']:.2f} of by hand")
    print(f"  ours, kept                    {ms['kept']:7.2f}   {share['kept']:.2f} of by hand")
    print(f"  nothing kept / by hand        >= {AT_LEAST}   {'ok' if is_met else 'MISSED'}")
    sys.exit(0 if is_met else 1)


def _python(folder: Path, script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, f"benchmarks/{script}.py", *arguments],
        cwd=ROOT,
        env={**environment(folder, SETTINGS), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    main()
