"""The set-up page and the first sign-in: each opens once, with its code, and never again."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import user_logged_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django_tasks_db.models import DBTaskResult

from followthrough.accounts.models import Tenure, User
from followthrough.plans.models import Plan
from followthrough.reminders.operations.ticking import tick
from followthrough.upkeep import first_time

pytestmark = pytest.mark.django_db
SET_UP, SIGN_IN = "/en/set-up/", "/en/set-up/sign-in/"
CODE = "ABCD-EFGH-2345"
WHO = {"name": "Somebody", "email": "Coordinator@mlga.example", "language": "sq"}
FORM = {"code": CODE, "plan": "kosovo-2026-2028", **WHO}
OPTIONS = {"plan": "kosovo-2026-2028", "name": "Somebody", "email": "coordinator@mlga.example"}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWTHROUGH_SETUP_CODE", CODE)


def init(**options: str) -> str:
    out = io.StringIO()
    call_command("init", stdout=out, **options)
    return out.getvalue()


def code_in(text: str) -> str:
    return next(line for line in text.splitlines() if "code: " in line).rpartition(" ")[2]


def test_the_page_sets_up_and_is_gone(client: Client, started: None) -> None:
    assert client.get(SET_UP).status_code == 200

    done = client.post(SET_UP, {**FORM, "code": "abcd efgh 2345"})

    assert first_time.first_code(User.objects.get(), datetime.now(UTC)) in done.content.decode()
    assert Plan.objects.get().slug == "kosovo-2026-2028"
    assert str(Tenure.objects.get()).startswith("coordinator@mlga")
    for answer in (client.get(SET_UP), client.post(SET_UP, FORM)):
        assert answer.status_code == 404


def test_without_the_console_s_code_nothing_happens(client: Client, started: None) -> None:
    answer = client.post(SET_UP, {**FORM, "code": "ABCD-EFGH-2346"})

    assert "This code is not right" in answer.content.decode()
    assert not Plan.objects.exists()


def test_where_no_code_was_printed_there_is_no_page(client: Client) -> None:
    assert client.get(SET_UP).status_code == 404
    assert client.post(SET_UP, {**FORM, "code": ""}).status_code == 404


def test_a_plan_file_of_one_s_own_is_read_and_a_bad_one_explained(
    client: Client, started: None
) -> None:
    form = {**FORM, "plan": "file"}
    assert "Choose the file" in client.post(SET_UP, form).content.decode()
    bad = SimpleUploadedFile("plan.json", b"{}")
    assert "This is not a plan file" in client.post(SET_UP, {**form, "file": bad}).content.decode()
    assert not Tenure.objects.exists()


def test_an_empty_installation_says_so_in_public(client: Client) -> None:
    for language in ("sq", "sr", "en"):
        assert client.get(f"/{language}/").status_code == 200
    for path in ("", "commitments/", "outputs/", "institutions/", "reporting/", "how-it-works/"):
        page = client.get(f"/en/{path}").content.decode()
        assert "No action plan has been entered here yet" in page, path
        assert "followthrough init" in page


def test_the_command_does_each_thing_once_and_says_so() -> None:
    first = init(**OPTIONS)
    assert "Entered the plan kosovo-2026-2028" in first
    second = init()

    assert "is there already" in second
    assert code_in(first) == code_in(second)
    assert Tenure.objects.count() == 1


@pytest.mark.parametrize("missing", ["plan", "email", "name"])
def test_what_nobody_gave_is_asked_for_by_its_option(missing: str) -> None:
    given = {key: one for key, one in OPTIONS.items() if key != missing}
    with pytest.raises(CommandError, match=f"--{missing}"):
        init(**given)


def test_the_code_signs_in_once_and_the_second_step_comes_next(client: Client) -> None:
    code = code_in(init(**OPTIONS))

    answer = client.post(SIGN_IN, {**WHO, "code": code.lower()}, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/en/my/account/second-factor/")
    assert Client().get(SIGN_IN).status_code == 404
    assert "code:" not in init()
    # Signed in freshly enough to set the second step up.
    assert client.get("/en/account/second-step/app/").status_code == 200


@pytest.mark.parametrize("change", [{"code": "AAAA-AAAA-AAAA"}, {"email": "other@mlga.example"}])
def test_a_wrong_pair_lets_nobody_in(client: Client, change: dict[str, str]) -> None:
    code = code_in(init(**OPTIONS))

    answer = client.post(SIGN_IN, {**WHO, "code": code, **change})

    assert "do not go together" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_code_counts_for_seven_days() -> None:
    init(**OPTIONS)
    user, at = User.objects.get(), datetime.now(UTC)
    code = first_time.first_code(user, at)

    assert first_time.holder_of(user.email, code, at + timedelta(days=6)) == user
    assert first_time.holder_of(user.email, code, at + timedelta(days=7)) is None


def test_once_anybody_has_signed_in_no_code_lets_anybody_in() -> None:
    init(**OPTIONS)
    other = User.objects.create(email="other@mlga.example", name="Other")
    user, at = User.objects.get(email="coordinator@mlga.example"), datetime.now(UTC)
    user_logged_in.send(User, request=None, user=other)

    assert first_time.holder_of(user.email, first_time.first_code(user, at), at) is None


def test_health_says_ok_and_nothing_else(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_health_names_the_part_that_is_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tick(at=datetime.now(UTC))
    DBTaskResult.objects.update(finished_at=datetime.now(UTC) - timedelta(hours=3))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"worker\n")

    def away(at: datetime) -> list[object]:
        raise OperationalError("away")

    monkeypatch.setattr("followthrough.upkeep.views.worker", away)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database\n")
