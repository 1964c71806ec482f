"""The invented life: through operations only, whole at any day, and nothing real invented."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from followthrough.audit.models import Event
from followthrough.audit.operations import verify
from followthrough.demo import life
from followthrough.demo.cast import AGENCY, BODIES, MINISTRY, MLGA
from followthrough.lib.demo_day import moment_of
from followthrough.plans.models import Commitment
from followthrough.reporting.models import (
    Contribution,
    EntryState,
    Evidence,
    Obstacle,
    PublishedEntry,
    Rating,
    Report,
    ReportState,
)
from followthrough.reporting.operations.evidence import BadEvidence
from followthrough.reporting.queries.ratings import comparisons

pytestmark = pytest.mark.django_db
INVENTED = {MLGA, *[one.slug for one in BODIES]}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def states() -> dict[str, str]:
    return {report.key: report.state for report in Report.objects.all()}


@pytest.mark.parametrize(
    "day", ["2026-05-04", "2026-07-18", "2026-12-01", "2027-01-22", "2027-05-15"]
)
def test_any_day_is_whole(day: str) -> None:
    assert life.load(moment_of(day)) > 0
    assert verify() == Event.objects.count()
    published = Event.objects.filter(verb="report.published").count()
    assert Report.objects.filter(state=ReportState.PUBLISHED).count() == published


def test_loading_twice_changes_nothing() -> None:
    life.load(moment_of(""))
    before = Event.objects.count()
    assert life.load(moment_of("")) == 0
    assert Event.objects.count() == before


def test_an_interrupted_load_leaves_nothing_and_the_next_start_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(at: datetime) -> None:
        raise BadEvidence

    with monkeypatch.context() as broken, pytest.raises(BadEvidence):
        broken.setattr(life, "_rate", fail)
        life.load(moment_of(""))

    assert Event.objects.count() == 0
    assert life.load(moment_of("")) > 0


def test_evidence_is_files_and_links_and_none_names_a_real_site() -> None:
    life.load(moment_of(""))
    found = Evidence.objects.all()
    assert {one.file_name.rpartition(".")[2] for one in found if one.file} == {"pdf", "png", "csv"}
    assert all(one.link.startswith("https://example.org/") for one in found.links())
    words = ("SHEMBULL", "PRIMER", "EXAMPLE")
    assert all(one.title.startswith(words) for one in found)


def test_on_the_usual_day_one_is_late_one_returned_and_one_waits() -> None:
    life.load(moment_of(""))
    found = states()
    assert found[f"2026-H2/{AGENCY}"] == ReportState.DRAFT
    assert found[f"2026-H2/{MINISTRY}"] == ReportState.RETURNED
    assert found[f"2026-H2/{MLGA}"] == ReportState.SUBMITTED
    returned = Report.objects.get(institution__slug=MINISTRY, round__slug="2026-H2")
    assert returned.entries.filter(state=EntryState.RETURNED).count() == 2
    assert Contribution.objects.get().state == Contribution.State.ASKED


def test_a_forum_organisation_differs_from_the_official_word() -> None:
    life.load(moment_of(""))
    assert Rating.objects.signed().count() == 5
    plan = Report.objects.all()[0].round.plan
    assert any(one.differs for one in comparisons(plan).values())


def test_a_correction_stands_beside_what_it_corrects() -> None:
    life.load(moment_of(""))
    corrected = PublishedEntry.objects.exclude(replaced_at=None).get()
    assert corrected.entry.published.latest("number").number == 2


def test_later_the_coordinator_s_own_report_is_published_unverified() -> None:
    life.load(moment_of("2027-05-15"))
    assert states()[f"2026-H2/{MLGA}"] == ReportState.PUBLISHED
    sources = PublishedEntry.objects.filter(
        round__slug="2026-H2", entry__report__institution__slug=MLGA
    )
    assert set(sources.values_list("source", flat=True)) == {"verified", "not_verified"}


def test_nothing_is_invented_about_real_bodies() -> None:
    life.load(moment_of("2027-05-15"))
    reporting = set(Report.objects.values_list("institution__slug", flat=True))
    rating = set(Rating.objects.values_list("organisation__slug", flat=True))
    asked = set(Contribution.objects.values_list("institution__slug", flat=True))
    owners = set(Obstacle.objects.values_list("owner__slug", flat=True))
    showing = set(Evidence.objects.values_list("institution__slug", flat=True))
    assert reporting | rating | asked | owners | showing <= INVENTED


def test_nothing_is_said_about_the_real_agency_s_commitment() -> None:
    life.load(moment_of("2027-05-15"))
    real = Commitment.objects.get(code="XK0017")
    assert real.unconfirmed
    assert not real.outputs.exists()
    assert not PublishedEntry.objects.filter(commitment=real).exists()
    assert not Obstacle.objects.filter(commitment=real).exists()


def test_who_stayed_silent_keeps_what_was_last_published() -> None:
    life.load(moment_of("2027-05-15"))
    silent = Report.objects.get(institution__slug=AGENCY, round__slug="2026-H2")
    assert silent.is_late_on(moment_of("2027-05-15").date())
    standing = PublishedEntry.objects.current().filter(commitment__code="XK0016")
    assert set(standing.values_list("round__slug", flat=True)) == {"2026-H1"}


def test_outside_the_demonstration_nobody_signs_in_with_a_click(client: Client) -> None:
    for path in ("/en/demo/", "/en/demo/1/"):
        with pytest.raises(Resolver404):
            resolve(path)
        assert client.post(path).status_code == 404
