"""Institutions: who answers for what a plan promises."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from followthrough.lib.fields import TranslatedTextField


class Sector(models.TextChoices):
    """The three sectors into which OGP's template sorts those involved."""

    GOVERNMENT = "government", _("Government")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    OTHER = "other", _("Other actors")


class InstitutionKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency")
    OFFICE = "office", _("Office")
    MUNICIPALITY = "municipality", _("Municipality")
    PARLIAMENT = "parliament", _("Parliament")
    ASSOCIATION = "association", _("Association")
    CIVIL_SOCIETY = "civil_society", _("Civil society organisation")
    PRIVATE = "private", _("Private body")
    DONOR = "donor", _("Donor")
    # Plans name described groups ("Lead institutions of all commitments") among the bodies.
    GROUP = "group", _("Group of bodies")
    OTHER = "other", _("Other body")


class Institution(models.Model):
    """A body, or a described group of bodies, named in a plan."""

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=InstitutionKind.choices)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    name = TranslatedTextField()
    short_name = TranslatedTextField()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=InstitutionKind.values), name="institution_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sector__in=Sector.values), name="institution_sector_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.short_name or self.name)

    @property
    def is_group(self) -> bool:
        return self.kind == InstitutionKind.GROUP
