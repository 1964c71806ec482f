"""What others say about a commitment: forum organisations, and the coding of the IRM."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models import Commitment, MethodVersion
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.models.round import Round


class RatingQuerySet(models.QuerySet["Rating"]):
    def signed(self) -> "RatingQuerySet":
        return self.filter(signed_at__isnull=False)


class Rating(models.Model):
    """One organisation's word on one commitment after one round: a draft until it is signed."""

    organisation = models.ForeignKey(Institution, models.PROTECT, related_name="ratings")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="ratings")
    round = models.ForeignKey(Round, models.PROTECT, related_name="ratings")
    completion = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in CLAIMABLE], blank=True
    )
    sentence = TranslatedTextField()
    link = models.URLField(max_length=1000, blank=True)
    method = models.ForeignKey(MethodVersion, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["commitment__number", "organisation__slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "commitment", "round"], name="one_rating_a_round"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(completion=""), name="signed_with_a_level"
            ),
            models.CheckConstraint(
                condition=Q(completion__in=["", *[one.value for one in CLAIMABLE]]),
                name="rating_level_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.commitment_id} {self.round_id}"


class Coding(models.Model):
    """The official coding by OGP's Independent Reporting Mechanism: a layer of its own."""

    class Aspect(models.TextChoices):
        VERIFIABLE = "verifiable", _("Verifiable")
        LENS = "lens", _("Open government lens")
        POTENTIAL = "potential", _("Potential for results")
        COMPLETION = "completion", _("Completion")
        EARLY_RESULTS = "early_results", _("Early results")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="codings")
    # The IRM's scheme changes between cycles: "2022 Results Report".
    scheme = models.CharField(max_length=100)
    aspect = models.CharField(max_length=20, choices=Aspect.choices)
    value = models.CharField(max_length=50)
    source = models.CharField(max_length=200)
    link = models.URLField(max_length=1000, blank=True)
    coded_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)
    # A later entry for the same aspect replaces this one; both stay.
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["commitment_id", "aspect"]
        verbose_name = _("coding")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "scheme", "aspect"],
                condition=Q(replaced_at__isnull=True),
                name="one_coding_an_aspect",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.aspect} {self.value}"
