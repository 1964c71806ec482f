"""Finding the report or the entry that an address names, for a person who may see it; else 404."""

from django.db.models import Q, QuerySet
from django.http import Http404

from followthrough.accounts.models import Role
from followthrough.accounts.permissions import Actor, Permission, Person
from followthrough.reporting.models import Entry, Report

WHOLE = "whole"
_ROUND = "round__plan__method"


def report_of(person: Person, round_slug: str, institution: str) -> Report:
    """A report that the person may read. One query."""
    found = Report.objects.visible_to(person).filter(
        round__slug=round_slug, institution__slug=institution
    )
    # The same half-year may belong to an old plan too.
    one = found.select_related(_ROUND, "institution").order_by("-round__plan__starts_on").first()
    if one is None:
        raise Http404
    return one


def entry_of(
    person: Person, round_slug: str, institution: str, commitment: str, place: str
) -> Entry:
    """An entry that the person may write in some day, with all that saving asks of it."""
    mine = person.within(Permission.FILE_REPORT, "report__institution_id") | person.within(
        Permission.FILE_ON_BEHALF, "report__institution_id"
    )
    found = Entry.objects.filter(
        mine, report__round__slug=round_slug, report__institution__slug=institution
    )
    related = ("report__" + _ROUND, "report__institution", "commitment__plan", "help_from")
    one = _at(found, commitment, place).select_related(*related, "output__current_deadline").first()
    if one is None:
        raise Http404
    return one


def _at(found: QuerySet[Entry], commitment: str, place: str) -> QuerySet[Entry]:
    named = Q(commitment__code=commitment)
    plan, _, number = commitment.rpartition("-")
    if plan and number.isdecimal():
        named |= Q(commitment__code="", commitment__plan__slug=plan, commitment__number=number)
    if place == WHOLE:
        return found.filter(named, output=None)
    if not place.isdecimal():
        raise Http404
    return found.filter(named, output__number=int(place[:4]))


def filer(person: Person, report: Report) -> Actor:
    """The post through which the person writes in the report. Raises NotAllowed."""
    if person.may(Permission.FILE_REPORT, report.institution_id):
        return person.acting(Permission.FILE_REPORT, report.institution_id)
    return person.acting(Permission.FILE_ON_BEHALF, report.institution_id)


def may_write(person: Person, report: Report) -> bool:
    """Whether a form is worth showing; the operation decides."""
    return person.may(Permission.FILE_REPORT, report.institution_id) or (
        report.is_on_behalf and person.may(Permission.FILE_ON_BEHALF, report.institution_id)
    )


def may_fill(person: Person, report: Report) -> bool:
    """Whether to offer the upload of an Excel file, which also takes the mail it came in."""
    types_it = person.may(Permission.FILE_ON_BEHALF, report.institution_id)
    return may_write(person, report) or (types_it and report.received_at is None)


def role_of(actor_name: str) -> str:
    """The post's title from the name that the log keeps ("contact@mlga#3"); never a person."""
    role = actor_name.partition("@")[0]
    return str(Role(role).label) if role in Role.values else str(Role.SYSTEM.label)
