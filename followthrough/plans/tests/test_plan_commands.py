"""The commands that import and export a plan: a preview first, plain sentences, whole files."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from followthrough.accounts.permissions import CONSOLE
from followthrough.audit.models import Event
from followthrough.plans.importers.plan_file import write_plan
from followthrough.plans.importers.workbook import write_workbook
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import Document, plan_document
from followthrough.plans.tests.sample import sample_document, text

AT = datetime(2030, 2, 3, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def import_(document: Document) -> None:
    import_plan(document, by=CONSOLE, at=AT)


def stored() -> bytes:
    return write_plan(plan_document(Plan.objects.get(slug="sample-2030-2032")))


def adopted(document: Document) -> Document:
    document["plan"]["adoption"] = {"body": text(en="Government"), "on": "2030-01-05", "act": "1"}
    return document


def test_the_command_previews_then_writes(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(write_plan(sample_document()))
    said = io.StringIO()
    call_command("import_plan", str(file), stdout=said)
    assert "Nothing was written" in said.getvalue() and not Plan.objects.exists()
    call_command("import_plan", str(file), "--write", stdout=said)
    assert stored() == file.read_bytes()
    call_command("import_plan", str(file), "--write", stdout=said)
    assert said.getvalue().endswith("There is nothing to write.\n")


def test_the_command_tells_a_workbook_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(write_workbook(sample_document()))
    call_command("import_plan", str(file), "--write", stdout=io.StringIO())
    assert stored() == write_plan(sample_document())


def test_the_command_lists_and_removes(tmp_path: Path) -> None:
    import_(sample_document())
    document = sample_document(4)
    document["commitments"][0]["title"]["sq"] = "Ndryshe"
    file = tmp_path / "plan.json"
    file.write_bytes(write_plan(document))
    said = io.StringIO()
    call_command("import_plan", str(file), "--write", "--remove", stdout=said)
    assert "Changed: commitment 1 (ZZ0001), title.sq: “Angazhimi 1” → “Ndryshe”" in said.getvalue()
    assert "Removed: commitment 5 (ZZ0005)" in said.getvalue()
    assert stored() == write_plan(document)


@pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\0" * 99])
def test_the_command_refuses_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"\w"):
        call_command("import_plan", str(file), "--write")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_plan", str(tmp_path / "absent"))
    assert not Event.objects.exists()


def test_the_command_refuses_what_was_adopted(tmp_path: Path) -> None:
    import_(adopted(sample_document()))
    document = adopted(sample_document())
    document["plan"]["title"]["en"] = "Other"
    file = tmp_path / "plan.json"
    file.write_bytes(write_plan(document))
    with pytest.raises(CommandError, match="adjustment"):
        call_command("import_plan", str(file))


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_export_command_writes_what_import_reads(tmp_path: Path, kind: str) -> None:
    import_(sample_document())
    file = tmp_path / "plan"
    call_command("export_plan", "--format", kind, "--output", str(file))
    write = write_plan if kind == "json" else write_workbook
    assert file.read_bytes() == write(sample_document())
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_the_export_command_writes_to_standard_output() -> None:
    import_(sample_document())
    said = io.StringIO()
    call_command("export_plan", "sample-2030-2032", stdout=said)
    assert said.getvalue().encode() == stored()


def test_the_export_command_refuses_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no plan yet"):
        call_command("export_plan")
    import_(sample_document(1))
    with pytest.raises(CommandError, match="no plan called “other”.*sample-2030-2032"):
        call_command("export_plan", "other")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_plan", "--output", str(tmp_path / "absent" / "plan.json"))
