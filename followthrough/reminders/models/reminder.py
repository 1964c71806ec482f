"""The log of the ladder: what was sent to whom, what was overtaken, where nobody was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Role
from followthrough.reporting.models import Report


class Rung(models.TextChoices):
    """The steps of the ladder in their order (PRODUCT.md §4, R9); T is the due day."""

    STILL_YOU = "still_you", _("Still the right person? (30 working days before)")
    OPEN = "open", _("The report can be filed")
    FIVE_BEFORE = "five_before", _("5 working days before")
    ONE_BEFORE = "one_before", _("1 working day before")
    ONE_AFTER = "one_after", _("1 working day after")
    THREE_AFTER = "three_after", _("3 working days after, with the head of unit")
    LETTER = "letter", _("Letter to the head of the institution (7 working days after)")
    PUBLIC = "public", _("“No report received” is public")
    # The coordinator's own, between the rungs.
    BY_HAND = "by_hand", _("Reminder by the coordinator")


class Outcome(models.TextChoices):
    SENT = "sent", _("Sent")
    # A later rung was due as well, and went instead.
    OVERTAKEN = "overtaken", _("Overtaken by a later one")
    NOBODY = "nobody", _("Nobody holds the post")
    # A letter that was drafted, a silence that became public: no mail.
    DONE = "done", _("Done")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def sent(self) -> "ReminderQuerySet":
        return self.filter(outcome=Outcome.SENT)

    def unanswered(self) -> "ReminderQuerySet":
        """Questions whether somebody is still the right person, without an answer."""
        return self.sent().filter(rung=Rung.STILL_YOU, answered_at=None)


class Reminder(models.Model):
    """One rung of one report for one person on one post.

    `role` names the post: of the report's institution, or of the coordinator's where it is the
    coordinator; empty where no post is concerned. `user` is empty where nobody held the post.
    `due_on` is the due day at that time: a round that is moved has its ladder anew.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="reminders")
    rung = models.CharField(max_length=20, choices=Rung.choices)
    due_on = models.DateField()
    role = models.CharField(max_length=30, choices=Role.choices, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", null=True, blank=True
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    # The day in the plan's jurisdiction: of these a person has one mail at most.
    day = models.DateField()
    at = models.DateTimeField()
    # The mail in the outbox; several rungs for one person share it.
    key = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=200)
    # "Yes, still me."
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["user", "day"], name="reminder_of_a_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "rung", "due_on", "role", "user"],
                condition=Q(user__isnull=False) & ~Q(rung=Rung.BY_HAND),
                name="a_rung_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["report", "rung", "due_on", "role"],
                condition=Q(user__isnull=True),
                name="a_rung_once_without_a_person",
            ),
            models.UniqueConstraint(
                fields=["report", "role", "user", "day"],
                condition=Q(rung=Rung.BY_HAND),
                name="by_hand_once_a_day",
            ),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="rung_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="reminder_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SENT, user__isnull=False) & ~Q(key="")
                | ~Q(outcome=Outcome.SENT) & Q(key=""),
                name="reminder_sent_by_a_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.rung} {self.outcome}"
