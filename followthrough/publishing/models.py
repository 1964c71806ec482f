"""An edition: one published report, frozen; its editable sentences, and its files."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followthrough.lib.fields import TranslatedTextField
from followthrough.lib.languages import INTERFACE
from followthrough.plans.models import MethodVersion
from followthrough.reporting.models import Round

LANGUAGES = [(one.code, one.name) for one in INTERFACE]


class Kind(models.TextChoices):
    BIANNUAL = "biannual", _("Progress report")


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    WITH_CABINET = "with_cabinet", _("With the cabinet")
    CLEARED = "cleared", _("Cleared")
    PUBLISHED = "published", _("Published")


# The road of an edition. Taking it back from the cabinet voids what was cleared.
STEPS: dict[EditionState, frozenset[EditionState]] = {
    EditionState.DRAFT: frozenset({EditionState.WITH_CABINET}),
    EditionState.WITH_CABINET: frozenset({EditionState.CLEARED, EditionState.DRAFT}),
    EditionState.CLEARED: frozenset({EditionState.PUBLISHED, EditionState.DRAFT}),
    EditionState.PUBLISHED: frozenset(),
}


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> "EditionQuerySet":
        return self.filter(state=EditionState.PUBLISHED)

    def unpublished(self) -> "EditionQuerySet":
        return self.exclude(state=EditionState.PUBLISHED)


class Edition(models.Model):
    """A report on one round. `number` 1 is version 1.0, 2 the first correction of it, 1.1.

    `facts` is what the cabinet was given: everything but the editable sentences. `content` is what
    was published: the bytes that `sha256` is the hash of, and all that any format shows.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.BIANNUAL)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=20, choices=EditionState.choices, default=EditionState.DRAFT
    )
    # The day whose clock answers "is it on time" in it; a correction keeps that of version 1.0.
    as_of = models.DateField(null=True, blank=True)
    compiled_at = models.DateTimeField()
    compiled_by = models.CharField(max_length=200)
    cabinet_since = models.DateField(null=True, blank=True)
    # Which post cleared it, when, and under which reference.
    cleared_by = models.CharField(max_length=200, blank=True)
    cleared_on = models.DateField(null=True, blank=True)
    cleared_reference = models.CharField(max_length=200, blank=True)
    facts = models.TextField(blank=True)
    method = models.ForeignKey(
        MethodVersion, models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # What this version puts right, for the public; empty in version 1.0.
    erratum = TranslatedTextField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-round__covers_until", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind", "number"], name="one_edition_a_number"
            ),
            models.UniqueConstraint(
                fields=["round", "kind"],
                condition=~Q(state=EditionState.PUBLISHED),
                name="one_edition_under_way",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EditionState.values), name="edition_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=EditionState.PUBLISHED, published_at__isnull=False)
                    & ~Q(content="")
                    & ~Q(sha256="")
                )
                | (
                    ~Q(state=EditionState.PUBLISHED)
                    & Q(published_at__isnull=True, content="", sha256="")
                ),
                name="edition_frozen_when_published",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[EditionState.DRAFT, EditionState.WITH_CABINET])
                | (Q(cleared_on__isnull=False) & ~Q(cleared_by="")),
                name="edition_cleared_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def version(self) -> str:
        return f"1.{self.number - 1}"

    @property
    def key(self) -> str:
        """Its name in the log: "2026-H1/1.0"."""
        return f"{self.round.slug}/{self.version}"


class EditionText(models.Model):
    """The ministry's own words for a section in one language, in place of the generated sentence.

    The first language written is the original. A translation names the version of the original
    that it says the same as: an older one is stale. An empty text stands for the generated one.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="texts")
    section = models.SlugField()
    language = models.CharField(max_length=10, choices=LANGUAGES)
    text = models.TextField(blank=True)
    is_original = models.BooleanField(default=False)
    of_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["section", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "section", "language"], name="one_text_a_language"
            ),
            models.UniqueConstraint(
                fields=["edition", "section"],
                condition=Q(is_original=True),
                name="one_original_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.section} {self.language}"


class EditionFile(models.Model):
    """One format of a published edition in one language, made by the worker.

    A row without a file is still to be made; `problem` says why it could not be.
    """

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF")
        WORD = "docx", _("Word")
        EXCEL = "xlsx", _("Excel")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    language = models.CharField(max_length=10, choices=LANGUAGES)
    format = models.CharField(max_length=10, choices=Format.choices)
    file = models.FileField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language", "format"], name="one_file_a_language_and_format"
            ),
            models.CheckConstraint(
                condition=Q(file="", made_at__isnull=True)
                | (~Q(file="") & Q(made_at__isnull=False) & ~Q(sha256="")),
                name="edition_file_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language} {self.format}"
