"""When somebody last looked at their desk, so that it can say what happened since."""

from datetime import datetime, timedelta

from django.db.models import F

from followthrough.accounts.models import User

# A desk opened again within this time is the same visit: a reload does not empty "since then".
VISIT = timedelta(hours=4)
# No write for every click.
RENEWED = timedelta(minutes=5)


def note_visit(user: User, *, at: datetime) -> datetime | None:
    """Note that the desk was opened; returns when it was in the visit before, None at the first.

    No line in the log: when a person looks is theirs alone. At most one statement, which does
    nothing where another tab of theirs has been quicker.
    """
    opened = user.desk_opened_at
    mine = User.objects.filter(pk=user.pk, desk_opened_at=opened)
    if opened is None or at - opened > VISIT:
        mine.update(desk_seen_at=F("desk_opened_at"), desk_opened_at=at)
        return opened
    if at - opened > RENEWED:
        mine.update(desk_opened_at=at)
    return user.desk_seen_at
