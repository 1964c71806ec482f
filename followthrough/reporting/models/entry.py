"""An entry: one output (or one commitment as a whole) in a report."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.reporting.models.claim import Claim
from followthrough.reporting.models.report import Report


class EntryState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for completion")
    VERIFIED = "verified", _("Verified")


ENTRY_STEPS: dict[EntryState, frozenset[EntryState]] = {
    EntryState.DRAFT: frozenset({EntryState.SUBMITTED}),
    EntryState.SUBMITTED: frozenset({EntryState.RETURNED, EntryState.VERIFIED}),
    EntryState.RETURNED: frozenset({EntryState.SUBMITTED}),
    # An entry may be sent back until its report is published.
    EntryState.VERIFIED: frozenset({EntryState.RETURNED}),
}


class EntryQuerySet(models.QuerySet["Entry"]):
    def of_outputs(self) -> "EntryQuerySet":
        return self.filter(output__isnull=False)

    def in_order(self) -> "EntryQuerySet":
        """As in the plan: the outputs of a commitment, then the word on the whole of it."""
        number = models.F("output__number").asc(nulls_last=True)
        return self.order_by("commitment__number", number)


class Entry(Claim):
    """The draft, as the institution writes it. The public never reads this table (rule R1).

    `version` is what two people's edits are told apart by: a save names the version it saw.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="entries")
    state = models.CharField(max_length=20, choices=EntryState.choices, default=EntryState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # Submitted, and may be published with the note of its last verification.
    is_noted = models.BooleanField(default=False)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.CharField(max_length=200, blank=True)
    saved_by_user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    evidence = models.ManyToManyField("reporting.Evidence", related_name="entries", blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta(Claim.Meta):
        abstract = False
        # PostgreSQL gives an updated row another place.
        ordering = ["pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.UniqueConstraint(fields=["report", "output"], name="one_entry_an_output"),
            models.UniqueConstraint(
                fields=["report", "commitment"],
                condition=Q(output__isnull=True),
                name="one_entry_a_commitment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EntryState.values), name="entry_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.commitment_id}:{self.output_id}"

    @property
    def is_started(self) -> bool:
        """Somebody has answered something; an untouched entry is only pre-filled."""
        return self.change != "" or (self.output_id is None and self.saved_at is not None)

    @property
    def place(self) -> str:
        """Its name in addresses and in the log: the output's number, or "whole"."""
        return str(self.output.number) if self.output else "whole"
