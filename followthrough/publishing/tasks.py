"""Making files out of the way of requests."""

from django_tasks import task

from followthrough.lib.clock import now
from followthrough.publishing.operations import files


@task()
def make_files(pk: int) -> int:
    """Make the files of a published edition; says how many."""
    return files.make_waiting(pk, at=now())
