"""The letter to the head of an institution whose report is missing."""

from django.db import models
from django.db.models import Q

from followthrough.reporting.models import Report


class LetterQuerySet(models.QuerySet["Letter"]):
    def to_sign(self) -> "LetterQuerySet":
        """Drafted, not recorded as sent, and the report has not come since."""
        return self.filter(sent_on=None, report__received_at=None)


class Letter(models.Model):
    """Drafted on T+7, signed and sent by the ministry on paper, recorded here as sent.

    What it says is made from the report whenever it is downloaded (letters.py).
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="letter")
    drafted_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True)
    # The number under which the ministry's registry sent it out.
    protocol_number = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on=None, protocol_number="", recorded_at=None)
                | Q(sent_on__isnull=False, recorded_at__isnull=False) & ~Q(protocol_number=""),
                name="letter_sent_under_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}"

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None
