"""What a plan and a method share: they are drafts until a body adopted them by an act on a day."""

from django.db import models

from followthrough.lib.fields import TranslatedTextField


class Adoptable(models.Model):
    """A draft until the adopting body, the day and the act are recorded: all three, or none."""

    adopted_by = TranslatedTextField()
    adopted_on = models.DateField(null=True, blank=True)
    adoption_act = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(adopted_on__isnull=True, adoption_act="")
                | (models.Q(adopted_on__isnull=False) & ~models.Q(adoption_act="")),
                name="%(class)s_adoption_whole",
            ),
        ]

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None
