"""Reading the log."""

from django.db import connection
from django.db.models import QuerySet

from followthrough.audit.models import START, Event


def public_head() -> str:
    """Changes exactly when something is published, be it a change or the head of the log."""
    # Plain SQL: this runs on every request of the public, and building the query would cost more
    # than sending a kept page.
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_digest FROM audit_chain WHERE id = 1")
        found = cursor.fetchone()
    return found[0] if found else START


def last_public_line() -> QuerySet[Event]:
    """The newest line that anybody may read, to be asked for beside something else."""
    return Event.objects.public().order_by("-sequence")[:1]
