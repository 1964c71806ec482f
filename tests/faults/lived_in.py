"""An installation that has lived through a round, somebody at work in it, and a look at it.

Run as `python -m tests.faults.lived_in furnish | publish FILE | file FILE | look`. `publish`
changes what is public, step by step, and notes in FILE after each step what the public sees; `file`
adds and removes evidence of a draft. Both work until FILE.stop is there.
"""

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

AGENCY = "corruption-prevention-agency"
LANGUAGES = ("sq", "en")


def furnish() -> None:
    """A plan, a published report with evidence, and another institution's draft."""
    from django.core.management import call_command

    from followthrough.reporting.operations.evidence import add_file
    from followthrough.reporting.operations.publishing import publish
    from followthrough.reporting.operations.sending import Clearance, submit
    from followthrough.reporting.operations.verifying import verify
    from followthrough.reporting.tests.cast import NOW, SEEN, filled, seat

    call_command("migrate", verbosity=0)
    cast = seat()
    cast.open()
    report = filled(cast.report("mlga"), cast.mlga_contact)
    for number, entry in enumerate(report.entries.of_outputs()[:4]):
        content = io.BytesIO(f"Decision {number}\n".encode() * 20_000)
        add_file(entry, details(number), content, "v.txt", by=cast.mlga_contact, at=NOW)
    submit(report, clearance=Clearance(), by=cast.mlga_contact, at=NOW)
    for entry in report.entries.all():
        verify(entry, ticks=SEEN, seen=entry.version, by=cast.deputy_chair, at=NOW)
    publish(report, by=cast.coordinator, at=NOW + timedelta(hours=1))


def details(number: int) -> Any:
    from followthrough.reporting.operations.evidence import Details

    return Details("decision", f"Decision {number}", "sq", is_public=number != 1)


def publish(notes: Path) -> None:
    """Each step is one transaction and one line of the log; its look is noted under that line."""
    from django.utils import timezone

    from followthrough.accounts.permissions import CONSOLE
    from followthrough.lib.text import text_in
    from followthrough.plans.models import Plan
    from followthrough.plans.operations.import_plan import import_plan
    from followthrough.plans.queries import plan_document

    document = plan_document(Plan.objects.get())
    commitment = next(one for one in document["commitments"] if one["code"] == "XK0017")
    output = commitment["milestones"][0]["outputs"][0]
    for number in range(1, 10_000):
        output["title"] = text_in("en", f"A data set, edition {number}").to_json()
        outcome = import_plan(document, by=CONSOLE, at=timezone.now())
        assert outcome.event
        with notes.open("a") as file:
            file.write(json.dumps([outcome.event.sequence, look()]) + "\n")
        if notes.with_suffix(".stop").exists():
            return


def file(notes: Path) -> None:
    """Add files to a draft and take them away again, as fast as it goes."""
    from followthrough.accounts.models import Tenure
    from followthrough.accounts.queries import actor_of
    from followthrough.reporting.models import Report
    from followthrough.reporting.operations.evidence import add_file, remove
    from followthrough.reporting.tests.cast import NOW

    contact = actor_of(Tenure.objects.get(post__role="contact", post__institution__slug=AGENCY))
    entry = Report.objects.get(institution__slug=AGENCY).entries.of_outputs()[0]
    for number in range(1, 100_000):
        content = io.BytesIO(f"Draft {number}\n".encode() * 5000)
        add_file(entry, details(number), content, "d.txt", by=contact, at=NOW)
        held = list(entry.evidence.order_by("pk"))
        if len(held) > 5:
            remove(entry, held[0], by=contact, at=NOW)
        if notes.with_suffix(".stop").exists():
            return


def look() -> dict[str, str]:
    """Every public address in two languages with the SHA-256 of its answer, at one moment."""
    import time_machine
    from django.test import Client
    from django.utils.translation import override

    from followthrough.portal.kept import copies
    from followthrough.reporting.tests.cast import NOW
    from tests.faults.public import addresses

    found: dict[str, str] = {}
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        copies.clear()
        for language in LANGUAGES:
            with override(language):
                wanted = list(addresses())
            found.update((one, answer(Client(), one)) for one in wanted)
    # A draft's evidence has an address too, which is nobody's: how many there are is by chance.
    return {one: told for one, told in found.items() if not told.startswith("404")}


def answer(client: Any, address: str) -> str:
    got = client.get(address)
    body = b"".join(got.streaming_content) if got.streaming else got.content
    return f"{got.status_code} {hashlib.sha256(body).hexdigest()}"


def faults(folder: Path) -> Iterator[str]:
    """Rows whose file is not there or is not what the row says."""
    from followthrough.reporting.models import Evidence

    for piece in Evidence.objects.exclude(file=""):
        place = folder / "files" / str(piece.file.name)
        if not place.exists():
            yield f"{piece.file.name} is missing"
        elif hashlib.sha256(place.read_bytes()).hexdigest() != piece.sha256:
            yield f"{piece.file.name} is another"


def report() -> dict[str, Any]:
    """What a look at a restored installation finds."""
    from django.conf import settings

    from followthrough.audit.models import Event
    from followthrough.audit.operations import verify

    verify()
    lines = Event.objects.exclude(verb="installation.restored").count()
    return {"lines": lines, "pages": look(), "faults": list(faults(settings.DATA_DIR))}


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.settings")
    django.setup()
    verb, *rest = sys.argv[1:]
    if verb == "furnish":
        furnish()
    elif verb == "look":
        json.dump(report(), sys.stdout)
    else:
        {"publish": publish, "file": file}[verb](Path(rest[0]))


if __name__ == "__main__":
    main()
