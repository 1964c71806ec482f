"""What a list of outputs can be asked for, by address: ?schedule=, ?completion= and ?source=."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.plans.schedule import Schedule
from followthrough.plans.words import Completion
from followthrough.portal.figures import COMPLETION_ORDER, SCHEDULE_ORDER
from followthrough.portal.queries.outputs import Wanted
from followthrough.portal.queries.tally import Tally
from followthrough.portal.templatetags.portal import SOURCES


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many outputs of the plan have it."""

    query: str
    code: str
    label: Promise | str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    title: Promise
    choices: list[Choice]


def wanted(asked: Mapping[str, str]) -> Wanted:
    """Unknown values ask for nothing: an old link shows all."""
    schedule, completion = asked.get("schedule", ""), asked.get("completion", "")
    source = asked.get("source", "")
    return Wanted(
        frozenset({Schedule(schedule)} if schedule in Schedule.values else ()),
        Completion(completion) if completion in Completion.values else None,
        source if source in SOURCES else "",
    )


def query(chosen: Wanted) -> str:
    """The filters as they stand in an address, ready to be followed by a page number."""
    parts = {
        "schedule": next(iter(chosen.schedule), ""),
        "completion": chosen.completion or "",
        "source": chosen.source,
    }
    return "".join(f"{urlencode({name: str(value)})}&" for name, value in parts.items() if value)


def choices(tally: Tally, chosen: Wanted) -> list[Filter]:
    """The filters with a count each; only what some output answers to. One filter at a time."""
    schedule = [
        Choice(f"schedule={one}", one, one.label, tally.schedule[one], one in chosen.schedule)
        for one in SCHEDULE_ORDER
    ]
    completion = [
        Choice(f"completion={one}", one, one.label, tally.completion[one], one == chosen.completion)
        for one in COMPLETION_ORDER
    ]
    source = [
        Choice(f"source={code}", code, label, tally.source[code], code == chosen.source)
        for code, label in SOURCES.items()
    ]
    found = [
        Filter(_("Is it on time"), schedule),
        Filter(_("How much is done"), completion),
        Filter(_("Who says so"), source),
    ]
    shown = [Filter(one.title, [it for it in one.choices if it.count]) for one in found]
    return [one for one in shown if one.choices]
