"""What the page of one output shows around its form."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.desk.forms.entry import EntryForm, initial
from followthrough.desk.forms.evidence import defaults, kinds
from followthrough.lib.deadline_labels import half_label, quarter_label
from followthrough.lib.deadlines import quarter_of
from followthrough.lib.languages import INTERFACE
from followthrough.plans.models import Definition, DefinitionKind
from followthrough.reporting.choices import (
    FIELD_NAMES,
    TEXTS,
    askable,
    change_choices,
    level_choices,
    quarter_choices,
)
from followthrough.reporting.models import Change, Entry, Evidence, PublishedEntry
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.queries.filing import last_said, returned_with, rows
from followthrough.reporting.situations import situation
from followthrough.reporting.values import MOST_CHARACTERS, ORDER

# OGP's study of delayed commitments, and what is outside its five groups.
REASON_GROUPS = {
    "design": _("Commitment design"),
    "relevance": _("Relevance"),
    "institutions": _("Institutions and coordination"),
    "political": _("Political support"),
    "capacity": _("Capacity"),
    "other": _("Other"),
}
USED_BEFORE = 20


@dataclass(frozen=True)
class Reason:
    """A reason of the method, in the group under which it is listed."""

    definition: Definition
    group: str


def addresses(entry: Entry) -> list[str]:
    """The parts of an entry's address, as `reverse` takes them."""
    report = entry.report
    return [report.round.slug, report.institution.slug, entry.commitment.key, entry.place]


def url(entry: Entry, name: str = "desk:entry") -> str:
    return reverse(name, args=addresses(entry))


def context(entry: Entry, form: EntryForm, **more: Any) -> dict[str, Any]:
    report, place = entry.report, situation(entry.report, entry)
    everything = rows(report)
    at = [row.entry.pk for row in everything].index(entry.pk)
    last = last_said(entry)
    return {
        "entry": entry,
        "report": report,
        "form": form,
        "place": place,
        "order": ",".join(ORDER),
        "changes": change_choices(report.round.is_first),
        "levels": level_choices(),
        "quarters": quarter_choices(report.round.covers_until, report.round.plan.ends_on),
        "reasons": reason_groups(report.round.plan.method_id),
        "institutions": askable(report.institution_id),
        "languages": INTERFACE,
        "most": MOST_CHARACTERS,
        "last": last,
        "last_level": level_label(last),
        "period": half_label(report.round.covers_until),
        "returned": returned_with(entry),
        "number": at + 1,
        "count": len(everything),
        "evidence": list(entry.evidence.all()),
        "used_before": used_before(entry),
        "evidence_kinds": kinds(),
        "evidence_defaults": defaults(entry),
        "is_open": report.is_open,
        "back": reverse("desk:report", args=addresses(entry)[:2]),
        **more,
    }


def reason_groups(method_id: int) -> list[Reason]:
    """The method's reasons in its order; the template groups them. One query."""
    found = Definition.objects.filter(method=method_id, kind=DefinitionKind.REASON)
    return [
        Reason(one, str(REASON_GROUPS.get(one.group, one.group)))
        for one in found.order_by("number")
    ]


def used_before(entry: Entry) -> list[Evidence]:
    """The institution's evidence that this entry does not name yet, the newest first."""
    found = Evidence.objects.filter(institution=entry.report.institution_id).exclude(kind="mail")
    return list(found.exclude(entries=entry).order_by("-pk")[:USED_BEFORE])


def level_label(last: PublishedEntry | None) -> str:
    return str(last.get_completion_display()) if last else ""


@dataclass(frozen=True)
class Difference:
    """One field that two people answered differently."""

    name: str
    label: str
    theirs: str
    mine: str
    is_text: bool


def differences(entry: Entry, form: EntryForm) -> list[Difference]:
    """What stands now beside what the person wrote, field by field, where they differ."""
    stands = initial(entry)
    found = []
    for name, label in FIELD_NAMES.items():
        if name not in form.data:
            continue
        theirs, mine = stands[name], form.cleaned_data.get(name)
        if (theirs or "") != (mine or ""):
            shown = _shown(name, theirs), _shown(name, mine)
            found.append(Difference(name, str(label), *shown, is_text=name in TEXTS))
    return found


def _shown(name: str, value: Any) -> str:
    if not value:
        return gettext("Nothing")
    if name == "expected_on":
        return quarter_label(quarter_of(value))
    labels = {"change": dict(Change.choices), "completion": {one: one.label for one in CLAIMABLE}}
    if name == "help_from":
        return str(Institution.objects.get(pk=value).name)
    return str(labels.get(name, {}).get(value, value))  # type: ignore[attr-defined]
