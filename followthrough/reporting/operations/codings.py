"""The IRM's official coding: a layer of its own, entered with its scheme and its source."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.plans.models import Commitment
from followthrough.reporting.irm import SCHEMES
from followthrough.reporting.models import Coding
from followthrough.reporting.refusals import Refusal


class BadCoding(Refusal):
    """The coding does not fit its scheme, or does not say where it stands."""


@dataclass(frozen=True)
class Coded:
    """One value as a published report of the IRM gives it."""

    scheme: str
    aspect: str
    value: str
    source: str
    link: str
    coded_on: date


@transaction.atomic
def enter_coding(commitment: Commitment, coded: Coded, *, by: Actor, at: datetime) -> Coding:
    """Enter a coding. A later one for the same aspect replaces the earlier; both stay."""
    require(by, Permission.ENTER_CODING)
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    _require_known(coded, commitment.plan.today(at))
    standing = Coding.objects.filter(
        commitment=commitment, scheme=coded.scheme, aspect=coded.aspect, replaced_at=None
    ).first()
    if standing is not None and _said(standing) == coded:
        return standing
    if standing is not None:
        standing.replaced_at = at
        standing.save(update_fields=["replaced_at"])
    coding = Coding.objects.create(
        commitment=commitment, entered_at=at, entered_by=by.name, **vars(coded)
    )
    record(
        "coding.entered",
        f"commitment:{commitment.key}",
        by=by.name,
        at=at,
        payload={
            **vars(coded),
            "coded_on": coded.coded_on.isoformat(),
            "before": standing.value if standing else None,
        },
        public=True,
    )
    return coding


def _said(coding: Coding) -> Coded:
    return Coded(
        coding.scheme, coding.aspect, coding.value, coding.source, coding.link, coding.coded_on
    )


def _require_known(coded: Coded, today: date) -> None:
    aspects = SCHEMES.get(coded.scheme, {})
    values = next((known for code, known in aspects.items() if code.value == coded.aspect), {})
    if coded.value not in values:
        raise BadCoding(gettext("This value is not one of the scheme. Choose one that is listed."))
    if not coded.source.strip() or not coded.link.strip():
        raise BadCoding(gettext("Name the IRM's report and give the link to it."))
    if coded.coded_on > today:
        raise BadCoding(gettext("The day of the report lies in the future."))
