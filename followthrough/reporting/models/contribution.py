"""A contribution: the answer of a supporting institution on one output, asked for by mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.reporting.models.entry import Entry


class Contribution(models.Model):
    """Asked by the lead, answered through a link without an account, accepted by the lead."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not used")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="contributions")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="contributions")
    email = models.EmailField()
    language = models.CharField(max_length=10)
    question = models.TextField(max_length=600, blank=True)
    # The hash of the secret in the link: who reads the table cannot answer in somebody's place.
    token_sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answer = models.TextField(max_length=600, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    link = models.URLField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.institution_id} {self.state}"
