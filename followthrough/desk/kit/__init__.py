"""The starter kit: the papers with which a ministry begins, made from the installation's data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from followthrough.desk.kit import appointment, guide, method, privacy
from followthrough.desk.kit.facts import Facts, facts
from followthrough.lib.documents.tree import Document


@dataclass(frozen=True)
class Paper:
    """`slug` names its file."""

    slug: str
    title: Promise
    about: Promise
    make: Callable[[Facts], Document]


PAPERS = (
    Paper(
        "contact-persons",
        _("Decision on the contact persons for the action plan"),
        _("Names each institution's part in the plan; the posts are filled in by hand."),
        appointment.document,
    ),
    Paper(
        "method",
        _("Decision on the method of tracking and the format of reports"),
        _("With the method as its annex. Enter the act here once it has been signed."),
        method.document,
    ),
    Paper(
        "guide",
        _("Guide for contact persons"),
        _("Two pages to hand to each contact person and alternate."),
        guide.document,
    ),
    Paper(
        "privacy",
        _("Privacy notice"),
        _("For everybody who signs in or is asked for a part of a report."),
        privacy.document,
    ),
)
BY_SLUG = {one.slug: one for one in PAPERS}


def paper_of(slug: str, language: str, *, at: datetime) -> Document | None:
    """The paper in that language; None before there is a plan. KeyError for an unknown slug."""
    with override(language):
        known = facts(at)
        return BY_SLUG[slug].make(known) if known else None
