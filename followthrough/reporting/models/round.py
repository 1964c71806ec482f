"""A round: the half-year that the institutions report on, and the days of its clock."""

from datetime import date

from django.db import models

from followthrough.plans.models import Plan


class RoundQuerySet(models.QuerySet["Round"]):
    def open_on(self, day: date) -> "RoundQuerySet":
        """Rounds whose window has opened and not closed."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)

    def before(self, one: "Round") -> "RoundQuerySet":
        """Earlier rounds of the same plan, the latest first."""
        found = self.filter(plan=one.plan_id, covers_until__lt=one.covers_from)
        return found.order_by("-covers_until")


class Round(models.Model):
    """One reporting period of a plan. `slug` names it in addresses: "2026-H2"."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rounds")
    slug = models.SlugField(max_length=20)
    covers_from = models.DateField()
    covers_until = models.DateField()
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    # The first round of a plan asks for the state since the plan began, not for a change.
    is_first = models.BooleanField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-covers_until"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="one_round_a_slug"),
            models.UniqueConstraint(fields=["plan", "covers_until"], name="one_round_a_period"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(is_first=True), name="one_first_round"
            ),
            models.CheckConstraint(
                condition=models.Q(covers_from__lte=models.F("covers_until"))
                # A report on a period is asked for when the period has ended.
                & models.Q(opens_on__gt=models.F("covers_until"))
                & models.Q(due_on__gte=models.F("opens_on"))
                & models.Q(closes_on__gte=models.F("due_on")),
                name="round_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
