"""What ran when: one row a scheduled job and time slot."""

from django.db import models


class Slot(models.Model):
    """A job's turn: "publish-head" on "2026-11-23". The unique pair keeps it from running twice."""

    name = models.CharField(max_length=50)
    slot = models.CharField(max_length=50)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="a_job_once_a_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"
