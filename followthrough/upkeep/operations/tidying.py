"""What has served its time: ended sessions, and the notes of jobs that are long done."""

from django.core.management import call_command


def tidy() -> None:
    """An ended session may hold what somebody was typing; nobody's any more, it goes."""
    call_command("clearsessions")
    call_command("prune_db_task_results", queue_name="*", verbosity=0)
