"""Posts, tenures and hand-overs: duties belong to posts, never to people (PRODUCT.md §2)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models.institution import Institution


class Role(models.TextChoices):
    """What a post is for; `accounts.permissions` says what each may do."""

    CONTACT = "contact", _("Contact person")
    ALTERNATE = "alternate", _("Alternate")
    HEAD_OF_UNIT = "head_of_unit", _("Head of unit")
    HEAD_OF_INSTITUTION = "head_of_institution", _("General secretary")
    CONTRIBUTOR = "contributor", _("Contributor of a supporting institution")
    FORUM_MEMBER = "forum_member", _("Forum member")
    DEPUTY_CHAIR = "deputy_chair", _("Deputy chair of the Forum")
    TRANSLATOR = "translator", _("Translator")
    COORDINATOR = "coordinator", _("Coordinator")
    REVIEWER = "reviewer", _("Reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")
    # Acts when a clock runs out. No post has it.
    SYSTEM = "system", _("The system")


class Post(models.Model):
    """A duty in an institution: "contact person of the Agency". History stays with it."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=Role.choices)

    class Meta:
        ordering = ["institution__slug", "role"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "role"], name="one_post_a_role"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values) & ~Q(role=Role.SYSTEM), name="post_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.institution.slug}"


class TenureQuerySet(models.QuerySet["Tenure"]):
    def held_on(self, day: date) -> "TenureQuerySet":
        """Tenures that run on that day; both ends are included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def ending_by(self, day: date) -> "TenureQuerySet":
        return self.filter(ends_on__isnull=False, ends_on__lte=day)


class Tenure(models.Model):
    """A person on a post for a time. Several people may share a post."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tenures")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Empty while the appointing act is pending.
    act = models.CharField(max_length=200, blank=True)
    appointed_at = models.DateTimeField()

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["post_id", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="tenure_forward",
            ),
            models.UniqueConstraint(
                fields=["post", "user"],
                condition=Q(ends_on__isnull=True),
                name="one_open_tenure_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}#{self.pk}"


class HandOver(models.Model):
    """A successor named by the person who leaves; counts once the coordinator has confirmed it."""

    class State(models.TextChoices):
        NAMED = "named", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    tenure = models.ForeignKey(Tenure, models.CASCADE, related_name="hand_overs")
    successor_name = models.CharField(max_length=150)
    successor_email = models.EmailField()
    successor_language = models.CharField(max_length=10, default="sq")
    from_day = models.DateField()
    named_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.NAMED)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was refused; empty otherwise.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-named_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenure"], condition=Q(state="named"), name="one_open_hand_over"
            ),
            models.CheckConstraint(
                condition=Q(state="named", decided_at__isnull=True)
                | (~Q(state="named") & Q(decided_at__isnull=False)),
                name="hand_over_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenure_id} {self.state}"
