"""What the ministry has to see to: the plan, the people, the languages, the log."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from followthrough.accounts.models import Institution, Role, Tenure
from followthrough.accounts.queries import day_of
from followthrough.audit.operations import BrokenLog, verify
from followthrough.lib.languages import BY_CODE
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Plan
from followthrough.plans.models.commitment import InvolvementRole
from followthrough.plans.queries import plan_document
from followthrough.upkeep.checks.finding import Finding, fine, mend, note

MOST_NAMED = 5
# Ends that nobody can own: reserved for examples (RFC 2606).
NOBODY_S = ("@example.org", "@example.com", "@example.net")


def plan() -> Iterator[Finding]:
    current = Plan.objects.current()
    if current is None:
        yield mend("There is no action plan yet.", "`followthrough init`")
        return
    yield from _adoption(current)
    yield from _languages(current)
    if current.time_zone != settings.TIME_ZONE:
        yield mend(
            f"The plan's clock is {current.time_zone}, the installation's {settings.TIME_ZONE}: "
            "days would begin at different hours.",
            f"Set TIME_ZONE={current.time_zone}.",
        )
    if current.coordinator is None:
        yield mend(
            "The plan does not say which institution coordinates it.", "Say so in the plan's file."
        )


def _adoption(current: Plan) -> Iterator[Finding]:
    if current.is_adopted:
        yield fine(f"The plan {current.slug} is adopted.")
    else:
        yield note(
            f"The plan {current.slug} is a draft: its adoption is not recorded.",
            "The coordinator records body, day and act under “The plan”.",
        )
    if current.method.is_adopted:
        yield fine(f"The method {current.method.version} is adopted.")
    else:
        yield note(
            "The method is a draft: until it is adopted, silence is never made public.",
            "The coordinator records body, day and act under “The plan”.",
        )


def _languages(current: Plan) -> Iterator[Finding]:
    unknown = [code for code in current.official_languages if code not in BY_CODE]
    if unknown:
        yield mend(
            f"Official languages of the plan without pages of their own: {', '.join(unknown)}.",
            "The interface has to be translated first.",
        )
    document = plan_document(current)
    count = sum(_lacking(document, current.official_languages))
    if count:
        yield note(
            f"Texts of the plan that lack an official language: {count}.",
            "The coordinator finds them under “The plan”.",
        )
    else:
        yield fine("Every text of the plan is there in every official language.")


def _lacking(value: Any, official: list[str]) -> Iterator[int]:
    if isinstance(value, list):
        for item in value:
            yield from _lacking(item, official)
    elif isinstance(value, dict) and "original" in value:
        texts = TranslatedText.from_json(value).texts
        yield int(bool(texts) and any(not texts.get(code) for code in official))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _lacking(item, official)


def people(at: datetime) -> Iterator[Finding]:
    yield from _coordinator(at)
    yield from _empty_posts(at)
    never = Q()
    for end in NOBODY_S:
        never |= Q(user__email__iendswith=end)
    held = Tenure.objects.held_on(day_of(at))
    if strangers := held.filter(never).count():
        yield note(
            f"Addresses at which no mail arrives (example.org and the like): {strangers}.",
            "Give these people their real addresses: appoint them anew.",
        )


def _coordinator(at: datetime) -> Iterator[Finding]:
    held = Tenure.objects.held_on(day_of(at)).select_related("user")
    seated = [one.user for one in held.filter(post__role=Role.COORDINATOR, user__is_active=True)]
    if not seated:
        yield mend("There is no coordinator.", "`followthrough init` appoints the first one.")
        return
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ready = Authenticator.objects.filter(user__in=seated, type__in=kinds)
    if not ready.exists():
        yield mend(
            "No coordinator has set up a second step, so none can act yet.",
            "They do so at the first sign-in, with the code that `followthrough init` prints.",
        )
    else:
        yield fine("A coordinator with a second step is there.")


def _empty_posts(at: datetime) -> Iterator[Finding]:
    current = Plan.objects.current()
    leading = Institution.objects.filter(
        involvements__role=InvolvementRole.LEAD, involvements__commitment__plan=current
    ).distinct()
    filled = Tenure.objects.held_on(day_of(at)).filter(post__role=Role.CONTACT)
    bodies = [one for one in leading.exclude(posts__tenures__in=filled) if not one.is_group]
    if bodies:
        names = ", ".join(one.slug for one in bodies[:MOST_NAMED])
        more = " …" if len(bodies) > MOST_NAMED else ""
        yield note(
            f"Leading institutions without a contact person: {len(bodies)} ({names}{more}).",
            "The coordinator appoints them under “People”.",
        )
    elif current:
        yield fine("Every leading institution has a contact person.")


def log() -> Iterator[Finding]:
    try:
        yield fine(f"The log is intact: {verify()} lines.")
    except BrokenLog as broken:
        yield mend(
            f"The log of changes does not add up: {broken}",
            "Somebody changed the database by hand. Keep it as it is, restore the last good backup "
            "elsewhere, and compare.",
        )
