"""Which of a person's posts they have been asked about, without an answer yet."""

from dataclasses import dataclass
from datetime import date

from followthrough.accounts.permissions import Actor, Person
from followthrough.reminders.models import Reminder
from followthrough.reporting.models import Report


@dataclass(frozen=True)
class Question:
    """A post that the person still holds, and the report it is about."""

    actor: Actor
    report: Report
    asked_on: date


def questions(person: Person) -> list[Question]:
    """One query. Whoever has handed over since is not asked any more."""
    posts = {(one.institution_id, one.role.value): one for one in person.actors}
    found: dict[str, Question] = {}
    rows = Reminder.objects.unanswered().filter(user=person.user_id)
    for row in rows.select_related("report__round__plan", "report__institution"):
        actor = posts.get((row.report.institution_id, row.role))
        if actor is not None:
            found[actor.name] = Question(actor, row.report, row.day)
    return list(found.values())
