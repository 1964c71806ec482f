""" "Are you still the contact person?" Yes; the other answer is a hand-over."""

from datetime import datetime

from django.db import transaction

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.reminders.models import Reminder


@transaction.atomic
def confirm_post(*, by: Actor, at: datetime) -> int:
    """Say "yes, still me" for the post through which one acts; returns how many questions it was.

    Asking again changes nothing. Raises NotAllowed.
    """
    require(by, Permission.HAND_OVER, by.institution_id)
    asked = Reminder.objects.unanswered().filter(
        user=by.user_id, role=by.role, report__institution=by.institution_id
    )
    count = asked.update(answered_at=at)
    if count:
        post = by.name.partition("#")[0]
        record("post.confirmed", f"post:{post}", by=by.name, at=at, public=False)
    return count
