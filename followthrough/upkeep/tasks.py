"""What the worker does every hour to keep the installation alive."""

from django_tasks import task

from followthrough.lib.clock import now
from followthrough.upkeep.operations.backing_up import back_up_nightly
from followthrough.upkeep.operations.sweeping import sweep
from followthrough.upkeep.operations.tidying import tidy
from followthrough.upkeep.queries import is_backup_due


@task()
def look_after(hour: str) -> int:
    """The night's backup if it is missing; the rest tidied up; says how many files were put aside.

    That this ran is also the sign that the worker lives. A backup that failed is tried again in
    the next hour.
    """
    at = now()
    try:
        if is_backup_due(at):
            back_up_nightly(at=at)
    finally:
        tidy()
        unclaimed = len(sweep(at=at))
    return unclaimed
