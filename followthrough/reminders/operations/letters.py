"""Recording that a letter was signed and sent: the ministry does both on paper."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.reminders.models import Letter
from followthrough.reminders.refusals import NeedsNumber, WrongDay


@transaction.atomic
def record_sent(
    letter_id: int, *, sent_on: date, protocol_number: str, by: Actor, at: datetime
) -> Letter:
    """Note when the letter went out and under which number; both may be put right later.

    Raises NeedsNumber, WrongDay and NotAllowed.
    """
    locked = Letter.objects.select_for_update(of=("self",))
    related = locked.select_related("report__round__plan", "report__institution")
    letter = related.get(pk=letter_id)
    require(by, Permission.REMIND, letter.report.institution_id)
    number = protocol_number.strip()
    if (letter.sent_on, letter.protocol_number) == (sent_on, number):
        return letter
    _require_fit(letter, sent_on, number, at)
    letter.sent_on, letter.protocol_number = sent_on, number
    letter.recorded_at, letter.recorded_by = at, by.name
    letter.save()
    payload = {"sent_on": sent_on.isoformat(), "number": number}
    subject = f"report:{letter.report.key}"
    record("letter.sent", subject, by=by.name, at=at, payload=payload, public=False)
    return letter


def _require_fit(letter: Letter, sent_on: date, number: str, at: datetime) -> None:
    if not number:
        raise NeedsNumber(gettext("Type the protocol number under which the letter was sent."))
    plan = letter.report.round.plan
    if sent_on > plan.today(at):
        raise WrongDay(
            gettext("A letter is recorded once it has been sent: choose a day until today.")
        )
    drafted_on = plan.today(letter.drafted_at)
    if sent_on < drafted_on:
        raise WrongDay(
            gettext("The letter was drafted on %(day)s; it cannot have been sent before.")
            % {"day": date_format(drafted_on)}
        )
