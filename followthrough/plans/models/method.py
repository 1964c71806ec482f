"""The method: what the three answers and the reason codes mean, version by version (rule R3)."""

from django.db import models

from followthrough.lib.fields import TranslatedTextField
from followthrough.plans.models.adoption import Adoptable


class MethodVersion(Adoptable):
    """One version of the definitions; a rating stores the version it was made under."""

    version = models.CharField(max_length=20, unique=True)

    class Meta(Adoptable.Meta):
        abstract = False
        ordering = ["version"]

    def __str__(self) -> str:
        return self.version


class DefinitionKind(models.TextChoices):
    COMPLETION = "completion"
    SCHEDULE = "schedule"
    SOURCE = "source"
    REASON = "reason"


class Definition(models.Model):
    """The word and the meaning of one code under one version of the method."""

    method = models.ForeignKey(MethodVersion, models.CASCADE, related_name="definitions")
    kind = models.CharField(max_length=20, choices=DefinitionKind.choices)
    code = models.SlugField()
    # Reason codes only: one of the five groups of OGP's study of delayed commitments, or "other".
    group = models.SlugField(blank=True)
    number = models.PositiveSmallIntegerField()
    label = TranslatedTextField()
    meaning = TranslatedTextField()

    class Meta:
        ordering = ["method_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["method", "kind", "code"], name="one_meaning_a_code"),
            models.CheckConstraint(
                condition=models.Q(kind__in=DefinitionKind.values), name="definition_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"
