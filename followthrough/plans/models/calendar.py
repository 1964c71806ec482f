"""Corrections of the calendar: a holiday that is announced, moved or taken back (PRODUCT.md §6)."""

from django.db import models

from followthrough.lib.fields import TranslatedTextField


class CalendarDay(models.Model):
    """A weekday that is not what the library of holidays says, in one jurisdiction.

    `is_working` tells what it is instead: a holiday that is worked after all, or a further day
    off. Plans that follow each other in a jurisdiction share its days.
    """

    jurisdiction = models.CharField(max_length=3)
    day = models.DateField()
    is_working = models.BooleanField()
    # What the day off is called; a day that is worked needs no name.
    name = TranslatedTextField()
    # Who announced it, and where: public.
    reason = models.CharField(max_length=300)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["jurisdiction", "day"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "day"], name="one_correction_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.day}"
