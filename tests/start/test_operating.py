"""docs/operating.md, followed: an installation without demonstration lives through a round.

What differs from the page: the data lie in a folder of the test, the mail server is one of this
machine's own (without encryption and password), the program is the checkout's, and systemd and the
web server in front are played by the test. Everything people do goes over HTTP.
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.start.running import free_port, running
from tests.start.visitor import Mailbox, Page, Visitor, app_code, sign_in

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs" / "operating.md").read_text()
PROGRAM = ROOT / ".venv" / "bin" / "followthrough"
FIRST, CONTACT, DEPUTY = "coordinator@example.org", "contact@mlga.example", "deputy@forum.example"
EVIDENCE = b"Decision 12/2026 on the framework\n" * 50
BODY = {"body_sq": "Qeveria", "body_sr-latn": "Vlada", "body_en": "The Government"}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def command(name: str) -> list[str]:
    """The arguments of the first command of that name on the page."""
    lines = "\n".join(blocks("sh")).splitlines()
    found = next(one for one in lines if re.search(rf"followthrough {name}\b", one))
    return shlex.split(found)[1:]


class Installation:
    """The environment of the page, in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.mailbox = folder, Mailbox(free_port())
        told = dict(line.split("=", 1) for line in blocks("ini")[0].split())
        self.host = told["PUBLIC_URL"].removeprefix("https://")
        for name in ("SMTP_TLS", "SMTP_USER", "SMTP_PASSWORD"):
            del told[name]
        told |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.mailbox.controller.port)}
        told |= {"DATA_DIR": str(folder / "data"), "BACKUP_DIR": str(folder / "backups")}
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), **told}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(PROGRAM), *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def does(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def visitor(self, address: str) -> Visitor:
        return Visitor(int(address.rstrip("/").rpartition(":")[2]), self.host)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    place = Installation(tmp_path_factory.mktemp("place"))
    place.mailbox.controller.start()
    yield place
    place.mailbox.controller.stop()


def test_the_unit_starts_what_the_page_installs() -> None:
    unit = blocks("ini")[1]
    assert "ExecStart=/opt/followthrough/bin/followthrough serve" in unit
    assert "EnvironmentFile=/etc/followthrough/environment" in unit


def test_the_page_names_every_variable_of_the_settings_and_no_other() -> None:
    read = (ROOT / "followthrough" / "settings.py").read_text()
    read += (ROOT / "followthrough" / "server.py").read_text()
    pattern = r'(?:environ\.get|_number)\(\s*"([A-Z_]+)"|environ\["([A-Z_]+)"\]'
    known = {one or other for one, other in re.findall(pattern, read)}
    told = set(re.findall(r"`([A-Z][A-Z_]+)(?:=[^`]*)?`", PAGE))
    # What the demonstration and the parts of the program tell each other.
    own = {"DEMO", "DEMO_AT", "FOLLOWTHROUGH_PARENT", "FOLLOWTHROUGH_STARTED"}
    assert known - own - {"FOLLOWTHROUGH_SETUP_CODE"} <= told


def test_an_installation_lives_through_a_round_and_a_disaster(place: Installation) -> None:
    init = command("init")
    assert init[:3] == ["init", "--plan", "kosovo-2026-2028"]
    code = re.search(r"code: (\S+)", place.does(*init))
    assert code
    with running([str(PROGRAM), "serve"], place.folder, place.environment) as (address, _):
        live_through_a_round(place, address, code[1])
        before = everything(place.visitor(address))
        archive = backed_up(place)
        checked = place.run("check", "--mail-to", "you@example.org")
        assert checked.returncode == 0, checked.stdout
        assert "TO MEND" not in checked.stdout
        place.mailbox.wait("you@example.org", "This is a test")
        assert place.visitor(address).get("/healthz").body == b"ok\n"

    shutil.rmtree(place.environment["DATA_DIR"])
    restored = str(place.folder / "restored")
    assert "The log is intact" in place.does("restore", archive, "--into", restored)
    place.environment["DATA_DIR"] = restored
    with running([str(PROGRAM), "serve"], place.folder, place.environment) as (address, _):
        assert everything(place.visitor(address)) == before
        # Nobody is let in by what was printed for the first day.
        assert place.visitor(address).get("/en/set-up/sign-in/").status == 404
        assert place.visitor(address).get("/en/set-up/").status == 404


def live_through_a_round(place: Installation, address: str, code: str) -> None:
    coordinator = place.visitor(address)
    begin(coordinator, code)
    adopt(coordinator)
    slug = open_a_round(coordinator)
    invite(coordinator, "mlga", "contact", CONTACT)
    invite(coordinator, "", "deputy_chair", DEPUTY)
    place.mailbox.wait(CONTACT, "Contact person")
    contact, deputy = place.visitor(address), place.visitor(address)
    sign_in(contact, place.mailbox, CONTACT)
    report(contact, slug)
    sign_in(deputy, place.mailbox, DEPUTY)
    verify(deputy, slug)
    coordinator.press(f"/en/desk/verify/{slug}/mlga/publish/", f"/en/desk/verify/{slug}/mlga/")
    assert "Work on" in place.visitor(address).get("/en/commitments/XK0018/").text


def begin(coordinator: Visitor, code: str) -> None:
    """The first sign-in with the console's code, and the second step."""
    page = coordinator.send("/en/set-up/sign-in/", "code", {"email": FIRST, "code": code})
    assert page.path.startswith("/en/my/account/second-factor/")
    app = "/en/account/second-step/app/"
    page = coordinator.get(app)
    secret = page.tree.xpath("//*[@class='secret']")[0].text_content().strip()
    coordinator.submit(page, "code", {"code": app_code(secret)})
    assert coordinator.get("/en/desk/plan/").status == 200


def adopt(coordinator: Visitor) -> None:
    day = {"on_day": "2", "on_month": "6", "on_year": "2026"}
    for step in ("plan", "method"):
        act = {"step": step, "act": "12/2026", "original": "sq"}
        coordinator.send("/en/desk/plan/adopt/", "act", {**BODY, **day, **act})


def open_a_round(coordinator: Visitor) -> str:
    """The first half-year of the plan, as suggested, but due in ten days from now."""
    today = date.today()  # noqa: DTZ011
    values: dict[str, str] = {}
    for name, day in (("due_on", 10), ("closes_on", 40)):
        one = today + timedelta(days=day)
        values |= {f"{name}_day": str(one.day), f"{name}_month": str(one.month)}
        values[f"{name}_year"] = str(one.year)
    page = coordinator.send("/en/desk/rounds/", "due_on_day", values)
    return page.path.rstrip("/").rpartition("/")[2]


def invite(coordinator: Visitor, slug: str, role: str, email: str) -> None:
    form = coordinator.get("/en/desk/people/invite/").form("role")
    choices = form.inputs["institution"].value_options
    slug = slug or next(one for one in choices if one and one != "mlga")
    today = date.today()  # noqa: DTZ011
    day = {"starts_on_day": today.day, "starts_on_month": today.month, "starts_on_year": today.year}
    coordinator.send(
        "/en/desk/people/invite/",
        "role",
        {
            "institution": slug,
            "role": role,
            "name": role,
            "email": email,
            "language": "en",
            **{name: str(one) for name, one in day.items()},
        },
    )


def report(contact: Visitor, slug: str) -> None:
    """Every output and the word on each commitment, one file of evidence, and off."""
    base = f"/en/my/reports/{slug}/mlga/"
    entries = [one for one in contact.get(base).links() if re.search(r"/(\d+|whole)/$", one)]
    assert len(entries) > 10
    for number, path in enumerate(dict.fromkeys(entries)):
        answer = {"completion": "limited", "done": f"Work on {number}.", "language": "en"}
        if not path.endswith("/whole/"):
            answer["change"] = "progress"
        contact.send(path, "done", answer)
        if number == 0:
            more = {"evidence_kind": "decision", "evidence_title": "Decision 12/2026"}
            values, page = {**answer, **more}, contact.get(path)
            contact.submit(page, "evidence_file", values, file=EVIDENCE, to=f"{path}evidence/")
    page = contact.send(f"{base}check/", "cleared_by", {})
    assert page.path == f"{base}done/"


def verify(deputy: Visitor, slug: str) -> None:
    base = f"/en/desk/verify/{slug}/mlga/"
    entries = [one for one in deputy.get(base).links() if re.search(r"/(\d+|whole)/$", one)]
    ticks = dict.fromkeys(("opens", "within_period", "shows_output", "is_public"), "on")
    for path in dict.fromkeys(entries):
        deputy.send(path, "seen", {"decision": "verify", **ticks})


def backed_up(place: Installation) -> str:
    said = place.does("backup")
    found = re.search(r"Backup: +(\S+)\nSHA-256: +(\w{64})", said)
    assert found, said
    assert sha256(Path(found[1]).read_bytes()).hexdigest() == found[2]
    return found[1]


def everything(visitor: Visitor) -> dict[str, str]:
    """Every public address that can be reached by links, with the hash of its answer."""
    todo, found = ["/sq/", "/sr/", "/en/"], {}
    while todo:
        path = todo.pop()
        page = visitor.get(path)
        found[path] = f"{page.status} {sha256(page.body).hexdigest()}"
        todo += [one for one in followed(page) if one not in found and one not in todo]
    assert len(found) > 100
    assert any("/evidence/" in one for one in found)
    return found


def followed(page: Page) -> list[str]:
    if not page.body.lstrip().startswith(b"<!DOCTYPE html"):
        return []
    return [one for one in page.links() if re.match(r"/(sq|sr|en)/(?!account|my|desk)", one)]
