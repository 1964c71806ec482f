"""Reminders, one function a message, in the language of who gets them.

Each is 90 words at most: first what to do with the one link, then how long it takes and what is
filled in already, what others did, what follows, and the way out for the wrong person. Duty mail
has no other way out: whoever wants none hands the post over.
"""

from collections.abc import Callable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

from followthrough.accounts.models import Role
from followthrough.lib.deadline_labels import half_label
from followthrough.lib.readings import plain
from followthrough.reminders.items import Item
from followthrough.reminders.models import Rung

# Subject and body.
Words = tuple[str, str]


def reminder(items: Sequence[Item], language: str) -> Words:
    """The one mail of a day: about one report, or a digest about several."""
    with override(language):
        if len(items) == 1:
            return _writer(items[0])(items[0])
        return _digest(items)


def _writer(item: Item) -> Callable[[Item], Words]:
    if item.rung is Rung.STILL_YOU:
        return _still_you
    if item.role is Role.COORDINATOR:
        return _letter
    if item.role is Role.HEAD_OF_UNIT:
        return _head_of_unit
    if item.is_late:
        return _late
    return _opened if item.rung is Rung.OPEN else _soon


def _still_you(item: Item) -> Words:
    names = _names(item) | {"url": _link("desk:still_you")}
    return (
        gettext("Please confirm your post: %(post)s, %(institution)s") % names,
        _paragraphs(
            gettext("Are you still the right person? Answer with one click:\n%(url)s") % names,
            gettext(
                "Your post: %(post)s, %(institution)s. The report for %(period)s can be filed from "
                "%(opens)s and is due on %(due)s. What we send about it goes to you."
            )
            % names,
            gettext(
                "Not the right person? Choose “Hand over” there. It takes a minute; drafts and "
                "history stay with the post."
            ),
        ),
    )


def _opened(item: Item) -> Words:
    names = _names(item)
    suggestion = gettext("We suggest %(suggested)s: then there is time for questions.") % names
    facts = [_due(item), *([suggestion] if item.suggested_on else []), *_filled(item)]
    return (
        gettext("File your report by %(due)s: %(institution)s") % names,
        _paragraphs(_open_here(item), " ".join(facts), _no_change(), _exit()),
    )


def _soon(item: Item) -> Words:
    names = _names(item)
    subject = gettext("File your report today: %(institution)s")
    if item.days_left:
        subject = ngettext(
            "File your report, %(left)s working day left: %(institution)s",
            "File your report, %(left)s working days left: %(institution)s",
            item.days_left,
        )
    facts = " ".join([_due(item), *_filled(item), *_peers(item)])
    return subject % names, _paragraphs(_open_here(item), facts, _no_change(), _exit())


def _late(item: Item) -> Words:
    facts = " ".join([_due(item), *_filled(item), *_peers(item)])
    after = " ".join([_no_change(), *_consequence(item)])
    return (
        gettext("Send your report, it was due on %(due)s: %(institution)s") % _names(item),
        _paragraphs(_open_here(item), facts, after, _exit()),
    )


def _head_of_unit(item: Item) -> Words:
    names = _names(item)
    facts = " ".join([_due(item), *_filled(item), *_peers(item)])
    return (
        gettext("Please see to it that the report is sent: %(institution)s") % names,
        _paragraphs(
            gettext("Ask your contact person to send the report. It is here:\n%(url)s") % names,
            facts,
            " ".join(_consequence(item)),
            _exit(),
        ),
    )


def _letter(item: Item) -> Words:
    names = _names(item) | {"url": _letter_link(item)}
    return (
        gettext("A letter to sign: %(institution)s") % names,
        _paragraphs(
            gettext(
                "Take the letter to the head of the institution, have it signed and sent, and "
                "record its number:\n%(url)s"
            )
            % names,
            " ".join([_due(item), *_consequence(item)]),
            _exit(),
        ),
    )


def _digest(items: Sequence[Item]) -> Words:
    names = {"count": len(items), "url": _link("desk:my")}
    subject = ngettext(
        "%(count)s thing to do for the action plan",
        "%(count)s things to do for the action plan",
        len(items),
    )
    return (
        subject % names,
        _paragraphs(
            gettext("Begin with the first; everything is also on one page:\n%(url)s") % names,
            "\n\n".join(_line(item) for item in items),
            _exit(),
        ),
    )


def _line(item: Item) -> str:
    names = _names(item)
    if item.rung is Rung.STILL_YOU:
        names["url"] = _link("desk:still_you")
        return gettext("Still your post? %(post)s, %(institution)s:\n%(url)s") % names
    if item.role is Role.COORDINATOR:
        names["url"] = _letter_link(item)
        return gettext("A letter to sign: %(institution)s:\n%(url)s") % names
    return f"{_due(item)}\n{names['url']}"


def _due(item: Item) -> str:
    """Whose report of which period, and its due day."""
    said = gettext("The report of %(institution)s for %(period)s is due on %(due)s.")
    if item.is_late:
        said = gettext("The report of %(institution)s for %(period)s was due on %(due)s.")
    elif not item.days_left:
        said = gettext("The report of %(institution)s for %(period)s is due today.")
    return said % _names(item)


def _open_here(item: Item) -> str:
    said = ngettext(
        "Open the report here, about %(minutes)s minute:\n%(url)s",
        "Open the report here, about %(minutes)s minutes:\n%(url)s",
        item.minutes,
    )
    return said % _names(item)


def _filled(item: Item) -> list[str]:
    if not item.filled:
        return []
    said = ngettext(
        "%(filled)s of %(total)s item is filled in already.",
        "%(filled)s of %(total)s items are filled in already.",
        item.total,
    )
    return [said % _names(item)]


def _no_change() -> str:
    return gettext("If nothing changed, “No change” and a reason are a complete report.")


def _peers(item: Item) -> list[str]:
    if not item.are_most_done:
        return []
    said = ngettext(
        "%(received)s of %(asked)s institution has reported.",
        "%(received)s of %(asked)s institutions have reported.",
        item.asked,
    )
    return [said % _names(item)]


def _consequence(item: Item) -> list[str]:
    if item.silent_from is None:
        return []
    names = {"day": date_format(item.silent_from)}
    return [gettext("On %(day)s the public page will say “No report received”.") % names]


def _exit() -> str:
    names = {"url": _link("desk:hand_over")}
    return gettext("Not the right person? Hand over here:\n%(url)s") % names


def _letter_link(item: Item) -> str:
    report = item.report
    return _link("desk:letter", report.round.slug, report.institution.slug)


def _names(item: Item) -> dict[str, object]:
    report = item.report
    place = [report.round.slug, report.institution.slug]
    return {
        "institution": plain(report.institution.name),
        "post": item.role.label,
        "period": half_label(report.round.covers_until),
        "opens": date_format(report.round.opens_on),
        "due": date_format(report.round.due_on),
        "suggested": _day(item.suggested_on),
        "url": _link("desk:report", *place),
        "minutes": item.minutes,
        "filled": item.filled,
        "total": item.total,
        "received": item.received,
        "asked": item.asked,
        "left": item.days_left,
    }


def _day(day: date | None) -> str:
    return date_format(day) if day else ""


def _link(route: str, *place: str) -> str:
    return settings.PUBLIC_URL + reverse(route, args=place)


def _paragraphs(*found: str) -> str:
    return "\n\n".join(one for one in found if one)
