"""What an institution claims about an output or a commitment: drafted, then published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models import Commitment, Output
from followthrough.plans.words import Completion


class Change(models.TextChoices):
    """What happened since the last report."""

    NO_CHANGE = "no_change", _("No change")
    PROGRESS = "progress", _("Progress")
    COMPLETED = "completed", _("Completed")
    PROBLEM = "problem", _("Problem or delay")


# What an institution may claim; "not known" and "withdrawn" are nobody's claim.
CLAIMABLE = (
    Completion.NOT_STARTED,
    Completion.LIMITED,
    Completion.SUBSTANTIAL,
    Completion.COMPLETE,
)


class Claim(models.Model):
    """The fields of an entry. Without an output it is the lead's word on the whole commitment.

    `expected_on` is the last day of the quarter in which the output will be finished;
    `occurrences` counts all that a continuous output has delivered since the plan began.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="%(class)s_set")
    output = models.ForeignKey(
        Output, models.PROTECT, related_name="%(class)s_set", null=True, blank=True
    )
    change = models.CharField(max_length=20, choices=Change.choices, blank=True)
    completion = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in CLAIMABLE], blank=True
    )
    completed_on = models.DateField(null=True, blank=True)
    occurrences = models.PositiveSmallIntegerField(default=0)
    done = TranslatedTextField()
    # A code of the method's reasons; `reason_words` says which for "other".
    reason = models.SlugField(blank=True)
    reason_words = models.CharField(max_length=200, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    next_step = TranslatedTextField()
    help_needed = TranslatedTextField()
    help_from = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(change__in=["", *Change.values]), name="%(class)s_change_known"
            ),
            models.CheckConstraint(
                condition=Q(completion__in=["", *[one.value for one in CLAIMABLE]]),
                name="%(class)s_completion_known",
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(completion=Completion.COMPLETE),
                name="%(class)s_completed_when_complete",
            ),
        ]


# The fields that a claim carries from draft to publication.
CLAIM_FIELDS = (
    "change",
    "completion",
    "completed_on",
    "occurrences",
    "done",
    "reason",
    "reason_words",
    "expected_on",
    "next_step",
    "help_needed",
    "help_from_id",
)
