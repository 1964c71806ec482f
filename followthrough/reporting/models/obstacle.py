"""An obstacle: what stands in the way, who was asked for help, and how it was resolved."""

from datetime import date

from django.db import models
from django.db.models import Q

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, Person
from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models import Commitment, Output
from followthrough.reporting.models.entry import Entry


class ObstacleQuerySet(models.QuerySet["Obstacle"]):
    def unresolved(self) -> "ObstacleQuerySet":
        return self.filter(resolved_on__isnull=True)

    def public(self) -> "ObstacleQuerySet":
        return self.filter(is_public=True)

    def visible_to(self, person: Person) -> "ObstacleQuerySet":
        return self.filter(person.within(Permission.KEEP_OBSTACLES, "owner_id"))


class Obstacle(models.Model):
    """`owner` is the institution that has to see to it; a serious one puts its output at risk."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="obstacles")
    output = models.ForeignKey(
        Output, models.PROTECT, related_name="obstacles", null=True, blank=True
    )
    owner = models.ForeignKey(Institution, models.PROTECT, related_name="obstacles")
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="obstacles", null=True, blank=True
    )
    reason = models.SlugField()
    description = TranslatedTextField()
    is_serious = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    # Why it is not shown in public.
    private_because = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=200)
    asked = models.ForeignKey(Institution, models.PROTECT, related_name="+", null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    # Where it was taken further, in words: a meeting, a body.
    escalated_to = models.CharField(max_length=200, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = TranslatedTextField()
    version = models.PositiveIntegerField(default=1)

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        ordering = ["resolved_on", "opened_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=True) | ~Q(private_because=""), name="private_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | Q(resolved_on__gte=models.F("opened_on")),
                name="obstacle_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.reason}"

    def days_open(self, today: date) -> int:
        """Calendar days from opening to resolution, or to today."""
        return ((self.resolved_on or today) - self.opened_on).days
