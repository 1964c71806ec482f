"""Each unsafe setting is found and said with what to do; a safe installation starts."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.core.management import call_command
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from followthrough.accounts.models import Institution
from followthrough.audit.models import Event
from followthrough.lib.text import text_in
from followthrough.outbox.tests.conftest import free_port
from followthrough.outbox.tests.letters import letter
from followthrough.reminders.operations.ticking import tick
from followthrough.reporting.tests.cast import Cast
from followthrough.upkeep.checks import content, environment, machine, mail_server
from followthrough.upkeep.checks.finding import Finding, Weight
from followthrough.upkeep.operations.backing_up import make_backup
from followthrough.upkeep.tests.files import evidence

AT = datetime(2027, 1, 10, 9, tzinfo=UTC)
# A folder and a port of the test's own are added.
SAFE = {
    "SECRET_KEY": "k" * 40,
    "PUBLIC_URL": "https://ogp.example.org",
    "TRUSTED_PROXIES": "1",
    "SMTP_HOST": "127.0.0.1",
    "MAIL_FROM": "ogp@example.org",
}


def prepare(folder: Path, change: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What `serve` asks before it starts anything."""
    names = ("DEMO", "DATABASE", "PYTEST", "ALLOWED", *SAFE)
    kept = {key: one for key, one in os.environ.items() if not key.startswith(names)}
    environment = {**kept, **SAFE, "DATA_DIR": str(folder), **change}
    return subprocess.run(
        [sys.executable, "-m", "followthrough.cli", "prepare", "--serving"],
        env={key: one for key, one in environment.items() if one},
        capture_output=True,
        text=True,
        check=False,
    )


def mended(found: Any) -> list[str]:
    return [str(one) for one in found if one.weight is Weight.MEND]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is short"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "http://ogp.example.org"}, "not encrypted"),
        ({"PUBLIC_URL": "ogp.example.org"}, "not the address of a site"),
        ({"TRUSTED_PROXIES": ""}, "no proxy is trusted"),
        ({"TRUSTED_PROXIES": "yes"}, "write a whole number"),
        ({"ALLOWED_HOSTS": "*"}, "lets every name in"),
        ({"ALLOWED_HOSTS": "other.example.org"}, "does not name ogp.example.org"),
        ({"SMTP_HOST": ""}, "no mail server"),
        ({"MAIL_FROM": ""}, "MAIL_FROM is not set"),
        ({"SMTP_HOST": "mail.example.org", "SMTP_PASSWORD": "x"}, "sent unencrypted"),
        ({"DEMO": "1"}, "DEMO is set"),
        ({"DATABASE_URL": "nonsense"}, "names no database"),
    ],
)
def test_what_is_unsafe_is_refused_in_a_sentence(
    tmp_path: Path, change: dict[str, str], sentence: str
) -> None:
    done = prepare(tmp_path, change)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "followthrough.sqlite3").exists()


def test_what_is_safe_is_let_through(tmp_path: Path) -> None:
    done = prepare(tmp_path, {})

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "followthrough.sqlite3").exists()


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("k" * 50)
    (tmp_path / "secret-key").chmod(0o644)
    assert "Others may read" in prepare(tmp_path, {"SECRET_KEY": ""}).stderr
    (tmp_path / "secret-key").chmod(0o600)
    assert prepare(tmp_path, {"SECRET_KEY": ""}).returncode == 0


@pytest.mark.django_db
def test_the_demonstration_s_data_are_refused_in_a_real_database() -> None:
    assert list(environment.demonstration()) == []
    name = text_in("en", "Example")
    parts = {"kind": "agency", "sector": "government", "name": name, "short_name": name}
    Institution.objects.create(slug="example-agency", **parts)

    assert "holds the demonstration" in mended(environment.demonstration())[0]


@pytest.fixture
def smtp() -> Any:
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def test_a_mail_server_is_greeted_and_nothing_is_sent(smtp: Controller) -> None:
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=smtp.port):
        found = list(mail_server.mail_server())
    assert [one.weight for one in found] == [Weight.FINE]


def test_a_mail_server_that_does_not_encrypt_or_answer_is_told(smtp: Controller) -> None:
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=smtp.port, EMAIL_USE_TLS=True):
        assert "does not offer to encrypt" in mended(mail_server.mail_server())[0]
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=smtp.port, EMAIL_HOST_USER="a"):
        assert "does not answer" in mended(mail_server.mail_server())[0]
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()):
        assert "does not answer" in mended(mail_server.mail_server())[0]


@pytest.mark.django_db
def test_stuck_mail_is_told() -> None:
    assert mended(mail_server.stuck_mail(AT)) == []
    letter()
    assert "1" in mended(mail_server.stuck_mail(AT + timedelta(days=2)))[0]


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_told() -> None:
    assert [one.weight for one in machine.worker(AT)] == [Weight.NOTE]
    tick(at=AT)
    DBTaskResult.objects.update(finished_at=AT)

    assert mended(machine.worker(AT + timedelta(hours=1))) == []
    assert "no mail goes out" in mended(machine.worker(AT + timedelta(hours=3)))[0]


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_is_missing_or_old_is_told(data: Path) -> None:
    assert "no backup" in mended(machine.backup(AT))[0]
    make_backup(at=AT)
    assert mended(machine.backup(AT + timedelta(days=1))) == []
    assert "last backup" in mended(machine.backup(AT + timedelta(days=3)))[0]


@pytest.mark.django_db(transaction=True)
def test_a_lost_file_is_told(cast: Cast, data: Path) -> None:
    piece = evidence(cast)
    assert mended(machine.files(AT)) == []
    Path(piece.file.path).unlink()
    assert "are lost: 1" in mended(machine.files(AT))[0]


def test_a_folder_that_others_may_look_into_is_told(data: Path) -> None:
    data.chmod(0o700)
    assert mended(machine.folder()) == []
    data.chmod(0o755)
    assert "chmod 700" in mended(machine.folder())[0]


@pytest.mark.django_db(transaction=True)
def test_a_log_that_was_changed_is_told() -> None:
    call_command("init", plan="kosovo-2026-2028", name="A", email="a@mlga.example", stdout=quiet())
    assert mended(content.log()) == []
    Event.objects.filter(sequence=1).update(verb="other")
    assert "does not add up" in mended(content.log())[0]


@pytest.mark.django_db
def test_what_the_ministry_has_to_see_to_is_told() -> None:
    assert "no action plan" in mended(content.plan())[0]
    assert "no coordinator" in mended(content.people(AT))[0]
    call_command("init", plan="kosovo-2026-2028", name="A", email="a@mlga.example", stdout=quiet())

    assert mended(content.plan()) == []
    at = datetime.now(UTC)
    assert "second step" in mended(content.people(at))[0]
    told = " ".join(str(one) for one in [*content.plan(), *content.people(at)])
    assert "is a draft" in told
    assert "without a contact person: 2" in told
    with override_settings(TIME_ZONE="Europe/Lisbon"):
        assert "Set TIME_ZONE=Europe/Belgrade" in mended(content.plan())[0]


def quiet() -> io.StringIO:
    return io.StringIO()


def test_a_finding_reads_as_sentences() -> None:
    assert str(Finding(Weight.MEND, "It is broken.", "Mend it.")) == "It is broken. Mend it."
