"""What each address of the API gives, in words: for its OpenAPI document and its page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.portal.plan_tables import COMMITMENTS, INSTITUTIONS, OUTPUTS
from followthrough.portal.progress_tables import ENTRIES, OBSTACLES, RATINGS, REPORTS
from followthrough.portal.tables import Table


@dataclass(frozen=True)
class Described:
    """`table`: whose rows the address gives, with the columns of its dictionary."""

    path: str
    title: Promise
    says: Promise
    table: Table | None = None
    # Something to ask for that exists in Kosovo's plan.
    example: str = ""

    @property
    def is_list(self) -> bool:
        return "{" not in self.path


_ROWS = _("The rows of the table of that name, with the columns of its dictionary.")
ADDRESSES = (
    Described(
        "/plans",
        _("Plans"),
        _("The plan that these pages show: its period, languages, method and reporting periods."),
    ),
    Described("/plans/{slug}", _("One plan"), _("The same, of the plan with that slug.")),
    Described("/commitments", COMMITMENTS.title, _ROWS, COMMITMENTS, "policy_area=integrity"),
    Described(
        "/commitments/{key}",
        _("One commitment"),
        _(
            "Its row, and with it the answers to OGP's template, who is involved, the milestones, "
            "and the lead institution's word on the whole."
        ),
        COMMITMENTS,
        "XK0018",
    ),
    Described("/outputs", OUTPUTS.title, _ROWS, OUTPUTS, "commitment=XK0018"),
    Described("/institutions", INSTITUTIONS.title, _ROWS, INSTITUTIONS),
    Described(
        "/institutions/{slug}",
        _("One institution"),
        _("The same, of the institution with that slug."),
        INSTITUTIONS,
        "mlga",
    ),
    Described("/entries", ENTRIES.title, _ROWS, ENTRIES, "current=true"),
    Described("/ratings", RATINGS.title, _ROWS, RATINGS),
    Described("/reports", REPORTS.title, _ROWS, REPORTS),
    Described("/obstacles", OBSTACLES.title, _ROWS, OBSTACLES, "open=true"),
    Described(
        "/events",
        _("Public lines of the log"),
        _(
            "Who did what to what, and when, the newest first. Each line carries the fingerprint "
            "of the line before it."
        ),
        example="verb=report.published",
    ),
)
PARAMETERS: dict[str, Promise] = {
    "limit": _("How many rows at most."),
    "offset": _("How many rows to pass over."),
    "slug": _("The short name that addresses and tables use."),
    "key": _("The code of the commitment, or the plan's slug and its number."),
    "commitment": _("Only of this commitment: its code, or the plan's slug and its number."),
    "output": _("Only of the output with this number."),
    "institution": _("Only what this institution leads, reports or has to see to, by its slug."),
    "organisation": _("Only what this organisation of the Forum says, by its slug."),
    "policy_area": _("Only with this policy area of OGP, by its code."),
    "completion": _("Only where so much is done."),
    "schedule": _("Only with this answer to “Is it on time?”."),
    "due_from": _("Only what is due on this day or later."),
    "due_until": _("Only what is due on this day or earlier."),
    "round": _("Only of this reporting period, like 2026-H2."),
    "current": _("true: what stands now; false: earlier periods."),
    "open": _("true: unresolved; false: resolved."),
    "subject": _("Only lines about this, like commitment:XK0018."),
    "verb": _("Only lines of this kind, like report.published."),
    "after": _("Only lines with a greater number: what is new since you last asked."),
}
META: dict[str, Promise] = {
    "plan": _("The slug of the plan."),
    "as_of": _("The day for which the answers about deadlines were computed."),
    "log": _("The last public line of the log; while it is the same, so are the data."),
    "licence": _("The licence, by its SPDX name."),
    "example": _("Only in a demonstration: the progress is invented."),
    "count": _("How many rows there are in all."),
    "next": _("The address of the next page; null on the last."),
    "previous": _("The address of the page before; null on the first."),
}
