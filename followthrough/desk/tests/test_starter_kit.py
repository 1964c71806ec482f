"""The starter kit: its papers in every language, from the installation's own data."""

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from followthrough.accounts.models import Role
from followthrough.accounts.operations import record_act
from followthrough.demo import bundled
from followthrough.desk import kit
from followthrough.desk.tests.filing_cast import at_desk
from followthrough.lib.documents.docx import to_docx
from followthrough.lib.documents.pdf import to_pdf
from followthrough.lib.documents.tests.readers import as_pdf, pages
from followthrough.lib.documents.tree import Document, Table, plain, runs
from followthrough.lib.languages import INTERFACE
from followthrough.lib.text import State, text_in
from followthrough.plans.models import Plan
from followthrough.plans.operations.adopt import Adoption, adopt_method, adopt_plan
from followthrough.reporting.tests.cast import NOW, PLAN_AT, Cast, appoint, seat

CODES = [one.code for one in INTERFACE]
KIT = "/en/desk/starter-kit/"


@pytest.fixture
def cast(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Cast:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.desk.views.starter_kit.now", lambda: NOW)
    return seat()


def made(slug: str, language: str = "en") -> Document:
    found = kit.paper_of(slug, language, at=NOW)
    assert found is not None
    return found


def words(document: Document) -> str:
    return " ".join(pages(to_pdf(document)))


@pytest.mark.parametrize("language", CODES)
def test_every_paper_is_made_in_every_language(cast: Cast, language: str) -> None:
    for slug in kit.BY_SLUG:
        document = made(slug, language)
        assert document.language == language
        assert docx.Document(BytesIO(to_docx(document))).core_properties.title == document.title
        assert to_pdf(document).startswith(b"%PDF")


@pytest.mark.parametrize("language", CODES)
def test_the_guide_has_two_pages_at_most(cast: Cast, language: str, tmp_path: Path) -> None:
    cast.open()
    printed = as_pdf(to_docx(made("guide", language)), tmp_path)
    with pikepdf.open(BytesIO(printed)) as found:
        assert len(found.pages) <= 2
    assert "2026" in pages(printed)[0]


def test_the_table_names_posts_acts_and_no_person(cast: Cast) -> None:
    record_act(cast.contact.tenure_id or 0, "12/2026", by=cast.coordinator, at=NOW)
    table = next(part for part in made("contact-persons").parts if isinstance(part, Table))
    rows = {plain(row[1]): [plain(cell) for cell in row[2:]] for row in table.rows}
    assert rows["Agency for Prevention of Corruption"] == [
        "leads XK0017",
        "appointed: 12/2026",
        "appointed, act pending",
    ]
    assert rows["Information Society Agency"] == ["supports XK0014", "", ""]
    assert "Municipalities" not in rows
    assert "example.org" not in words(made("contact-persons"))


def test_the_method_is_told_from_its_own_definitions(cast: Cast) -> None:
    told = words(made("method", "sr-latn"))
    for one in cast.plan.method.definitions.all():
        for word in one.label.texts["sr-latn"].split():
            assert word in told, one.code
    cast.open()
    assert "15 July 2026" in words(made("method"))


def test_a_law_is_named_only_where_it_is_known(cast: Cast) -> None:
    assert "06/L-082" in words(made("privacy"))
    assert "[article]" in words(made("privacy"))
    Plan.objects.update(jurisdiction="GE")
    for slug in kit.BY_SLUG:
        assert "/L-" not in words(made(slug)), slug
    assert "[law on the protection of personal data]" in words(made("privacy"))


def test_what_is_not_known_is_a_marked_place(cast: Cast) -> None:
    blanks = [
        one.text
        for part in made("contact-persons").parts
        for one in runs(getattr(part, "text", ""))
        if one.is_blank
    ]
    assert blanks == [
        "law or regulation, its number and article",
        "act and day by which the plan was adopted",
        "post of the person who decides",
    ]


def test_an_adopted_plan_and_method_say_by_which_act(cast: Cast) -> None:
    by_whom = text_in("sq", "Qeveria").with_translation("sr-latn", "Vlada", State.TRANSLATED)
    adoption = Adoption(by_whom, PLAN_AT.date(), "07/2026")
    adopt_plan(cast.plan, adoption, by=cast.coordinator, at=NOW)
    adopt_method(cast.plan, adoption, by=cast.coordinator, at=NOW)
    assert "(Qeveria, 07/2026, 4 maj 2026)" in words(made("contact-persons", "sq"))
    assert "has been adopted already (07/2026, 4 May 2026)." in words(made("method"))


def test_the_demonstration_is_marked(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    assert all(made(slug).mark == "EXAMPLE" for slug in kit.BY_SLUG)
    answer = at_desk(cast.coordinator).get(f"{KIT}guide/sq.docx")
    assert 'filename="EXAMPLE-guide-sq.docx"' in answer["Content-Disposition"]


def test_the_page_leads_to_every_file(cast: Cast) -> None:
    desk = at_desk(cast.coordinator)
    assert KIT.encode() in desk.get("/en/desk/people/").content
    page = desk.get(KIT).content.decode()
    for slug in kit.BY_SLUG:
        for language in INTERFACE:
            address = f"{KIT}{slug}/{language.prefix}.docx"
            assert f'href="{address}"' in page
    answer = desk.get(f"{KIT}method/sr.docx")
    assert docx.Document(BytesIO(answer.content)).core_properties.language == "sr-Latn-RS"


def test_only_who_manages_people_gets_it(cast: Cast) -> None:
    administrator = at_desk(appoint(Role.ADMINISTRATOR, "mlga"))
    assert administrator.get(KIT).status_code == 200
    contact = at_desk(cast.contact)
    for address in (KIT, f"{KIT}guide/sq.docx"):
        assert contact.get(address).status_code == 403
        assert Client().get(address).status_code == 302
        assert administrator.post(address).status_code == 405
    for wrong in ("guide/xx.docx", "other/sq.docx"):
        assert administrator.get(KIT + wrong).status_code == 404


def test_the_command_writes_all_or_one_language(cast: Cast, tmp_path: Path) -> None:
    call_command("starter_kit", to=str(tmp_path / "all"), stdout=StringIO())
    assert len(list((tmp_path / "all").iterdir())) == 12
    call_command("starter_kit", to=str(tmp_path / "one"), language=["sr"], stdout=StringIO())
    assert sorted(one.name for one in (tmp_path / "one").iterdir()) == [
        "contact-persons-sr.docx",
        "guide-sr.docx",
        "method-sr.docx",
        "privacy-sr.docx",
    ]


def test_before_a_plan_there_is_nothing_to_make(db: None, tmp_path: Path) -> None:
    assert kit.paper_of("guide", "sq", at=NOW) is None
    with pytest.raises(CommandError, match="no plan yet"):
        call_command("starter_kit", to=str(tmp_path))


def test_an_empty_plan_without_a_coordinator_leaves_places(db: None) -> None:
    bundled.load(at=PLAN_AT)
    Plan.objects.update(coordinator=None)
    assert "[coordinating institution]" in words(made("contact-persons"))
