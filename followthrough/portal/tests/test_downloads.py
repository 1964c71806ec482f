"""What can be downloaded: the same figures as on the pages, nothing that is not public."""

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.permissions import CONSOLE
from followthrough.demo import bundled
from followthrough.lib.text import State
from followthrough.plans.importers.plan_file import read_plan
from followthrough.plans.importers.workbook import read_plan_or_workbook
from followthrough.plans.models import Commitment, Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import plan_document
from followthrough.portal.progress_tables import TABLES
from followthrough.portal.tests.conftest import AT

SECRET = "unchecked machine words"


def table(client: Client, address: str) -> list[dict[str, str]]:
    body = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_in_the_dictionary(client: Client, plan: Plan, name: str) -> None:
    body = client.get(f"/en/data/{name}.csv").content.decode("utf-8-sig")
    page = client.get("/en/data/").content.decode()

    for column in body.splitlines()[0].split(","):
        shown = any(column.startswith(one.name) for one in TABLES[name].columns)
        assert shown, column
    assert all(f"<code>{one.name}" in page for one in TABLES[name].columns)


def test_the_figure_can_be_recomputed_from_the_table(client: Client, plan: Plan) -> None:
    outputs = table(client, "/en/data/outputs.csv")
    figure = table(client, "/en/data/figure.csv")

    counted = Counter(row["schedule"] for row in outputs)
    completion = Counter(row["completion"] for row in outputs)

    for line in figure:
        answers = counted if line["question"] == "schedule" else completion
        assert answers[line["code"]] == int(line["outputs"])
    assert sum(counted.values()) == len(outputs)


def test_a_commitment_s_figure_counts_its_own_outputs(client: Client, plan: Plan) -> None:
    key = Commitment.objects.get(number=1).key
    outputs = [row for row in table(client, "/en/data/outputs.csv") if row["commitment"] == key]

    figure = table(client, f"/en/commitments/{key}/figure.csv")

    schedule = [line for line in figure if line["question"] == "schedule"]
    assert sum(int(line["outputs"]) for line in schedule) == len(outputs)


def test_the_plan_can_be_imported_from_its_own_download(client: Client, db: None) -> None:
    bundled.load(at=AT)
    for address in ("/en/data/plan.json", "/en/data/plan.xlsx"):
        document = read_plan_or_workbook(client.get(address).content)

        outcome = import_plan(document, by=CONSOLE, at=AT)

        assert not outcome.changes


def test_dates_and_codes_are_the_same_in_every_language(client: Client, plan: Plan) -> None:
    bodies = {client.get(f"/{prefix}/data/outputs.csv").content for prefix in ("sq", "sr", "en")}

    assert len(bodies) == 1


@pytest.mark.parametrize(
    "address",
    ["commitments/", "data/plan.json", "data/plan.xlsx", "data/commitments.csv", "outputs/", ""],
)
def test_a_machine_draft_never_leaks(client: Client, plan: Plan, address: str) -> None:
    commitment = Commitment.objects.get(number=1)
    language = "sr-latn" if commitment.title.original != "sr-latn" else "sq"
    prefix = language[:2]
    draft = commitment.title.with_translation(language, SECRET, State.MACHINE_DRAFT)
    commitment.title = draft
    commitment.save()

    response = client.get(f"/{prefix}/{address}")

    # The control: what is stored and what the administrator exports does hold it.
    assert SECRET in json.dumps(plan_document(plan))
    assert SECRET not in _readable(response.content, address)


def _readable(body: bytes, address: str) -> str:
    if address.endswith(".xlsx"):
        return json.dumps(read_plan_or_workbook(body))
    return body.decode()


def test_the_schema_describes_the_download(client: Client, plan: Plan) -> None:
    schema: dict[str, Any] = json.loads(client.get("/en/data/plan.schema.json").content)

    assert schema["$schema"].startswith("https://json-schema.org/draft/2020-12")
    assert read_plan(client.get("/sq/data/plan.json").content)


@pytest.mark.parametrize("address", ["data/nothing.csv", "commitments/XK9999/", "institutions/no/"])
def test_what_is_not_there_is_a_404_with_a_way_on(client: Client, plan: Plan, address: str) -> None:
    response = client.get(f"/sr/{address}")

    assert response.status_code == 404
    assert 'href="/sr/' in response.content.decode()


def test_files_are_sent_to_be_kept(client: Client, plan: Plan) -> None:
    response = client.get("/en/data/outputs.csv")

    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
