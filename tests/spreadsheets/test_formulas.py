"""Whatever somebody typed: in no CSV or Excel file that any route gives does it run as a formula.

The routes come from the URL table; every text of the plan and of a report is poisoned first.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from followthrough.accounts.models import Institution, Role
from followthrough.accounts.permissions import CONSOLE
from followthrough.lib.spreadsheets.writing import FORMULA_STARTS, plain_cell
from followthrough.lib.text import text_in
from followthrough.lib.uploads.kinds import MEDIA_TYPES
from followthrough.plans.importers.workbook import read_workbook
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import Document, plan_document
from followthrough.portal.progress_tables import TABLES
from followthrough.reporting.models import Change, Entry
from followthrough.reporting.tests.cast import PLAN_AT
from followthrough.reporting.values import Values
from tests.architecture.routes import Route, routes
from tests.permissions.world import OWN, World, build, kwargs

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

POISON = "cmd|' /C calc'!A0"
# A plan takes no tabs and line ends at the start of a title; a report's text may have them.
OF_PLANS = ("=", "+", "-", "@")
TABULAR = (MEDIA_TYPES["csv"], MEDIA_TYPES["xlsx"])
# The tables with texts of which the world below has any.
WITH_TEXTS = ("commitments", "outputs", "institutions", "entries")
# A number below 0 is no formula.
NUMBER = re.compile(r"-?\d+(\.\d+)?")
FORMULA = re.compile(rb"<f[ >/]")


def poisoned(value: Any, starts: Iterator[str], key: str = "") -> Any:
    """The document with a formula before every text, and in the plan's own words."""
    if isinstance(value, dict) and "original" in value:
        kept = {"original", "states"}
        texts = {code: text for code, text in value.items() if code not in kept}
        return value | {code: f"{next(starts)}{POISON} {text}" for code, text in texts.items()}
    if isinstance(value, dict):
        return {name: poisoned(one, starts, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, starts) for one in value]
    return f"={POISON} {value}" if key == "words" and value else value


def poisoned_answers(starts: Iterator[str]) -> Callable[[Entry], Values]:
    """Answers that are complete, with a formula in every text."""

    def answers(entry: Entry) -> Values:
        if entry.output_id is None:
            return Values(completion="limited", done=text_in("sq", f"{next(starts)}{POISON}"))
        return Values(
            change=Change.PROBLEM.value,
            completion="limited",
            reason="other",
            reason_words=f"{next(starts)}{POISON}",
            done=text_in("sq", f"{next(starts)}{POISON}"),
            next_step=text_in("sq", f"{next(starts)}{POISON}"),
            help_needed=text_in("sq", f"{next(starts)}{POISON}"),
            help_from_id=Institution.objects.get(slug="information-society-agency").pk,
        )

    return answers


@pytest.fixture
def world(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.MEDIA_ROOT = tmp_path
    answers = poisoned_answers(cycle(FORMULA_STARTS))
    monkeypatch.setattr("followthrough.reporting.tests.cast.complete", answers)
    found = build()
    document = poisoned(plan_document(Plan.objects.get()), cycle(OF_PLANS))
    import_plan(document, by=CONSOLE, at=PLAN_AT)
    return found


def addresses(world: World, route: Route) -> list[str]:
    if "name" not in kwargs(route):
        return [world.address(route, OWN)]
    return [re.sub("<[^>]*name>", name, route.path) for name in TABLES]


def files(world: World) -> dict[str, HttpResponse]:
    """Every file with a table that any route gives to a contact or to the coordinator."""
    with override("en"):
        every = [address for route in routes() for address in addresses(world, route)]
    found: dict[str, Any] = {}
    for role in (Role.CONTACT, Role.COORDINATOR):
        for address in every:
            answer = asked(world.clients[role], address)
            # What streams is a file that somebody uploaded: not ours to write.
            kind = answer.headers.get("Content-Type", "")
            if not answer.streaming and kind.partition(";")[0] in TABULAR:
                found[address] = answer
    return found


def asked(client: Client, address: str) -> Any:
    """The answer; whatever else it changed, such as who is signed in, is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.get(address)
        if answer.streaming:  # only a file that was read to its end is closed
            list(answer.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def live_cells(answer: HttpResponse) -> list[str]:
    """The cells that a spreadsheet would run."""
    if "csv" in answer.headers["Content-Type"]:
        rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
        cells = (cell for row in rows for cell in row if not NUMBER.fullmatch(cell))
        return [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        return [name for name in sheets if FORMULA.search(parts.read(name))]


def holds_poison(answer: HttpResponse) -> bool:
    if "csv" in answer.headers["Content-Type"]:
        return POISON in plain_cell(answer.content.decode())
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return POISON in parts.read("xl/sharedStrings.xml").decode()


def test_no_file_holds_a_live_formula(world: World) -> None:
    found = files(world)
    assert len(found) >= len(TABLES) + 4
    assert not {address: live for address, one in found.items() if (live := live_cells(one))}
    # The control: the poison is in them.
    holding = {address for address, one in found.items() if holds_poison(one)}
    assert holding >= {f"/en/data/{name}.csv" for name in WITH_TEXTS} | {
        "/en/data/plan.xlsx",
        f"/en/my/reports/2026-H1/{OWN}/excel/file/",
        "/en/desk/rounds/2026-H1/excel/file/",
    }


def test_a_live_formula_would_be_seen() -> None:
    answer = HttpResponse(f"a\r\n={POISON}".encode(), content_type="text/csv")
    assert live_cells(answer) == [f"={POISON}"]
    answer = HttpResponse(b"-4,-4+1", content_type="text/csv")
    assert live_cells(answer) == ["-4+1"]


def test_the_plan_comes_back_from_its_workbook_unharmed(world: World) -> None:
    before: Document = plan_document(Plan.objects.get())
    data = Client().get("/en/data/plan.xlsx").content
    read = read_workbook(data)
    assert read["institutions"] == before["institutions"]
    assert read["commitments"] == before["commitments"]


def test_a_report_comes_back_unharmed(world: World) -> None:
    client = world.clients[Role.CONTACT]
    address = f"/en/my/reports/2026-H1/{OWN}/excel/"
    assert all(POISON in str(one.done) for one in world.cast.report(OWN).entries.all())
    data = client.get(f"{address}file/").content
    answer = client.post(address, {"workbook": SimpleUploadedFile("report.xlsx", data)})
    assert b"Nothing would change" in answer.content
