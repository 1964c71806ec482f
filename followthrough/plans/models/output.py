"""Milestones, their outputs (the tracked unit) and the deadlines of these."""

from datetime import date
from typing import Any

from django.db import models

from followthrough.lib.deadlines import Due, Precision
from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models.commitment import Commitment


class Deadline(models.Model):
    """The plan's own words beside the days they span: a value, shared by the outputs that have it.

    Never edited: an output whose deadline changes points to another row.
    """

    words = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(db_index=True)
    precision = models.CharField(max_length=20, choices=[(p, p) for p in Precision])
    # How often a continuous duty falls due; 0 for any other deadline, because the database would
    # not take two rows without a value for the same.
    every_months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="deadline_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(precision__in=list(Precision)), name="deadline_precision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(every_months=0) | models.Q(precision=Precision.CONTINUOUS),
                name="only_continuous_recurs",
            ),
            models.UniqueConstraint(
                fields=["words", "starts_on", "ends_on", "precision", "every_months"],
                name="one_deadline_a_value",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def due(self) -> Due:
        return Due(
            self.words,
            self.starts_on,
            self.ends_on,
            Precision(self.precision),
            self.every_months or None,
        )


class Milestone(models.Model):
    """A step of a commitment. It has no status of its own: its outputs have."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = TranslatedTextField()
    deadline_words = models.CharField(max_length=200, blank=True)
    unconfirmed = models.JSONField[Any, Any](default=list, blank=True)

    class Meta:
        ordering = ["commitment_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="one_milestone_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}.{self.number}"


class OutputQuerySet(models.QuerySet["Output"]):
    def of_plan(self, plan_id: int) -> "OutputQuerySet":
        return self.filter(commitment__plan_id=plan_id)

    def due_before(self, day: date) -> "OutputQuerySet":
        """Outputs whose current deadline ended before that day."""
        return self.filter(current_deadline__ends_on__lt=day)

    def due_from(self, day: date) -> "OutputQuerySet":
        return self.filter(current_deadline__ends_on__gte=day)


class Output(models.Model):
    """An expected output: what is tracked, reported on and rated.

    Numbered across its commitment. The original deadline is kept for ever; the current one changes
    only by an adjustment.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="outputs")
    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="outputs")
    number = models.PositiveSmallIntegerField()
    title = TranslatedTextField()
    original_deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="+", null=True, blank=True
    )
    current_deadline = models.ForeignKey(
        Deadline, models.PROTECT, related_name="outputs", null=True, blank=True
    )
    unconfirmed = models.JSONField[Any, Any](default=list, blank=True)

    objects = OutputQuerySet.as_manager()

    class Meta:
        ordering = ["commitment_id", "number"]
        indexes = [
            # Counting a plan's outputs by deadline reads this and nothing else.
            models.Index(fields=["commitment", "current_deadline"], name="output_by_deadline"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="one_output_a_number"),
            models.CheckConstraint(
                condition=models.Q(original_deadline__isnull=True, current_deadline__isnull=True)
                | models.Q(original_deadline__isnull=False, current_deadline__isnull=False),
                name="output_has_both_deadlines",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}.{self.number}"
