"""A correction of something published: proposed by one, confirmed by another."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.lib.fields import TranslatedTextField
from followthrough.reporting.models.published import PublishedEntry


class Correction(models.Model):
    """`values` are the fields of the claim that change, as JSON; the old row stays in public."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for a second pair of eyes")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")

    published = models.ForeignKey(PublishedEntry, models.PROTECT, related_name="corrections")
    values = models.JSONField[Any, Any]()
    # What was wrong, as the public will read it.
    erratum = TranslatedTextField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    proposed_by_user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    # Why it was refused.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["published"], condition=Q(state="proposed"), name="one_open_correction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.published_id} {self.state}"
