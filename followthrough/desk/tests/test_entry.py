"""One output a screen: saved as it is typed, by two people, and nothing is overwritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.desk.tests.filing_cast import (
    FIRST,
    REPORT,
    VIEWS,
    WHOLE,
    answers,
    at_desk,
    first,
)
from followthrough.lib.text import State, text_in
from followthrough.reporting.models import Entry
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.verifying import Ticks, send_back
from followthrough.reporting.tests.cast import (
    NOW,
    SECOND,
    Cast,
    progress,
    seat,
    sent,
    verified,
)

AUTOSAVE: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
# Session, user, posts, entry, the lock, and the save itself.
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, **k: None)
    for name in VIEWS:
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


@pytest.fixture
def contact(cast: Cast) -> Client:
    return at_desk(cast.contact)


def test_saving_goes_on_to_what_is_still_open(cast: Cast, contact: Client) -> None:
    answer = contact.post(FIRST, answers(first(cast), then="next"))
    assert (answer.status_code, answer["Location"]) == (302, f"{REPORT}XK0017/2/")
    assert str(first(cast).done) == "Work has begun."


def test_saving_and_closing_keeps_a_draft_with_gaps(cast: Cast, contact: Client) -> None:
    answer = contact.post(FIRST, answers(first(cast), change="", completion="", then="close"))
    assert answer["Location"] == REPORT
    assert str(first(cast).done) == "Work has begun."


def test_next_says_what_is_missing_and_has_saved(cast: Cast, contact: Client) -> None:
    answer = contact.post(FIRST, answers(first(cast), done="", then="next"))
    assert answer.status_code == 422
    assert b"Write what was done" in answer.content
    assert first(cast).change == "progress"
    assert f'value="{first(cast).version}"'.encode() in answer.content


def test_the_last_one_leads_to_the_check(cast: Cast, contact: Client) -> None:
    for place in ("1", "2"):
        entry = cast.report().entries.get(output__number=place)
        contact.post(f"{REPORT}XK0017/{place}/", answers(entry))
    whole = cast.report().entries.get(output=None)
    answer = contact.post(WHOLE, answers(whole, then="next"))
    assert answer["Location"] == f"{REPORT}check/"


def test_a_save_in_the_background_says_when(cast: Cast, contact: Client) -> None:
    answer = contact.post(FIRST, answers(first(cast), completion=""), **AUTOSAVE)
    assert answer.status_code == 200
    # 9:00 in UTC is 11:00 in Pristina.
    assert b"Saved 11:00" in answer.content
    assert b'data-seen="2"' in answer.content
    assert b"<html" not in answer.content


def test_a_save_costs_few_queries(cast: Cast, contact: Client) -> None:
    sent_now = answers(first(cast))
    with CaptureQueriesContext(connection) as caught:
        assert contact.post(FIRST, sent_now, **AUTOSAVE).status_code == 200
    assert len(caught) <= MOST_QUERIES, [one["sql"][:90] for one in caught.captured_queries]


def test_the_same_twice_is_one_save(cast: Cast, contact: Client) -> None:
    form = answers(first(cast))
    for _ in range(2):
        assert contact.post(FIRST, form, **AUTOSAVE).status_code == 200
    assert first(cast).version == 2


def test_two_people_at_once_lose_nothing(cast: Cast, contact: Client) -> None:
    form = answers(first(cast), done="Mine.")
    at_desk(cast.alternate).post(FIRST, {**form, "done": "Theirs."})
    answer = contact.post(FIRST, {**form, "then": "next"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.index("Theirs.") < page.index("Mine.")
    assert "Alternate" in page
    assert str(first(cast).done) == "Theirs."
    # What was read and put together is saved over the version that was shown.
    form |= {"done": "Theirs. Mine.", "seen": first(cast).version}
    contact.post(FIRST, form)
    assert str(first(cast).done) == "Theirs. Mine."


def test_a_background_save_of_two_shows_both(cast: Cast, contact: Client) -> None:
    form = answers(first(cast), done="Mine.")
    at_desk(cast.alternate).post(FIRST, {**form, "done": "Theirs."})
    answer = contact.post(FIRST, form, **AUTOSAVE)
    assert answer.status_code == 409
    assert b'data-conflict="2"' in answer.content
    assert b"Theirs." in answer.content and b"Mine." in answer.content


def test_control_a_save_that_looks_at_no_version_loses_a_text(
    cast: Cast, contact: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above has to notice this careless save."""

    def careless(entry: Entry, values: Any, *, seen: int, **who: Any) -> Entry:
        return save_entry(entry, values, seen=Entry.objects.get(pk=entry.pk).version, **who)

    monkeypatch.setattr("followthrough.desk.views.entry.save_entry", careless)
    form = answers(first(cast), done="Mine.")
    at_desk(cast.alternate).post(FIRST, {**form, "done": "Theirs."})
    answer = contact.post(FIRST, form)
    assert answer.status_code != 409
    assert "Theirs." not in str(first(cast).done)


def test_what_does_not_fit_is_shown_again(cast: Cast, contact: Client) -> None:
    answer = contact.post(FIRST, answers(first(cast), completed_on="soon", done="Kept words."))
    assert answer.status_code == 422
    assert b"Kept words." in answer.content
    assert answer.content.count(b"Error:") > 0


def test_too_long_is_kept_in_the_draft_and_refused_for_sending(cast: Cast, contact: Client) -> None:
    answer = contact.post(FIRST, answers(first(cast), done="x" * 601, then="next"))
    assert answer.status_code == 422
    assert b"too long by 1" in answer.content
    assert len(str(first(cast).done)) == 601


def test_translations_survive_and_go_stale(cast: Cast, contact: Client) -> None:
    entry = first(cast)
    words = text_in("sq", "Puna.").with_translation("en", "Work.", State.TRANSLATED)
    values = progress()
    save_entry(
        entry,
        type(values)(change="progress", completion="limited", done=words),
        seen=1,
        by=cast.contact,
        at=NOW,
    )
    contact.post(FIRST, answers(first(cast), done="Puna vazhdon."))
    found = first(cast).done
    assert str(found) == "Puna vazhdon."
    assert found.state("en") == State.STALE


def test_an_emptied_text_is_no_text(cast: Cast, contact: Client) -> None:
    contact.post(FIRST, answers(first(cast)))
    contact.post(FIRST, answers(first(cast), done=""))
    assert not first(cast).done


def test_a_question_that_was_not_asked_keeps_its_answer(cast: Cast, contact: Client) -> None:
    contact.post(FIRST, answers(first(cast), next_step="Publish."))
    form = answers(first(cast))
    contact.post(FIRST, {key: form[key] for key in ("seen", "change", "completion")})
    assert (str(first(cast).done), str(first(cast).next_step)) == ("Work has begun.", "Publish.")


def test_last_time_stands_beside_the_question(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    publish(report, by=cast.coordinator, at=NOW + timedelta(days=1))
    cast.open(SECOND, NOW + timedelta(days=190))
    page = at_desk(cast.contact).get(FIRST.replace("H1", "H2")).content.decode()
    assert "Last time (30 June 2026)" in page
    assert "Work has begun." in page
    assert "What happened since then?" in page


def test_the_first_round_asks_since_the_plan_began(contact: Client) -> None:
    page = contact.get(FIRST).content.decode()
    assert "What has happened since the plan began?" in page
    assert "Work has begun" in page and "Nothing yet" in page
    # The last quarters offered lie a year after the plan's end.
    assert 'value="2029-12-31"' in page and 'value="2030-03-31"' not in page
    assert 'value="2026-06-30"' not in page
    assert page.count('value="2026-12-31" selected') + page.count('value="2026-12-31"\n') > 0


def test_a_continuous_output_is_counted(cast: Cast) -> None:
    client = at_desk(cast.mlga_contact)
    url = "/en/my/reports/2026-H1/mlga/XK0018/5/"
    assert b"6 times in all" in client.get(url).content
    entry = cast.report("mlga").entries.get(output__number=5)
    client.post(url, answers(entry, occurrences="1"))
    assert cast.report("mlga").entries.get(output__number=5).occurrences == 1


def test_what_was_sent_back_is_said_beside_its_field(cast: Cast, contact: Client) -> None:
    entry = sent(cast.report(), cast.contact).entries.of_outputs().first()
    assert entry
    blind = Ticks(opens=False, within_period=True, shows_output=True, is_public=True)
    send_back(
        entry,
        comment="The link is dead.",
        ticks=blind,
        seen=entry.version,
        by=cast.coordinator,
        at=NOW,
    )
    page = contact.get(FIRST).content.decode()
    assert page.index('id="evidence"') < page.index("The link is dead.")
    assert page.index("The link is dead.") < page.index('id="expected_on"')


def test_a_link_costs_one_paste_and_saves_the_text_first(cast: Cast, contact: Client) -> None:
    form = answers(first(cast), evidence_link="https://example.org/vendimi-12")
    for _ in range(2):
        answer = contact.post(f"{FIRST}evidence/", form)
        assert answer["Location"].endswith("#evidence")
        form["seen"] = first(cast).version
    piece = first(cast).evidence.get()
    assert (piece.title, piece.is_public) == ("example.org: vendimi-12", True)
    assert str(first(cast).done) == "Work has begun."


def test_a_file_that_is_refused_loses_no_text(cast: Cast, contact: Client) -> None:
    bad = SimpleUploadedFile("run.exe", b"MZ\x90\x00")
    answer = contact.post(f"{FIRST}evidence/", answers(first(cast), evidence_file=bad))
    assert answer.status_code == 422
    assert b"Your text has been saved." in answer.content
    assert str(first(cast).done) == "Work has begun."
    assert not first(cast).evidence.exists()


def test_evidence_is_removed_and_used_again(cast: Cast, contact: Client) -> None:
    contact.post(f"{FIRST}evidence/", answers(first(cast), evidence_link="https://example.org/d"))
    piece = first(cast).evidence.get()
    second = cast.report().entries.get(output__number=2)
    again = answers(second, evidence_used=str(piece.pk))
    contact.post(f"{REPORT}XK0017/2/evidence/", again)
    assert second.evidence.get().link == piece.link
    contact.post(f"{FIRST}evidence/", answers(first(cast), remove=str(piece.pk)))
    assert not first(cast).evidence.exists()


def test_an_expired_session_loses_nothing(cast: Cast, contact: Client) -> None:
    entry, stranger = first(cast), Client()
    answer = stranger.post(FIRST, answers(entry, done="Typed for an hour."))
    assert "next=" in answer["Location"]
    session = stranger.session
    from followthrough.accounts.models import User
    from followthrough.accounts.tests.cast import sign_in

    kept = session["kept_posts"]
    sign_in(stranger, User.objects.get(pk=cast.contact.user_id or 0))
    session = stranger.session
    session["kept_posts"] = kept
    session.save()
    page = stranger.get(FIRST).content.decode()
    assert "Typed for an hour." in page
    assert "Nothing was done with it yet" in page
    assert not first(cast).done


def test_what_was_verified_is_refused_with_its_text(cast: Cast, contact: Client) -> None:
    verified(cast.report(), cast.contact, cast.coordinator)
    answer = contact.post(FIRST, answers(first(cast), done="Too late."))
    assert answer.status_code == 409
    assert b"Too late." in answer.content
    assert str(first(cast).done) == "Work has begun."


def test_a_sent_entry_is_edited_only_whole(cast: Cast, contact: Client) -> None:
    sent(cast.report(), cast.contact)
    answer = contact.post(FIRST, answers(first(cast), done=""), **AUTOSAVE)
    assert answer.status_code == 422
    assert b"Write what was done" in answer.content
    assert contact.post(FIRST, answers(first(cast), done="More."), **AUTOSAVE).status_code == 200


def test_strangers_find_nothing(cast: Cast) -> None:
    assert at_desk(cast.mlga_contact).get(FIRST).status_code == 404
    assert at_desk(cast.member).get(FIRST).status_code == 403
    assert at_desk(cast.coordinator).get(FIRST).status_code == 200
    form = answers(first(cast))
    assert at_desk(cast.coordinator).post(FIRST, form).status_code == 403
    assert Client().get(FIRST).status_code == 302


@pytest.mark.parametrize("place", ["XK0017/9", "XK0017/x", "XK0018/1", "kosovo-2026-2028-4/1"])
def test_a_wrong_address_is_not_found(contact: Client, place: str) -> None:
    assert contact.get(f"{REPORT}{place}/").status_code == 404


def test_wrong_methods_are_refused(contact: Client) -> None:
    assert contact.delete(FIRST).status_code == 405
    assert contact.get(f"{FIRST}evidence/").status_code == 405


def test_a_late_forecast_in_the_form_asks_for_a_reason(cast: Cast, contact: Client) -> None:
    form = answers(first(cast), expected_on="2027-03-31", then="next")
    assert b"Choose the main reason" in contact.post(FIRST, form).content
    form |= {"reason": "staff", "seen": first(cast).version}
    assert contact.post(FIRST, form).status_code == 302
    assert first(cast).expected_on == date(2027, 3, 31)
