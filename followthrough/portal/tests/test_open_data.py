"""Every table in three forms with the same rows, and the whole plan as one data package."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from python_calamine import CalamineWorkbook

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import CONSOLE
from followthrough.demo import bundled
from followthrough.lib.spreadsheets.writing import plain_cell
from followthrough.plans.importers.plan_file import read_plan
from followthrough.plans.models import MethodVersion, Plan, PolicyArea
from followthrough.plans.operations.import_plan import import_plan
from followthrough.portal import package
from followthrough.portal.progress_tables import TABLES
from followthrough.portal.tests.conftest import AT
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, seat, verified

LATER = datetime(2026, 8, 20, 9, tzinfo=UTC)
PACKAGE = "/en/data/package.zip"


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    seated = seat()
    seated.open()
    report = verified(seated.report(), seated.contact, seated.coordinator)
    publish(report, by=seated.coordinator, at=NOW + timedelta(hours=2))
    with time_machine.travel(LATER, tick=False):
        yield seated


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.getvalue() if answer.streaming else answer.content


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def excel_rows(data: bytes) -> list[dict[str, str]]:
    first, *rest = CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, first), map(_written, row), strict=True)) for row in rest]


def _written(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def json_rows(data: bytes) -> list[dict[str, str]]:
    """Rows of the JSON file as a flat file would have them."""
    found = json.loads(data)
    kinds = {one["name"]: one["kind"] for one in found["columns"]}
    return [dict(_flat(kinds, row)) for row in found["rows"]]


def _flat(kinds: dict[str, str], row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if kinds[name] == "text":
            for code in ("sq", "sr-latn", "en"):
                yield f"{name}_{code}", (value or {}).get(code) or ""
        elif kinds[name] == "words":
            yield name, " ".join(value)
        else:
            yield name, "" if value is None else str(int(value) if value in (0, 1) else value)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_same_rows_in_every_form(client: Client, cast: Cast, name: str) -> None:
    flat = csv_rows(body(client, f"/en/data/{name}.csv"))
    plain = [{key: plain_cell(cell) for key, cell in row.items()} for row in flat]

    assert excel_rows(body(client, f"/en/data/{name}.xlsx")) == plain
    assert json_rows(body(client, f"/en/data/{name}.json")) == plain
    assert plain or name in {"ratings", "obstacles"}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_the_demonstration_marks_every_form(
    client: Client, cast: Cast, settings: Any, ending: str
) -> None:
    settings.DEMO = True
    answer = client.get(f"/sq/data/outputs.{ending}")

    assert 'filename="SHEMBULL-' in answer.headers["Content-Disposition"]
    if ending == "json":
        assert json.loads(answer.content)["example"]["sr-latn"] == "PRIMER"
    else:
        rows = csv_rows(answer.content) if ending == "csv" else excel_rows(answer.content)
        assert {row["example"] for row in rows} == {"SHEMBULL"}


def test_the_name_of_a_file_says_day_and_state(client: Client, cast: Cast) -> None:
    def name() -> str:
        return client.get("/en/data/outputs.csv").headers["Content-Disposition"]

    first = name()
    report = cast.report("mlga")
    verified(report, cast.mlga_contact, cast.deputy_chair)
    publish(report, by=cast.coordinator, at=NOW + timedelta(hours=3))

    assert "kosovo-2026-2028-outputs-2026-08-20-" in first
    assert name() != first


def test_the_package_describes_what_it_holds(client: Client, cast: Cast) -> None:
    found = members(body(client, PACKAGE))
    described = json.loads(found["datapackage.json"])

    assert {one["name"] for one in described["resources"]} == set(TABLES)
    for one in described["resources"]:
        data = found[one["path"]]
        assert one["bytes"] == len(data)
        assert one["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        columns = [field["name"] for field in one["schema"]["fields"]]
        assert columns == data.decode("utf-8-sig").splitlines()[0].split(",")
        assert data == body(client, f"/en/data/{one['name']}.csv")


@pytest.mark.parametrize("name", [one.name for one in TABLES.values() if one.key])
def test_the_key_of_a_table_names_one_row(client: Client, cast: Cast, name: str) -> None:
    keys = [
        tuple(row[column] for column in TABLES[name].key)
        for row in csv_rows(body(client, f"/en/data/{name}.csv"))
    ]

    assert len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)


def test_the_package_speaks_three_languages(client: Client, cast: Cast) -> None:
    found = members(body(client, PACKAGE))

    dictionary = csv_rows(found["dictionary.csv"])
    assert {"meaning_sq", "meaning_sr-latn", "meaning_en"} <= set(dictionary[0])
    columns = {(row["table"], row["column"]) for row in dictionary}
    for name in TABLES:
        first = found[f"data/{name}.csv"].decode("utf-8-sig").splitlines()[0]
        assert {(name, column) for column in first.split(",")} <= columns
    for name in ("README.md", "LICENCE.md", "CHANGES.md"):
        assert found[name].decode().count("\n---\n") == 2


def test_the_same_state_is_the_same_package(client: Client, cast: Cast) -> None:
    packages = {body(client, f"/{prefix}/data/package.zip") for prefix in ("sq", "sr", "en")}
    with time_machine.travel(LATER + timedelta(hours=5), tick=False):
        packages.add(body(client, PACKAGE))

    assert len(packages) == 1


def test_a_large_package_is_sent_from_the_disk(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = body(client, PACKAGE)
    # An address with a question asks nothing else, and goes past the first copy.
    monkeypatch.setattr("followthrough.portal.downloads.MOST_BYTES_KEPT", 1)
    monkeypatch.setattr("followthrough.portal.package.IN_MEMORY", 1)
    answer = client.get("/sq/data/package.zip")

    assert answer.streaming
    assert answer.getvalue() == kept
    again = client.get("/sq/data/package.zip", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_publication_meanwhile_makes_the_package_anew(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = iter(["before", "after", "after", "after"])
    monkeypatch.setattr(package, "public_head", lambda: next(heads))

    body(client, PACKAGE)

    assert not list(heads)


def test_the_package_comes_back_from_an_empty_database_byte_for_byte(
    client: Client, db: None
) -> None:
    """What import covers: the plan file, with all that the tables of a plan without reports say."""
    bundled.load(at=AT)
    first = members(body(client, PACKAGE))
    document = read_plan(first["plan.json"])

    _empty()
    assert client.get(PACKAGE).status_code == 404
    import_plan(document, by=CONSOLE, at=AT + timedelta(days=1))
    second = members(body(client, PACKAGE))

    assert list(second) == list(first)
    # The line of the log that fixes the state is the new installation's own.
    assert [name for name in first if first[name] != second[name]] == ["state.json"]


def test_the_plan_of_a_lived_in_package_comes_back_byte_for_byte(
    client: Client, cast: Cast
) -> None:
    first = members(body(client, PACKAGE))
    call_command("flush", interactive=False, verbosity=0)
    import_plan(read_plan(first["plan.json"]), by=CONSOLE, at=AT)

    second = members(body(client, PACKAGE))

    for name in ("plan.json", "plan.schema.json", "dictionary.csv", "data/commitments.csv"):
        assert second[name] == first[name], name
    # The control: what was published is not in a plan file, and does not come back.
    assert second["data/entries.csv"] != first["data/entries.csv"]


def _empty() -> None:
    call_command("flush", interactive=False, verbosity=0)
    kinds = (Plan, MethodVersion, Institution, PolicyArea)
    assert not any(kind._default_manager.exists() for kind in kinds)


def test_the_data_page_names_every_form(client: Client, cast: Cast) -> None:
    page = body(client, "/sr/data/").decode()

    assert 'href="/sr/data/package.zip"' in page
    for name in TABLES:
        assert all(f'href="/sr/data/{name}.{ending}"' in page for ending in ("csv", "xlsx", "json"))
