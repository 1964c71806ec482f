"""A commitment: the promise, the template's answers, and who is involved."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution, Sector
from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models.plan import Plan, PolicyArea


class FundingState(models.TextChoices):
    """Whether money is there: lack of it is OGP's most common cause of delay."""

    UNKNOWN = "unknown", _("Not known")
    NONE = "none", _("No funding")
    REQUESTED = "requested", _("Requested")
    SECURED = "secured", _("Secured")
    DONOR = "donor", _("From a donor")


# The questions of OGP's commitment template (2022 and later), in its order.
ANSWERS = (
    "summary",
    "problem",
    "causes",
    "done_so_far",
    "solution",
    "results",
    "transparency",
    "accountability",
    "participation",
    "additional",
)


class Commitment(models.Model):
    """One promise of a plan. `key` is its name in addresses: OGP's code, or plan and number."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    # OGP gives the code after the plan is uploaded, so it may be empty.
    code = models.CharField(max_length=10, blank=True)
    title = TranslatedTextField()
    summary = TranslatedTextField()
    problem = TranslatedTextField()
    causes = TranslatedTextField()
    done_so_far = TranslatedTextField()
    solution = TranslatedTextField()
    results = TranslatedTextField()
    transparency = TranslatedTextField()
    accountability = TranslatedTextField()
    participation = TranslatedTextField()
    additional = TranslatedTextField()
    policy_areas = models.ManyToManyField(PolicyArea, related_name="commitments", blank=True)
    funding_state = models.CharField(
        max_length=20, choices=FundingState.choices, default=FundingState.UNKNOWN
    )
    funding_until = models.DateField(null=True, blank=True)
    unconfirmed = models.JSONField[Any, Any](default=list, blank=True)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_commitment_a_number"),
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="one_commitment_a_code"
            ),
            models.CheckConstraint(
                condition=models.Q(funding_state__in=FundingState.values),
                name="commitment_funding_known",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return self.code or f"{self.plan.slug}-{self.number}"

    @property
    def lead(self) -> Institution | None:
        """Who reports on it: the first institution named as lead; a described group cannot.

        Prefetch `involved__institution`.
        """
        for one in self.involved.all():
            if one.role == InvolvementRole.LEAD and not one.institution.is_group:
                return one.institution
        return None


class InvolvementRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    SUPPORTING = "supporting", _("Supporting")


class Involvement(models.Model):
    """An institution's part in a commitment or in one of its milestones, by sector."""

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="involved", null=True, blank=True
    )
    milestone = models.ForeignKey(
        "plans.Milestone", models.CASCADE, related_name="involved", null=True, blank=True
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="involvements")
    role = models.CharField(max_length=20, choices=InvolvementRole.choices)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(commitment__isnull=True) ^ models.Q(milestone__isnull=True),
                name="involved_in_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=InvolvementRole.values), name="involvement_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sector__in=Sector.values), name="involvement_sector_known"
            ),
            models.UniqueConstraint(
                fields=["commitment", "institution", "role"], name="involved_once_in_commitment"
            ),
            models.UniqueConstraint(
                fields=["milestone", "institution", "role"], name="involved_once_in_milestone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.role}"


class ImportedPage(models.Model):
    """The facts read from OGP's page of a commitment, as they stood when it was imported.

    OGP edits its pages in place; keeping what was read is what makes a change visible.
    """

    code = models.CharField(max_length=10)
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="imported_pages")
    imported_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    facts = models.JSONField[Any, Any]()

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.code} {self.imported_at:%Y-%m-%d}"
