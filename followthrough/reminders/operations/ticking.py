"""Starting what is due. May run twice, late or at once in two places: a slot is taken once."""

from datetime import datetime

from django.db import transaction

from followthrough.reminders.jobs import JOBS, Job
from followthrough.reminders.models import Slot


def tick(*, at: datetime) -> list[str]:
    """Enqueue every job whose slot nobody has taken yet; returns the names of those started."""
    return [job.name for job in JOBS if _start(job, at)]


def _start(job: Job, at: datetime) -> bool:
    slot = job.slot(at)
    if Slot.objects.filter(name=job.name, slot=slot).exists():
        return False
    if not job.is_wanted(at):
        return False
    with transaction.atomic():
        _, taken = Slot.objects.get_or_create(name=job.name, slot=slot, defaults={"taken_at": at})
        if taken:
            job.task.enqueue(slot)
    return taken
