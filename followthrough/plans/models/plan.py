"""The plan itself, and OGP's list of policy areas."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Quarter, quarter_of
from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models.adoption import Adoptable
from followthrough.plans.models.method import MethodVersion


class PlanQuerySet(models.QuerySet["Plan"]):
    def current(self) -> "Plan | None":
        """The plan whose period began last: the one the public pages show."""
        return self.newest_first().select_related("method", "coordinator").first()

    def newest_first(self) -> "PlanQuerySet":
        return self.order_by("-starts_on", "-pk")


class Plan(Adoptable):
    """An action plan of one jurisdiction. Its languages, names and dates are data, not code."""

    slug = models.SlugField(unique=True)
    # OGP's own prefix ("XK"), not an ISO code: OGP uses "MO" for Morocco and three letters for
    # local members.
    jurisdiction = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=50)
    title = TranslatedTextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    languages = models.JSONField[Any, Any](default=list)
    method = models.ForeignKey(MethodVersion, models.PROTECT, related_name="plans")
    # The institution that chases, checks and publishes: OGP's focal point.
    coordinator = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", null=True, blank=True
    )
    # Names of fields that the owner has yet to confirm; the public page says so beside them.
    unconfirmed = models.JSONField[Any, Any](default=list, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta(Adoptable.Meta):
        abstract = False
        constraints = [
            *Adoptable.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="plan_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def official_languages(self) -> list[str]:
        return [language["code"] for language in self.languages if language["official"]]

    @property
    def quarters(self) -> tuple[Quarter, Quarter]:
        return quarter_of(self.starts_on), quarter_of(self.ends_on)

    def local(self, at: datetime) -> datetime:
        """The moment on the clocks of the plan's jurisdiction."""
        return at.astimezone(ZoneInfo(self.time_zone))

    def today(self, at: datetime) -> date:
        """The day it is in the plan's jurisdiction at that moment."""
        return self.local(at).date()


class PolicyArea(models.Model):
    """A tag of one yearly version of OGP's list of policy areas."""

    list_version = models.CharField(max_length=20)
    code = models.SlugField()
    name = TranslatedTextField()

    class Meta:
        ordering = ["list_version", "code"]
        constraints = [
            models.UniqueConstraint(fields=["list_version", "code"], name="one_area_a_code"),
        ]

    def __str__(self) -> str:
        return self.code
