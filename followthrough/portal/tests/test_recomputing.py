"""The lines on the page, run on the data package, print what page and dashboard say."""

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html

from followthrough.demo import life
from followthrough.portal.recomputing import RECIPES

PAGE = "/en/data/recompute/"
MOST_LINES = 10
DAYS = [datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2027, 5, 15, 9, tzinfo=UTC)]
type_of_shown = dict[str, tuple[str, str]]


@pytest.fixture(params=DAYS, ids=["before-anything-is-told", "after-two-periods"])
def shown(
    request: pytest.FixtureRequest, client: Client, db: None, tmp_path: Path
) -> Iterator[type_of_shown]:
    """Each figure's lines and what the page says that they print; the package lies unpacked."""
    life.load(request.param)
    with time_machine.travel(request.param, tick=False):
        answer = client.get("/en/data/package.zip")
        with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
            archive.extractall(tmp_path)
        page: Any = html.fromstring(client.get(PAGE).content.decode())
        sections = page.xpath("//section[pre]")
        yield {
            one.get("id"): (one.findtext("pre/code"), one.findtext("pre/samp")) for one in sections
        }


def test_the_lines_print_what_the_page_says(shown: type_of_shown, tmp_path: Path) -> None:
    assert set(shown) == {one.name for one in RECIPES}
    for name, (lines, says) in shown.items():
        assert len(lines.splitlines()) <= MOST_LINES, name
        assert run(lines, tmp_path) == says.strip(), name


def test_the_dashboard_says_the_same(shown: type_of_shown, client: Client) -> None:
    page: Any = html.fromstring(client.get("/en/").content.decode())
    home = " ".join(page.text_content().split())
    figure = client.get("/en/data/figure.csv").content.decode("utf-8-sig")
    counted = list(csv.DictReader(io.StringIO(figure)))

    for question in ("completion", "schedule"):
        printed = dict(line.split() for line in shown[question][1].splitlines())
        lines = [one for one in counted if one["question"] == question]
        assert printed == {one["code"]: one["outputs"] for one in lines}
    behind, _, total = shown["behind"][1].split()
    if behind != "0":
        assert f"{behind} of {total} commitments are behind schedule" in home
    received, _, asked = shown["reported"][1].split()
    if asked != "0":
        assert f"{received} of {asked} institutions reported" in home
    # Several deadlines may share a day: only the first is surely among those shown.
    day = datetime.fromisoformat(shown["next_days"][1].split()[0])
    assert f"{day.day} {day:%B} {day.year}" in home


def test_a_row_that_is_changed_changes_what_is_printed(
    shown: type_of_shown, tmp_path: Path
) -> None:
    outputs = tmp_path / "data" / "outputs.csv"
    text = outputs.read_text("utf-8-sig")
    outputs.write_text(
        re.sub(r"\b(not_known|not_started)\b", "complete", text, count=1), "utf-8-sig"
    )

    lines, says = shown["completion"]
    assert run(lines, tmp_path) != says.strip()


def run(lines: str, folder: Path) -> str:
    # Nothing but Python itself: no package of this project is in reach.
    done = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-I", "-W", "ignore", "-c", lines],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
