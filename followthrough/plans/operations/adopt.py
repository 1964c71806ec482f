"""Recording that a body adopted the plan or the method: from then on it is frozen."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Adoptable, MethodVersion, Plan
from followthrough.plans.operations.edit_plan import EditRefused


@dataclass(frozen=True)
class Adoption:
    """The body that adopted it, the day, and the number of the act."""

    body: TranslatedText
    on: date
    act: str


@transaction.atomic
def adopt_plan(plan: Plan, adoption: Adoption, *, by: Actor, at: datetime) -> Plan:
    """Record the plan's adoption. The same again changes nothing; another one is refused."""
    require(by, Permission.ADOPT_PLAN)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("method").get(pk=plan.pk)
    if _adopt(plan, adoption, plan.official_languages, plan.today(at)):
        plan.unconfirmed = [one for one in plan.unconfirmed if one != "adoption"]
        plan.save()
        _record("plan.adopted", f"plan:{plan.slug}", adoption, by, at)
    return plan


@transaction.atomic
def adopt_method(plan: Plan, adoption: Adoption, *, by: Actor, at: datetime) -> MethodVersion:
    """Record the adoption of the method that the plan follows."""
    require(by, Permission.ADOPT_METHOD)
    method = MethodVersion.objects.select_for_update().get(pk=plan.method_id)
    if _adopt(method, adoption, plan.official_languages, plan.today(at)):
        method.save()
        _record("method.adopted", f"method:{method.version}", adoption, by, at)
    return method


def _adopt(one: Adoptable, adoption: Adoption, languages: list[str], today: date) -> bool:
    """Set the three fields; whether anything changed."""
    if one.is_adopted:
        if Adoption(one.adopted_by, one.adopted_on or today, one.adoption_act) == adoption:
            return False
        raise EditRefused(gettext("The adoption is recorded already, and it is not changed."))
    if adoption.on > today:
        raise EditRefused(gettext("The day of adoption lies in the future."))
    if not adoption.act.strip():
        raise EditRefused(gettext("Give the number of the act."))
    if any(not adoption.body.texts.get(code) for code in languages):
        raise EditRefused(gettext("Name the adopting body in every official language."))
    one.adopted_by, one.adopted_on, one.adoption_act = adoption.body, adoption.on, adoption.act
    return True


def _record(verb: str, subject: str, adoption: Adoption, by: Actor, at: datetime) -> None:
    payload = {
        "body": adoption.body.to_json(),
        "on": adoption.on.isoformat(),
        "act": adoption.act,
    }
    record(verb, subject, by=by.name, at=at, payload=payload, public=True)
