"""The log: one line per change, each carrying the hash of the line before it (ADR 0004)."""

from datetime import UTC
from typing import Any

from django.db import models

from followthrough.lib.hashing import canonical_json, sha256

# What the first line of the log names as the line before it.
START = "0" * 64


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        return self.filter(is_public=True)

    def in_order(self) -> "EventQuerySet":
        return self.order_by("sequence")


class Event(models.Model):
    """Who did what to what, when, and what it was before and after.

    The digest covers a salted digest of the payload, so that a private payload can be withheld
    from an export and the chain still be checked.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    verb = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    is_public = models.BooleanField()
    payload = models.JSONField[Any, Any](default=dict)
    salt = models.CharField(max_length=64)
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-sequence"],
                condition=models.Q(is_public=True),
                name="event_public_latest",
            ),
            models.Index(fields=["subject", "-sequence"], name="event_subject_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"

    def expected_payload_digest(self) -> str:
        return sha256(self.salt.encode(), canonical_json(self.payload))

    def expected_digest(self) -> str:
        line = [
            self.sequence,
            # The same moment has one form, whatever clock the caller read.
            self.at.astimezone(UTC).isoformat(),
            self.by,
            self.verb,
            self.subject,
            self.is_public,
            self.payload_digest,
        ]
        return sha256(self.previous.encode(), canonical_json(line))


class Chain(models.Model):
    """The one row that says where the log ends; locking it puts writers in line.

    `public_digest` changes with every public event and every published head, and only then: it is
    what kept pages are stamped with.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START)
    public_digest = models.CharField(max_length=64, default=START)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"


class PublishedHead(models.Model):
    """The head of the log as published on a day: who kept it can prove later what the log said."""

    day = models.DateField(primary_key=True)
    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    is_intact = models.BooleanField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.sequence} {self.digest}"
