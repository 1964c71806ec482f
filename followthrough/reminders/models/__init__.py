"""What ran when, what was sent to whom, and the letters that MLGA signs."""

from followthrough.reminders.models.letter import Letter
from followthrough.reminders.models.reminder import Outcome, Reminder, Rung
from followthrough.reminders.models.slot import Slot

__all__ = ["Letter", "Outcome", "Reminder", "Rung", "Slot"]
