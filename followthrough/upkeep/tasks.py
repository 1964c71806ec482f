"""What the worker does every hour to keep the installation alive."""

from django_tasks import task

from followthrough.lib.clock import now
from followthrough.upkeep.operations.backing_up import back_up_nightly
from followthrough.upkeep.operations.sweeping import sweep
from followthrough.upkeep.queries import is_backup_due


@task()
def look_after(hour: str) -> int:
    """The night's backup if it is missing, and files that no row names; says how many of those.

    That this ran is also the sign that the worker lives.
    """
    at = now()
    unclaimed = len(sweep(at=at))
    if is_backup_due(at):
        back_up_nightly(at=at)
    return unclaimed
