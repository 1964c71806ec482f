"""Reading the ladder: what is due, what was sent last, and what has gone wrong."""

from followthrough.reminders.queries.alarms import Alarm, AlarmKind, alarms
from followthrough.reminders.queries.ladder import Contact, Ladder, Next, ladder_of

__all__ = ["Alarm", "AlarmKind", "Contact", "Ladder", "Next", "alarms", "ladder_of"]
