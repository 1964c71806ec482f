"""Above the queues: what keeps the desk from being heard."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from followthrough.desk.queries.board.reading import Reading
from followthrough.desk.queries.people import Alarm, to_confirm
from followthrough.reminders.queries.alarms import Alarm as Fault
from followthrough.reminders.queries.alarms import AlarmKind
from followthrough.upkeep.queries import last_backup


def alarms(reading: Reading) -> list[Alarm]:
    """Mail that does not arrive, hand-overs that wait, posts that are empty or soon will be; a
    backup that is too old."""
    first = [one for one in reading.faults if one.kind not in OF_POSTS]
    posts = [one for one in reading.faults if one.kind in OF_POSTS]
    return [
        *map(_alarm, first),
        *_backup(reading.at),
        *to_confirm(),
        *map(_alarm, posts),
    ]


def _backup(at: datetime) -> list[Alarm]:
    """Asks the file system. The demonstration makes none."""
    last = last_backup(at)
    if settings.DEMO or not last.is_old:
        return []
    if last.age is None:
        return [Alarm(gettext("There is no backup yet: the administrator has to look."), "", "")]
    words = ngettext(
        "The newest backup is %(count)s day old: the administrator has to look.",
        "The newest backup is %(count)s days old: the administrator has to look.",
        last.age.days,
    )
    return [Alarm(words % {"count": last.age.days}, "", "")]


OF_POSTS = frozenset({AlarmKind.EMPTY, AlarmKind.ENDING})


def _alarm(fault: Fault) -> Alarm:
    if fault.kind in OF_POSTS:
        is_empty = fault.kind is AlarmKind.EMPTY
        act = gettext("Invite somebody") if is_empty else gettext("Invite a successor")
        return Alarm(fault.sentence, invitation(fault), act)
    if fault.tenure is not None:
        url = reverse("desk:tenure", args=[fault.tenure])
        return Alarm(fault.sentence, url, gettext("Look at the post"))
    return Alarm(fault.sentence, reverse("desk:people"), gettext("See who holds which post"))


def invitation(fault: Fault) -> str:
    """Where somebody is invited to the post."""
    asked = {
        "institution": fault.institution.slug if fault.institution else "",
        "role": fault.role.value if fault.role else "",
    }
    return f"{reverse('desk:invite')}?{urlencode(asked)}"
