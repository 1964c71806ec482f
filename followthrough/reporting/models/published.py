"""What the public reads: entries as they were published, correction by correction."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models import MethodVersion
from followthrough.plans.words import Completion
from followthrough.reporting.models.claim import Claim
from followthrough.reporting.models.entry import Entry
from followthrough.reporting.models.evidence import Evidence, Verdict
from followthrough.reporting.models.round import Round


class Source(models.TextChoices):
    """Who says so."""

    VERIFIED = "verified", _("Verified")
    NOT_VERIFIED = "not_verified", _("Reported, not independently verified")


class PublishedEntryQuerySet(models.QuerySet["PublishedEntry"]):
    def current(self) -> "PublishedEntryQuerySet":
        """What stands now about each output and commitment: one row each."""
        return self.filter(is_current=True)

    def of_outputs(self) -> "PublishedEntryQuerySet":
        return self.filter(output__isnull=False)

    def of_commitments(self) -> "PublishedEntryQuerySet":
        return self.filter(output__isnull=True)

    def standing(self) -> "PublishedEntryQuerySet":
        """The last correction of each round's entry: one row an output and round."""
        return self.filter(replaced_at__isnull=True)


class PublishedEntry(Claim):
    """Never changed, only replaced: a correction is a further row that says what was wrong."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="published")
    round = models.ForeignKey(Round, models.PROTECT, related_name="published_entries")
    # 1 as first published, 2 after the first correction.
    number = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    # Why it was published unverified.
    note = models.TextField(blank=True)
    method = models.ForeignKey(MethodVersion, models.PROTECT, related_name="+")
    # The level last published before this round; empty when this is the first.
    before = models.CharField(max_length=20, blank=True)
    # Rounds in a row, this one included, that said "no change".
    unchanged_rounds = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()
    # What a correction put right, for the public.
    erratum = TranslatedTextField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="published_entries", blank=True)

    objects = PublishedEntryQuerySet.as_manager()

    class Meta(Claim.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            *Claim.Meta.constraints,
            models.UniqueConstraint(fields=["entry", "number"], name="one_publication_a_number"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(replaced_at__isnull=True), name="one_standing_entry"
            ),
            models.UniqueConstraint(
                fields=["output"],
                condition=Q(is_current=True, output__isnull=False),
                name="one_current_an_output",
            ),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(is_current=True, output__isnull=True),
                name="one_current_a_commitment",
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="published_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"

    @property
    def public_evidence(self) -> list[Evidence]:
        """The pieces the public may open; prefetch `evidence`."""
        return [one for one in self.evidence.all() if one.is_public]

    @property
    def lacks_evidence(self) -> bool:
        """Claims Complete, and no public evidence that somebody else accepted shows it."""
        return self.completion == Completion.COMPLETE and not any(
            one.verdict == Verdict.ACCEPTED for one in self.public_evidence
        )
