"""Above the queues: what keeps the desk from being heard."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from followthrough.desk.queries.board.reading import Reading
from followthrough.desk.queries.people import Alarm, to_confirm
from followthrough.reminders.queries.alarms import Alarm as Fault
from followthrough.reminders.queries.alarms import AlarmKind


def alarms(reading: Reading) -> list[Alarm]:
    """Mail that does not arrive, hand-overs that wait, posts that are empty or soon will be."""
    first = [one for one in reading.faults if one.kind not in OF_POSTS]
    posts = [one for one in reading.faults if one.kind in OF_POSTS]
    return [*map(_alarm, first), *to_confirm(), *map(_alarm, posts)]


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
