"""Evidence: a file or a link that shows what an entry claims."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.languages import INTERFACE

# A link counts as dead when it failed twice, about a day apart: sites are mended overnight.
UNTIL_DEAD = timedelta(hours=20)
# A link is looked at once a week; one that failed, the next day.
UNTIL_NEXT_LOOK = timedelta(days=6, hours=20)


class EvidenceKind(models.TextChoices):
    DECISION = "decision", _("Law or decision")
    MINUTES = "minutes", _("Minutes")
    DATA = "data", _("Data set")
    PAGE = "page", _("Web page")
    PHOTO = "photo", _("Photo")
    OTHER = "other", _("Other")
    # The mail that a report typed on behalf came in; never public.
    MAIL = "mail", _("Mail of the institution")


class Verdict(models.TextChoices):
    """What somebody who is not its author found; lapses when the evidence changes."""

    NONE = "none", _("Not checked")
    ACCEPTED = "accepted", _("Shows it")
    REJECTED = "rejected", _("Does not show it")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def public(self) -> "EvidenceQuerySet":
        """What a published entry names and nobody marked as private."""
        return self.filter(is_public=True, published_entries__isnull=False).distinct()

    def links(self) -> "EvidenceQuerySet":
        return self.exclude(link="")

    def links_due(self, at: datetime) -> "EvidenceQuerySet":
        """Links whose turn it is to be looked at."""
        failing = Q(dead_since__isnull=False, checked_at__lte=at - UNTIL_DEAD)
        unseen = Q(checked_at__isnull=True) | Q(checked_at__lte=at - UNTIL_NEXT_LOOK)
        return self.links().filter(unseen | failing)


class Evidence(models.Model):
    """Belongs to an institution; entries name it, in one round or in several."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    # The language the document is in; empty for a photo or data.
    language = models.CharField(
        max_length=10, choices=[(one.code, one.name) for one in INTERFACE], blank=True
    )
    dated_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    link = models.URLField(max_length=1000, blank=True)
    # Stored under a name of ours; `file_name` is what the person called it.
    file = models.FileField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    added_by_user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    verdict = models.CharField(max_length=20, choices=Verdict.choices, default=Verdict.NONE)
    verdict_at = models.DateTimeField(null=True, blank=True)
    verdict_by = models.CharField(max_length=200, blank=True)
    # The last look at the link, and since when it has failed at every look.
    checked_at = models.DateTimeField(null=True, blank=True)
    dead_since = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(file="")) | (~Q(link="") & Q(file="")),
                name="evidence_link_or_file",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.MAIL) | Q(is_public=False),
                name="mail_is_private",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="evidence_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_dead(self) -> bool:
        """The link failed at two looks about a day apart, and at every look between."""
        if self.dead_since is None or self.checked_at is None:
            return False
        return self.checked_at - self.dead_since >= UNTIL_DEAD
