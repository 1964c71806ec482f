"""The sentences that the system writes for each section; the ministry may put its own in place.

A number is named in braces and filled in when the report is shown: nobody copies one.
"""

from collections.abc import Callable, Iterator

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from followthrough.lib.deadline_labels import period_label
from followthrough.publishing.content.picture import Picture

Numbers = dict[str, int]
# The sections that the ministry may word itself, in the order of the report.
EDITABLE: dict[str, Promise] = {
    "in_short": _("In short"),
    "levels": _("How much is done, and is it on time"),
    "commitments": _("Commitment by commitment"),
    "late": _("Overdue and re-planned"),
    "who_reported": _("Who reported"),
    "good_practice": _("Good practice"),
    "next": _("What comes next"),
}


def written(section: str, picture: Picture, numbers: Numbers) -> str:
    """The generated sentences of a section in the active language, one a line."""
    return "\n".join(_WRITTEN[section](picture, numbers))


def _in_short(picture: Picture, numbers: Numbers) -> Iterator[str]:
    yield _completion(numbers)
    yield _time(numbers)
    yield _behind(numbers)
    yield _received(numbers)
    yield _change(picture, numbers)


def _completion(numbers: Numbers) -> str:
    if not numbers["known"]:
        return gettext("How much is done is not known yet: nothing has been reported") + "."
    found = ngettext(
        "%(done)s of %(total)s expected outputs is complete",
        "%(done)s of %(total)s expected outputs are complete",
        numbers["complete"],
    )
    return found % {"done": "{complete}", "total": "{outputs}"} + "."


def _time(numbers: Numbers) -> str:
    overdue = ngettext(
        "%(count)s expected output is overdue",
        "%(count)s expected outputs are overdue",
        numbers["overdue"],
    ) % {"count": "{overdue}"}
    risky = ngettext("%(count)s is at risk", "%(count)s are at risk", numbers["at_risk"])
    return f"{overdue}, {risky % {'count': '{at_risk}'}}."


def _behind(numbers: Numbers) -> str:
    if not numbers["behind"]:
        return gettext("No commitment is known to be behind schedule") + "."
    found = ngettext(
        "%(count)s of %(total)s commitments is behind schedule",
        "%(count)s of %(total)s commitments are behind schedule",
        numbers["behind"],
    )
    return found % {"count": "{behind}", "total": "{commitments}"} + "."


def _received(numbers: Numbers) -> str:
    found = ngettext(
        "%(received)s of %(count)s institution reported.",
        "%(received)s of %(count)s institutions reported.",
        numbers["asked"],
    )
    return found % {"received": "{received}", "count": "{asked}"}


def _change(picture: Picture, numbers: Numbers) -> str:
    before = picture.before
    if before is None or before.round is None:
        return gettext("This is the first report on the plan: there is none to compare it with.")
    slug = before.round.slug
    names = {
        "period": period_label(before.covers_from, before.covers_until),
        "count": f"{{complete_{slug}}}",
    }
    earlier = numbers[f"complete_{slug}"]
    if earlier == numbers["complete"]:
        return gettext("As many are complete as in the report before (%(period)s).") % names
    words = ngettext(
        "In the report before (%(period)s), %(count)s was complete.",
        "In the report before (%(period)s), %(count)s were complete.",
        earlier,
    )
    return words % names


def _levels(picture: Picture, numbers: Numbers) -> Iterator[str]:
    yield gettext(
        "The level is what the institution reported and the coordinator checked. Whether an "
        "output is on time is computed from its dates, as of %(day)s."
    ) % {"day": date_format(picture.day)}


def _commitments(picture: Picture, numbers: Numbers) -> Iterator[str]:
    yield gettext(
        "The word for a commitment as a whole is the judgement of its lead institution; the "
        "count of its outputs stands beside it."
    )


def _late(picture: Picture, numbers: Numbers) -> Iterator[str]:
    if not numbers["overdue"] + numbers["expected_late"] + numbers["due_unreported"]:
        yield gettext("No expected output is overdue or expected after its deadline.")
        return
    yield _time(numbers)
    yield ngettext(
        "%(count)s open output is expected after its deadline. No deadline has been changed: that "
        "takes a decision.",
        "%(count)s open outputs are expected after their deadline. No deadline has been changed: "
        "that takes a decision.",
        numbers["expected_late"],
    ) % {"count": "{expected_late}"}


def _who_reported(picture: Picture, numbers: Numbers) -> Iterator[str]:
    yield _received(numbers)
    if numbers["received_late"]:
        yield ngettext(
            "%(count)s report came late.", "%(count)s reports came late.", numbers["received_late"]
        ) % {"count": "{received_late}"}
    if numbers["missing_reports"]:
        yield gettext("Silence changes no level: the last published one stays, with its date.")


def _good_practice(picture: Picture, numbers: Numbers) -> Iterator[str]:
    yield gettext("No good practice was put forward for this period.")


def _next(picture: Picture, numbers: Numbers) -> Iterator[str]:
    if not numbers["due_next"]:
        yield gettext("No expected output falls due in the next six months.")
        return
    found = ngettext(
        "%(count)s expected output falls due in the next six months.",
        "%(count)s expected outputs fall due in the next six months.",
        numbers["due_next"],
    )
    yield found % {"count": "{due_next}"}


_WRITTEN: dict[str, Callable[[Picture, Numbers], Iterator[str]]] = {
    "in_short": _in_short,
    "levels": _levels,
    "commitments": _commitments,
    "late": _late,
    "who_reported": _who_reported,
    "good_practice": _good_practice,
    "next": _next,
}
