"""The sections of a report, in their order: everything but the ministry's own sentences."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.lib.deadline_labels import period_label
from followthrough.plans.models import MethodVersion
from followthrough.plans.schedule import Schedule
from followthrough.plans.words import Completion
from followthrough.publishing.content import sentences
from followthrough.publishing.content.numbers import figures
from followthrough.publishing.content.phrases import (
    Speaker,
    Value,
    languages_of,
    official_of,
    quoted,
)
from followthrough.publishing.content.picture import Part, Picture
from followthrough.publishing.content.tables import Tables
from followthrough.publishing.models import Edition
from followthrough.reporting.models import Round, Source
from followthrough.reporting.queries.facts import Arrival

FORMAT = "followthrough-edition-1"


def picture(edition: Edition, at: datetime) -> Picture:
    """What the edition is made from: on its own day, or today while it has none."""
    day = edition.as_of or edition.round.plan.today(at)
    return Picture(edition.round, day)


def facts(edition: Edition, at: datetime) -> Value:
    """The content of an edition before the ministry's own words are put in. About 25 queries."""
    return _Builder(picture(edition, at)).build()


class _Builder:
    def __init__(self, picture: Picture) -> None:
        self.picture, self.plan = picture, picture.plan
        self.speaker = Speaker(languages_of(self.plan))
        self.say = self.speaker.say
        self.numbers = figures(picture)
        self.tables = Tables(picture, self.speaker, self.numbers)

    def build(self) -> Value:
        one, plan = self.picture.round, self.plan
        return {
            "format": FORMAT,
            "kind": "biannual",
            "title": self.say(
                lambda: (
                    gettext("Progress report, %(period)s")
                    % {"period": period_label(one.covers_from, one.covers_until)}
                )
            ),
            "plan": {"slug": plan.slug, "title": quoted(plan.title)},
            "publisher": quoted(plan.coordinator.name) if plan.coordinator else {},
            "period": {
                "slug": one.slug,
                "from": one.covers_from.isoformat(),
                "until": one.covers_until.isoformat(),
            },
            "as_of": self.picture.day.isoformat(),
            "example": self.say(lambda: gettext("EXAMPLE")) if settings.DEMO else {},
            "languages": self.speaker.languages,
            "official_languages": official_of(plan),
            "method": _method(plan.method),
            "figures": self.numbers,
            "words": self._words(),
            "sections": [self._section(*one) for one in self._sections()],
        }

    def _words(self) -> dict[str, dict[str, Value]]:
        return {
            "completion": self._labels(Completion),
            "schedule": self._labels(Schedule),
            "arrival": self._labels(Arrival),
            "source": self._labels(Source)
            | {"no_report": self.say(lambda: gettext("No report received"))},
            "reason": {code: quoted(label) for code, label in self.picture.reasons.items()},
        }

    def _labels(self, choices: type[TextChoices]) -> dict[str, Value]:
        """The word of each code, asked for anew in each language."""
        return {one.value: self.say(partial(getattr, one, "label")) for one in choices}

    def _sections(self) -> Iterator[tuple[str, list[Value | None]]]:
        tables = self.tables
        yield "in_short", []
        yield "levels", [tables.bar(), tables.levels(), tables.schedules()]
        yield "commitments", [tables.commitments(), *self._commitments()]
        yield "late", [tables.late()]
        yield "who_reported", [tables.who_reported()]
        yield "good_practice", []
        yield "next", [tables.coming()]
        yield "method", [*self._about_method(), tables.definitions()]

    def _section(self, name: str, parts: list[Value | None]) -> Value:
        titles = {**sentences.EDITABLE, "method": ""}
        heading = titles[name] or None
        found = {
            "name": name,
            "heading": self.say(lambda: heading or gettext("How to read this report")),
            "parts": [part for part in parts if part is not None],
        }
        if name in sentences.EDITABLE:
            found["text"] = self.say(lambda: sentences.written(name, self.picture, self.numbers))
        return found

    def _commitments(self) -> Iterator[Value | None]:
        for part in self.picture.parts:
            yield {
                "kind": "heading",
                "name": part.commitment.key,
                "text": quoted(part.commitment.title),
            }
            yield {"kind": "fields", "items": [one for one in self._about(part) if one["value"]]}
            if not part.lines:
                yield self._paragraph(
                    lambda: gettext("The expected outputs of this commitment are not known yet.")
                )
                continue
            yield self.tables.outputs(part)
            yield self.tables.told(part)

    def _about(self, part: Part) -> Iterator[Value]:
        standing = part.standing
        level = standing.completion if standing else Completion.NOT_KNOWN.value
        yield self._field(
            lambda: gettext("Lead institution"), "text", quoted(part.lead.name) if part.lead else {}
        )
        yield self._field(lambda: gettext("How much is done"), "word", level, words="completion")
        source = standing.source if standing else ""
        yield self._field(lambda: gettext("Who says so"), "word", source, words="source")
        yield self._field(
            lambda: gettext("In short"), "text", quoted(part.row.done) if part.row else {}
        )
        for organisation, rated in part.ratings:
            yield {
                "label": self.say(lambda: gettext("Rating of the Forum")),
                "type": "rating",
                "value": {
                    "organisation": quoted(organisation.name),
                    "level": rated.completion,
                    "differs": standing is not None and rated.completion != standing.completion,
                    "signed_on": self.plan.today(rated.signed_at).isoformat(),
                },
            }
        for obstacle in part.obstacles:
            yield self._field(lambda: gettext("Obstacle"), "text", quoted(obstacle.description))

    def _about_method(self) -> Iterator[Value]:
        method, one = self.plan.method, self.picture.round
        yield self._paragraph(lambda: _method_words(method))
        yield self._paragraph(lambda: _numbers_words(self.picture.day))
        yield self._paragraph(lambda: _frozen_words(one))

    def _paragraph(self, make: Callable[[], str]) -> Value:
        return {"kind": "paragraph", "text": self.say(make)}

    def _field(self, label: Callable[[], str], kind: str, value: Any, **more: str) -> Value:
        return {"label": self.say(label), "type": kind, "value": value, **more}


def _method(method: MethodVersion) -> Value:
    return {
        "version": method.version,
        "adopted_by": quoted(method.adopted_by),
        "adopted_on": _iso(method.adopted_on),
        "act": method.adoption_act,
    }


def _method_words(method: MethodVersion) -> str:
    names = {"version": method.version, "act": method.adoption_act}
    if method.adopted_on is None:
        words = gettext(
            "The words have the meaning of version %(version)s of the method, which no body has "
            "adopted yet. Until one has, no institution is publicly called silent."
        )
        return words % names
    words = gettext(
        "The words have the meaning of version %(version)s of the method, adopted on %(day)s "
        "(%(act)s)."
    )
    return words % {**names, "day": date_format(method.adopted_on)}


def _numbers_words(day: date) -> str:
    words = gettext(
        "This report is made from what the institutions reported and what was published of it. "
        "Every number in it is a count of rows of its tables, which come with it as Excel and JSON "
        "files. Whether something is on time is as of %(day)s."
    )
    return words % {"day": date_format(day)}


def _frozen_words(one: Round) -> str:
    words = gettext(
        "The report covers %(period)s. What it says never changes: a correction is a new version "
        "with a list of what was corrected."
    )
    return words % {"period": period_label(one.covers_from, one.covers_until)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
