"""An installation with many small reports, and people signed in to file them.

Run as `python -m tests.faults.installation`: prints, as JSON, each person's session and reports.
"""

import json
import os
import sys
from datetime import date
from typing import Any

REPORTS = 240
PEOPLE = 8
DUE = {"words": "Q4 2026", "start": "2026-10-01", "end": "2026-12-31", "precision": "quarter"}


def document() -> dict[str, Any]:
    """The bundled plan with a commitment of one output for each of many invented institutions."""
    from followthrough.demo.bundled import PLAN_FILE
    from followthrough.lib.text import text_in
    from followthrough.plans.importers import plan_file

    plan = plan_file.read_plan(PLAN_FILE.read_bytes())
    pattern = next(one for one in plan["commitments"] if one["code"] == "XK0017")
    office = next(one for one in plan["institutions"] if one["slug"] == "mlga")
    for number in range(1, REPORTS + 1):
        slug = f"office-{number}"
        plan["institutions"].append({**office, "slug": slug})
        output = {"number": 1, "title": text_in("en", f"Output {number}").to_json()}
        milestone = {"number": 1, "title": text_in("en", "Milestone").to_json()}
        plan["commitments"].append(
            {
                **pattern,
                "number": 100 + number,
                "code": "",
                "involved": [{"institution": slug, "role": "lead", "sector": "government"}],
                "milestones": [
                    {
                        **milestone,
                        "deadline_words": "Q4 2026",
                        "unconfirmed": [],
                        "involved": [],
                        "outputs": [
                            {**output, "deadline": {**DUE, "every_months": None}, "unconfirmed": []}
                        ],
                    }
                ],
            }
        )
    return plan


def furnish() -> dict[str, Any]:
    """Import, seat, open the round, sign in. Returns {session: [[institution, commitment], …]}."""
    from followthrough.accounts.models import Role
    from followthrough.accounts.permissions import CONSOLE
    from followthrough.plans.models import Commitment, Plan
    from followthrough.plans.operations.import_plan import import_plan
    from followthrough.reporting.models import Report
    from followthrough.reporting.operations.rounds import open_round
    from followthrough.reporting.tests.cast import FIRST, OPENED_AT, PLAN_AT, appoint

    import_plan(document(), by=CONSOLE, at=PLAN_AT)
    coordinator = appoint(Role.COORDINATOR, "mlga")
    open_round(Plan.objects.get(), FIRST, by=coordinator, at=OPENED_AT)
    reports = Report.objects.filter(institution__slug__startswith="office-")
    slugs = sorted(reports.values_list("institution__slug", flat=True))
    keys = {
        one.lead.slug: one.key
        for one in Commitment.objects.select_related("plan").prefetch_related(
            "involved__institution"
        )
        if one.lead
    }
    found = {}
    for person in range(PEOPLE):
        mine = slugs[person::PEOPLE]
        email = f"person{person}@example.org"
        for slug in mine:
            appoint(Role.CONTACT, slug, email, date(2026, 1, 1))
        found[session_of(email)] = [[slug, keys[slug]] for slug in mine]
    return found


def session_of(email: str) -> str:
    """The key of a session in which that person is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from followthrough.accounts.models import User

    user = User.objects.get(email=email)
    user.set_unusable_password()
    user.save()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    json.dump(furnish(), sys.stdout)
