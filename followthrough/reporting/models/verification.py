"""A verification: what somebody else found when they checked an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from followthrough.reporting.models.entry import Entry


class Outcome(models.TextChoices):
    VERIFIED = "verified", _("Verified")
    RETURNED = "returned", _("Sent back")
    # Published as reported: `comment` is the public note that says why it was not verified.
    NOTED = "noted", _("To publish with a note")


class Verification(models.Model):
    """One look at one version of an entry. Kept for ever; the last one counts."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="verifications")
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    # The four ticks; None where there was no evidence to look at.
    opens = models.BooleanField(null=True)
    within_period = models.BooleanField(null=True)
    shows_output = models.BooleanField(null=True)
    is_public = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "version", "outcome"], name="one_look_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.VERIFIED) | ~models.Q(comment=""),
                name="sent_back_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"

    @property
    def about(self) -> str:
        """The field of the entry page that the comment stands beside and the mail leads to."""
        ticks = (self.opens, self.within_period, self.shows_output, self.is_public)
        return "evidence" if False in ticks else "done"
