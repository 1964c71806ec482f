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
from django.utils.translation import get_language, gettext, ngettext, override

from followthrough.accounts.models import Role
from followthrough.lib.deadline_labels import half_label
from followthrough.lib.text import TranslatedText
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
        gettext("Please confirm: still %(post)s of %(institution)s?") % names,
        _paragraphs(
            gettext("Answer here with one click, “Yes” or “Hand over”:\n%(url)s") % names,
            gettext(
                "You are %(post)s of %(institution)s. Its report for %(period)s can be filed from "
                "%(opens)s and is due on %(due)s; what we send about it goes to you."
            )
            % names,
            gettext("Not the right person? “Hand over” takes a minute."),
        ),
    )


def _opened(item: Item) -> Words:
    names = _names(item)
    if item.suggested_on:
        days = gettext("It is due on %(due)s. We suggest %(suggested)s: then questions have time.")
    else:
        days = gettext("It is due on %(due)s.")
    return (
        gettext("File the report of %(institution)s by %(due)s") % names,
        _paragraphs(_open_here(item), _filled(item), days % names, _no_change(), _exit()),
    )


def _soon(item: Item) -> Words:
    names = _names(item)
    if item.days_left:
        subject = ngettext(
            "%(left)s working day left: report of %(institution)s",
            "%(left)s working days left: report of %(institution)s",
            item.days_left,
        )
        day = gettext("It is due on %(due)s.")
    else:
        subject = gettext("Due today: report of %(institution)s")
        day = gettext("It is due today.")
    facts = " ".join([day % names, *_peers(item)])
    return (
        subject % names,
        _paragraphs(_open_here(item), _filled(item), facts, _no_change(), _exit()),
    )


def _late(item: Item) -> Words:
    names = _names(item)
    day = gettext("It was due on %(due)s.") % names
    facts = " ".join([day, *_peers(item), *_consequence(item)])
    return (
        gettext("Send the report of %(institution)s: it was due on %(due)s") % names,
        _paragraphs(_open_here(item), _filled(item), _no_change(), facts, _exit()),
    )


def _head_of_unit(item: Item) -> Words:
    names = _names(item)
    say = gettext("Please have it sent. Your contact person opens it here:\n%(url)s") % names
    day = (
        gettext("The report of %(institution)s for %(period)s was due on %(due)s.") % names
        if item.is_late
        else gettext("The report of %(institution)s for %(period)s is due on %(due)s.") % names
    )
    facts = " ".join([day, _filled(item), *_peers(item), *_consequence(item)])
    return (
        gettext("Please see to it: report of %(institution)s, due on %(due)s") % names,
        _paragraphs(say, facts, _exit()),
    )


def _letter(item: Item) -> Words:
    names = _names(item) | {"url": _link("desk:letters")}
    facts = gettext("The report of %(institution)s for %(period)s was due on %(due)s.") % names
    return (
        gettext("To sign: letter to the head of %(institution)s") % names,
        _paragraphs(
            gettext("Download the letter, have it signed, and record it as sent:\n%(url)s") % names,
            facts,
            gettext("It is drafted in the official languages."),
            " ".join(_consequence(item)),
            _exit(),
        ),
    )


def _digest(items: Sequence[Item]) -> Words:
    names = {"count": len(items), "url": _link("desk:my")}
    subject = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", len(items))
    return (
        subject % names,
        _paragraphs(
            gettext("Everything is on one page:\n%(url)s") % names,
            "\n".join(_line(item) for item in items),
            _exit(),
        ),
    )


def _line(item: Item) -> str:
    names = _names(item)
    if item.rung is Rung.STILL_YOU:
        names["url"] = _link("desk:still_you")
        return gettext("– Still %(post)s of %(institution)s? Answer: %(url)s") % names
    if item.role is Role.COORDINATOR:
        names["url"] = _link("desk:letters")
        return gettext("– Letter to the head of %(institution)s, to be signed: %(url)s") % names
    if item.is_late:
        return (
            gettext("– Report of %(institution)s for %(period)s: was due on %(due)s: %(url)s")
            % names
        )
    return gettext("– Report of %(institution)s for %(period)s: due on %(due)s: %(url)s") % names


def _open_here(item: Item) -> str:
    return ngettext(
        "Open the report here, about %(minutes)s minute:\n%(url)s",
        "Open the report here, about %(minutes)s minutes:\n%(url)s",
        item.minutes,
    ) % _names(item)


def _filled(item: Item) -> str:
    """Whose report it is and how much of it stands already."""
    if not item.filled:
        return gettext("%(institution)s, %(period)s.") % _names(item)
    return ngettext(
        "%(institution)s, %(period)s: %(filled)s of %(total)s item is filled in already.",
        "%(institution)s, %(period)s: %(filled)s of %(total)s items are filled in already.",
        item.total,
    ) % _names(item)


def _no_change() -> str:
    return gettext("If nothing changed, “No change” and a reason are a complete report.")


def _peers(item: Item) -> list[str]:
    if not item.are_most_done:
        return []
    return [
        ngettext(
            "%(received)s of %(asked)s institution has reported.",
            "%(received)s of %(asked)s institutions have reported.",
            item.asked,
        )
        % _names(item)
    ]


def _consequence(item: Item) -> list[str]:
    if item.silent_from is None:
        return []
    names = {"day": date_format(item.silent_from)}
    return [gettext("On %(day)s the public page will say “No report received”.") % names]


def _exit() -> str:
    names = {"url": _link("desk:hand_over")}
    return gettext("Not the right person? Hand over here:\n%(url)s") % names


def _names(item: Item) -> dict[str, object]:
    report = item.report
    place = [report.round.slug, report.institution.slug]
    return {
        "institution": _read(report.institution.name),
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


def _read(text: TranslatedText) -> str:
    reading = text.reading(get_language() or "")
    return reading.text if reading else ""
