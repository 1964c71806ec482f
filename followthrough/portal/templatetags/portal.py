"""Template tags: texts in the reader's language, deadlines, and the words of the answers."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from followthrough.lib import readings
from followthrough.lib.charts import glyph as draw_glyph
from followthrough.lib.deadline_labels import deadline_label, period_label, quarter_label
from followthrough.lib.deadlines import Due, Quarter, quarter_of
from followthrough.lib.languages import html_tag
from followthrough.lib.text import Reading, TranslatedText
from followthrough.plans.models import InvolvementRole
from followthrough.plans.schedule import Schedule
from followthrough.plans.schedule_words import why
from followthrough.plans.words import Completion
from followthrough.portal.posts import post as post_label
from followthrough.portal.queries.commitments import Part
from followthrough.portal.queries.outputs import OutputRow
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.tally import Tally
from followthrough.reporting.models import Round

register = template.Library()

# Codes that share the shape of another.
SHAPES = {"not_verified": "reported"}
# The words of the third answer.
SOURCES = {
    "verified": _("Verified"),
    "not_verified": _("Reported, not independently verified"),
    "evidence_missing": _("Evidence missing"),
    "no_report": _("No report received"),
    "ratings_differ": _("Ratings differ"),
}
# The parts of a plan that its owner may have yet to confirm.
FIELD_NAMES = {
    "starts_on": _("the first day"),
    "ends_on": _("the last day"),
    "adoption": _("the adoption"),
    "title": _("the title"),
    "summary": _("the summary"),
    "answers": _("the full text"),
    "lead": _("the lead institution"),
    "supporting": _("the supporting institutions"),
    "policy_areas": _("the policy areas"),
    "outputs": _("the milestones and expected outputs"),
    "deadline": _("the deadline"),
}


@register.filter
def text(value: TranslatedText) -> SafeString:
    """The text in the reader's language; else the original, marked with its language."""
    reading = value.reading(get_language() or "")
    if reading is None:
        return SafeString("")
    if not reading.is_fallback:
        return conditional_escape(reading.text)
    return format_html('<span lang="{}">{}</span>', html_tag(reading.language), reading.text)


@register.filter
def plain(value: TranslatedText) -> str:
    """The text without any mark, for titles and attributes."""
    return readings.plain(value)


@register.filter
def prose(value: TranslatedText) -> SafeString:
    """Paragraphs in the reader's language, with a note where it is not that or out of date."""
    reading = value.reading(get_language() or "")
    if reading is None:
        return SafeString("")
    body = mark_safe(linebreaks(reading.text, autoescape=True))  # noqa: S308 - escaped just here
    note = _note(reading)
    if not reading.is_fallback:
        return format_html("{}{}", body, note)
    return format_html('<div lang="{}">{}</div>{}', html_tag(reading.language), body, note)


def _note(reading: Reading) -> SafeString:
    if reading.is_fallback:
        words = gettext("Shown in the original language: not translated yet.")
    elif reading.is_stale:
        words = gettext("The original has changed since this was translated.")
    else:
        return SafeString("")
    return format_html('<p class="note">{}</p>', words)


@register.filter
def deadline(due: Due | None) -> str:
    """The deadline in the reader's language, as exact as the plan and no more."""
    return deadline_label(due) if due else gettext("no deadline known")


@register.filter
def quarter(value: Quarter | date | str | None) -> str:
    """The quarter, or that of a day which stands for one; empty for none."""
    # What a template does not find, such as a day of a report before the first, is an empty text.
    if value is None or isinstance(value, str):
        return ""
    return quarter_label(quarter_of(value) if isinstance(value, date) else value)


@register.simple_tag
@cache
def glyph(code: str) -> SafeString:
    """The shape that goes with a status word; nothing for a code of an installation's own."""
    try:
        return draw_glyph(SHAPES.get(code, code))
    except KeyError:
        return SafeString("")


@register.simple_tag
def status(code: str, word: str | Promise, detail: int | str = "") -> SafeString:
    """A status: shape, word and colour, always all three; `detail` stands beside the word."""
    return format_html(
        '<span class="chip chip--{}">{}<span>{}{}</span></span>',
        code,
        glyph(code),
        word,
        f" {detail}" if detail != "" else "",
    )


@register.simple_tag
def schedule(row: OutputRow) -> SafeString:
    """Whether an output is on time, and the deadline and the reason beside the word."""
    if row.answer is None:
        return SafeString("")
    word = status(row.answer.schedule, row.answer.schedule.label)
    if row.due is None:
        return word
    beside = " · ".join(filter(None, (_due(row), why(row.answer))))
    return format_html('{} <span class="note">{}</span>', word, beside)


@register.simple_tag
def completion(row: OutputRow) -> SafeString:
    """How much of an output is done; "claimed" where nothing public shows it."""
    if row.told and row.told.standing and row.told.standing.lacks_evidence:
        words = gettext("%(level)s (claimed)") % {"level": row.completion.label}
        return status(row.completion, words)
    return status(row.completion, row.completion.label)


@register.simple_tag
def source(code: str) -> SafeString:
    """Who says so, by its code."""
    return status(code, SOURCES.get(code, code))


@register.simple_tag
def level(code: str) -> SafeString:
    """A level of the scale by its code."""
    word = Completion(code or Completion.NOT_KNOWN)
    return status(word, word.label)


@register.filter
def period(one: Round) -> str:
    """A reporting period in words: a half-year, or its days."""
    return period_label(one.covers_from, one.covers_until)


@register.filter
def post(by: str, shared: Shared) -> str:
    return post_label(by, shared)


@register.filter
def signed(number: int) -> str:
    """A difference with its sign: "+2", "−1", "0"."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


@register.filter
def reason(code: str, shared: Shared) -> SafeString:
    """The words of a reason code of the method."""
    found = shared.reasons.get(code)
    return text(found) if found else conditional_escape(code)


@register.simple_tag
def output_item(row: OutputRow, coordinator: TranslatedText | None) -> SafeString:
    """An output in its milestone's list. Written here because a plan's page has dozens of them."""
    return format_html(
        '<li id="output-{}"><h4>{}</h4><p>{}</p>{}{}{}</li>',
        row.output.number,
        text(row.output.title),
        schedule(row),
        row.strip,
        _occurrences(row),
        unconfirmed(row.output.unconfirmed, coordinator),
    )


@register.simple_tag(name="occurrences")
def _occurrences(row: OutputRow) -> SafeString:
    if not row.occurrences:
        return SafeString("")
    words = ngettext(
        "%(done)s of %(count)s occurrence reported",
        "%(done)s of %(count)s occurrences reported",
        row.occurrences,
    )
    return format_html(
        '<p class="note">{}</p>',
        words % {"done": row.facts.occurrences_done, "count": row.occurrences},
    )


def _due(row: OutputRow) -> str:
    label = deadline(row.due)
    if row.facts.completed_on:
        return _done(row, label)
    if row.answer and row.answer.quarters:
        return ngettext(
            "due %(label)s, %(count)s quarter ago",
            "due %(label)s, %(count)s quarters ago",
            row.answer.quarters,
        ) % {"label": label, "count": row.answer.quarters}
    if row.due and row.due.is_continuous:
        return label
    return gettext("due %(label)s") % {"label": label}


def _done(row: OutputRow, label: str) -> str:
    numbers = {
        "day": date_format(row.facts.completed_on or "", "DATE_FORMAT"),
        "label": label,
        "count": row.answer.quarters if row.answer else 0,
    }
    if not numbers["count"]:
        return gettext("completed on %(day)s, due %(label)s") % numbers
    return (
        ngettext(
            "completed on %(day)s, %(count)s quarter late (due %(label)s)",
            "completed on %(day)s, %(count)s quarters late (due %(label)s)",
            row.answer.quarters if row.answer else 0,
        )
        % numbers
    )


@register.simple_tag
def worst(tally: Tally) -> SafeString:
    """The answer of a tally that most asks for attention; a neutral one where none does."""
    if not tally.total:
        return status(Schedule.NO_DEADLINE, gettext("No deadline known"))
    for code in (Schedule.OVERDUE, Schedule.DUE_UNREPORTED, Schedule.AT_RISK):
        if tally.schedule[code]:
            return status(code, _share(code, tally.schedule[code], tally.total))
    if tally.schedule[Schedule.ON_SCHEDULE]:
        return status(Schedule.ON_SCHEDULE, Schedule.ON_SCHEDULE.label)
    done = tally.schedule[Schedule.DONE_ON_TIME] + tally.schedule[Schedule.DONE_LATE]
    if done == tally.total:
        late = tally.schedule[Schedule.DONE_LATE]
        code = Schedule.DONE_LATE if late else Schedule.DONE_ON_TIME
        return status(code, code.label)
    words = ngettext(
        "%(count)s expected output, not due yet",
        "%(count)s expected outputs, none due yet",
        tally.total,
    )
    return status(Schedule.NOT_DUE, words % {"count": tally.total})


def _share(code: Schedule, count: int, total: int) -> str:
    numbers = {"count": count, "total": total}
    if code is Schedule.DUE_UNREPORTED:
        words = ngettext(
            "%(count)s of %(total)s expected outputs is due and not yet reported on",
            "%(count)s of %(total)s expected outputs are due and not yet reported on",
            count,
        )
    elif code is Schedule.OVERDUE:
        words = ngettext(
            "%(count)s of %(total)s expected outputs is overdue",
            "%(count)s of %(total)s expected outputs are overdue",
            count,
        )
    else:
        words = ngettext(
            "%(count)s of %(total)s expected outputs is at risk",
            "%(count)s of %(total)s expected outputs are at risk",
            count,
        )
    return words % numbers


@register.simple_tag
def unconfirmed(fields: list[str], coordinator: TranslatedText | None) -> SafeString:
    """What the owner has yet to confirm, and who that is; nothing when all is."""
    if not fields:
        return SafeString("")
    names = ", ".join(str(FIELD_NAMES.get(name, name)) for name in fields)
    who = gettext("To be confirmed:")
    if coordinator:
        who = gettext("To be confirmed by %(name)s:") % {"name": plain(coordinator)}
    return format_html('<p class="note">{} {}</p>', who, names)


@register.simple_tag
def involved(parts: Iterable[Part]) -> SafeString:
    """Those involved: the lead first, then each sector, as OGP's template sorts them."""
    lead = str(InvolvementRole.LEAD.label)
    found: dict[str, list[SafeString]] = {}
    for part in sorted(parts, key=lambda part: part.role != InvolvementRole.LEAD):
        is_lead = part.role == InvolvementRole.LEAD
        found.setdefault(lead if is_lead else _supporting(part), []).append(_named(part))
    if not found:
        found[lead] = [conditional_escape(gettext("to be confirmed"))]
    groups = ((label, SafeString(", ".join(names))) for label, names in found.items())
    pairs = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", groups)
    return format_html('<dl class="parties">{}</dl>', pairs)


def _named(part: Part) -> SafeString:
    # A described group of bodies has no page worth leading to.
    name = text(part.institution.name)
    if part.institution.is_group:
        return name
    return format_html(
        '<a href="{}">{}</a>', reverse("portal:institution", args=[part.institution.slug]), name
    )


def _supporting(part: Part) -> str:
    return gettext("With: %(sector)s") % {"sector": str(part.sector.label).lower()}
