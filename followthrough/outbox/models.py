"""Mail to be sent: written in the transaction of the change that caused it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# No delivery takes this long: each step of it ends after EMAIL_TIMEOUT.
LONGEST_DELIVERY = timedelta(minutes=10)
# Waiting longer than this is no longer a mail server's passing trouble.
LONG_WAIT = timedelta(hours=24)


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    # Handed to the mail server just now.
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    # The worker died, or the server fell silent, after the hand-over began: nobody can know
    # whether it went out, so it is not sent again by itself.
    UNSURE = "unsure", _("May or may not have been sent")
    REFUSED = "refused", _("Refused by the mail server")


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> "MessageQuerySet":
        return self.filter(state=State.WAITING, next_try_at__lte=at)

    def abandoned(self, at: datetime) -> "MessageQuerySet":
        """Claimed by a worker that died before it could say what became of it."""
        return self.filter(state=State.SENDING, claimed_at__lt=at - LONGEST_DELIVERY)

    def stuck(self, at: datetime) -> "MessageQuerySet":
        """What a person has to look at: refused, in doubt, or waiting for more than a day."""
        is_late = Q(state=State.WAITING, created_at__lt=at - LONG_WAIT)
        return self.filter(Q(state__in=[State.REFUSED, State.UNSURE]) | is_late)


class Message(models.Model):
    """One mail to one person. `key` names its cause: the same cause never makes a second mail.

    `body` is plain text; `html`, where it is not empty, says the same. `attempts` also numbers the
    claims: what a worker reports counts only for the claim it holds.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="message_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="message_sent_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SENDING, State.UNSURE]) | Q(claimed_at__isnull=False),
                name="message_sending_was_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
