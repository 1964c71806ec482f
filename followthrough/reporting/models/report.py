"""A report: what one institution files in one round."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, Person
from followthrough.lib.fields import TranslatedTextField
from followthrough.reporting.models.round import Round


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for completion")
    VERIFIED = "verified", _("Verified")
    PUBLISHED = "published", _("Published")


# Which step may follow which state; anything else is refused (ARCHITECTURE.md §3.2).
STEPS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.RETURNED, ReportState.VERIFIED}),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    # A report may be sent back, or edited by its institution, until it is published.
    ReportState.VERIFIED: frozenset({ReportState.PUBLISHED, ReportState.RETURNED}),
    ReportState.PUBLISHED: frozenset(),
}
# The institution may write in these.
OPEN_STATES = frozenset({ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED})
# Something has been received in these.
RECEIVED_STATES = frozenset(set(ReportState) - {ReportState.DRAFT})


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Person) -> "ReportQuerySet":
        return self.filter(person.within(Permission.READ_REPORT, "institution_id"))

    def fileable_by(self, person: Person) -> "ReportQuerySet":
        return self.filter(
            person.within(Permission.FILE_REPORT, "institution_id")
            | person.within(Permission.FILE_ON_BEHALF, "institution_id")
        )

    def verifiable_by(self, person: Person) -> "ReportQuerySet":
        """Those that the person's posts let them judge; the rule is `verifying.may_verify`."""
        by_whom = Q(round__plan__coordinator=F("institution"))
        of_coordinator = by_whom | Q(is_on_behalf=True)
        return self.filter(
            (~by_whom & person.within(Permission.VERIFY, "institution_id"))
            | (of_coordinator & person.within(Permission.VERIFY_COORDINATOR, "institution_id"))
        )

    def of_coordinator(self) -> "ReportQuerySet":
        """Those of the institution that verifies all the others."""
        return self.filter(round__plan__coordinator=F("institution"))

    def to_verify(self) -> "ReportQuerySet":
        return self.filter(state=ReportState.SUBMITTED)

    def silent_after(self, day: date) -> "ReportQuerySet":
        """Never received, though due before that day."""
        return self.filter(received_at__isnull=True, round__due_on__lt=day)


class Report(models.Model):
    """The report of an institution on a round. `version` grows with every change of its state."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="reports")
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # When it first arrived: what "on time" and "late" are told by.
    received_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=200, blank=True)
    submitted_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    # Typed by the coordinator from a mail, which is kept; counts as the institution's own only
    # once the institution has confirmed it.
    is_on_behalf = models.BooleanField(default=False)
    source = models.ForeignKey(
        "reporting.Evidence", models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    # Who cleared it in the institution; a later edit empties all three.
    cleared_by = models.CharField(max_length=200, blank=True)
    cleared_on = models.DateField(null=True, blank=True)
    cleared_reference = models.CharField(max_length=200, blank=True)
    # Why "No report received" is held back, once, by five working days: public (PRODUCT.md §3).
    postponed_at = models.DateTimeField(null=True, blank=True)
    postponed_because = TranslatedTextField()
    times_returned = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-round__covers_until", "institution__slug"]
        constraints = [
            models.UniqueConstraint(fields=["round", "institution"], name="one_report_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, received_at__isnull=True)
                | (~Q(state=ReportState.DRAFT) & Q(received_at__isnull=False)),
                name="report_received_once_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.PUBLISHED, published_at__isnull=False)
                | (~Q(state=ReportState.PUBLISHED) & Q(published_at__isnull=True)),
                name="report_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.institution_id}"

    @property
    def is_open(self) -> bool:
        """Whether the institution may still write in it."""
        return self.state in OPEN_STATES

    @property
    def is_postponed(self) -> bool:
        return self.postponed_at is not None

    @property
    def is_cleared(self) -> bool:
        return self.cleared_on is not None

    def is_late_on(self, day: date) -> bool:
        """Nothing has been received and the due day is over."""
        return self.received_at is None and day > self.round.due_on

    @property
    def key(self) -> str:
        """Its name in the log: "2026-H2/mlga"."""
        return f"{self.round.slug}/{self.institution.slug}"
