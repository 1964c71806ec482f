"""A piece of evidence: a link, a file, or one used before; a link costs one paste and one click."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from followthrough.lib.languages import INTERFACE
from followthrough.reporting.models import Entry, Evidence, EvidenceKind
from followthrough.reporting.operations.evidence import Details

TITLE = 200


def kinds() -> list[tuple[str, str]]:
    """What an institution may add; the mail of a report typed on behalf comes another way."""
    return [(one.value, str(one.label)) for one in EvidenceKind if one != EvidenceKind.MAIL]


def defaults(entry: Entry) -> dict[str, Any]:
    return {"kind": EvidenceKind.PAGE.value, "language": get_language() or ""}


class EvidenceForm(forms.Form):
    """Names start with `evidence_`, because the fields stand inside the form of the entry."""

    # What an address may be, the operation says: it reads what people paste better than Django.
    evidence_link = forms.CharField(required=False, max_length=1000)
    evidence_file = forms.FileField(required=False)
    evidence_used = forms.IntegerField(required=False)
    evidence_kind = forms.ChoiceField(choices=kinds, required=False)
    evidence_title = forms.CharField(required=False, max_length=TITLE)
    evidence_language = forms.ChoiceField(
        choices=[("", ""), *[(one.code, one.name) for one in INTERFACE]], required=False
    )
    evidence_dated_on = forms.DateField(required=False)
    evidence_private = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        given = [found.get(f"evidence_{one}") for one in ("link", "file", "used")]
        if not any(given) and not self.errors:
            raise forms.ValidationError(
                _("Paste a link, choose a file, or choose one that you used before.")
            )
        return found

    def details(self) -> Details:
        """Kind, title and the rest, with what can be told from the link or the file itself."""
        found = self.cleaned_data
        file = found.get("evidence_file")
        kind = found["evidence_kind"]
        if file and kind in {"", EvidenceKind.PAGE}:
            kind = EvidenceKind.OTHER.value
        return Details(
            kind=kind or EvidenceKind.PAGE.value,
            title=found["evidence_title"] or _title(found.get("evidence_link", ""), file),
            language=found["evidence_language"],
            dated_on=found["evidence_dated_on"],
            is_public=not found["evidence_private"],
        )

    def chosen(self, entry: Entry) -> Evidence | None:
        """The piece used before; only one of the institution's own."""
        own = Evidence.objects.filter(institution=entry.report.institution_id)
        return own.filter(pk=self.cleaned_data["evidence_used"]).first()


def _title(link: str, file: Any) -> str:
    """A readable name: the file's without its ending, or the page's host and last part."""
    if file:
        return str(file.name).rpartition(".")[0][:TITLE] or str(file.name)[:TITLE]
    parts = urlsplit(link if "//" in link else f"//{link}")
    last = parts.path.rstrip("/").rpartition("/")[2]
    host = (parts.hostname or "").removeprefix("www.")
    return (f"{host}: {last}" if last else host)[:TITLE] or gettext("Web page")
