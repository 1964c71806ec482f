"""The tables of a report: typed columns and rows, each value once, the words in every language."""

from typing import Any

from django.utils.translation import gettext, ngettext

from followthrough.lib.deadline_labels import deadline_label, quarter_label
from followthrough.lib.deadlines import quarter_of
from followthrough.plans.schedule import Schedule
from followthrough.plans.schedule_words import why
from followthrough.plans.words import Completion
from followthrough.publishing.content.columns import DATA_ONLY, Columns, iso
from followthrough.publishing.content.numbers import coming
from followthrough.publishing.content.phrases import Phrase, Value, quoted
from followthrough.publishing.content.picture import Line, Part
from followthrough.reporting.models import Change

# From most done to what nobody knows; what needs attention first.
COMPLETION_ORDER = (
    Completion.COMPLETE,
    Completion.SUBSTANTIAL,
    Completion.LIMITED,
    Completion.NOT_STARTED,
    Completion.NOT_KNOWN,
    Completion.WITHDRAWN,
)
SCHEDULE_ORDER = (
    Schedule.OVERDUE,
    Schedule.DUE_UNREPORTED,
    Schedule.AT_RISK,
    Schedule.ON_SCHEDULE,
    Schedule.NOT_DUE,
    Schedule.DONE_ON_TIME,
    Schedule.DONE_LATE,
    Schedule.NO_DEADLINE,
)


class Tables(Columns):
    """Makes the tables of one picture, in the languages of its plan."""

    def bar(self) -> Value:
        """The drawing of how much is done; the table beside it holds the same counts."""
        shown = [one for one in COMPLETION_ORDER if self.numbers[one.value]]
        return {
            "kind": "figure",
            "name": "levels",
            "caption": self.say(lambda: gettext("Expected outputs by how much is done")),
            "words": "completion",
            "segments": [{"code": one.value, "count": {"figure": one.value}} for one in shown],
        }

    def levels(self) -> Value:
        """Level by period, and the change since the period before."""
        picture = self.picture
        columns = [self._word("level", "completion", 4, lambda: gettext("How much is done"))]
        for one in picture.periods:
            label = self._period_label(one.covers_from, one.covers_until)
            columns.append(self._column(_slug(one), "number", 3, label))
        has_change = picture.before is not None
        if has_change:
            columns.append(self._column("change", "change", 2, lambda: gettext("Change")))
        rows = [self._level_row(one) for one in COMPLETION_ORDER if self._occurs(one)]
        return self._table(
            "levels",
            lambda: gettext("Expected outputs by level and reporting period"),
            columns,
            rows,
            row="level",
        )

    def _occurs(self, level: Completion) -> bool:
        return bool(self.numbers[level.value]) or any(
            one.levels[level] for one in self.picture.periods
        )

    def _level_row(self, level: Completion) -> dict[str, Any]:
        row: dict[str, Any] = {"level": level.value}
        for one in self.picture.periods:
            is_own = one.round == self.picture.round
            row[_slug(one)] = {"figure": level.value if is_own else f"{level.value}_{_slug(one)}"}
        if self.picture.before is not None:
            row["change"] = self.numbers[level.value] - self.picture.before.levels[level]
        return row

    def schedules(self) -> Value:
        shown = [one for one in SCHEDULE_ORDER if self.numbers[one.value]]
        columns = [
            self._word("schedule", "schedule", 6, lambda: gettext("Is it on time")),
            self._column("outputs", "number", 3, lambda: gettext("Expected outputs")),
        ]
        rows = [{"schedule": one.value, "outputs": {"figure": one.value}} for one in shown]
        return self._table(
            "schedule",
            lambda: gettext("Expected outputs by whether they are on time"),
            columns,
            rows,
            row="schedule",
        )

    def commitments(self) -> Value:
        columns = [
            self._column("commitment", "name", 2, lambda: gettext("Code")),
            self._column("title", "text", 5, lambda: gettext("Commitment")),
            self._column("lead", "text", DATA_ONLY, lambda: gettext("Lead institution")),
            self._word("level", "completion", 3.2, lambda: gettext("How much is done")),
            self._word("source", "source", DATA_ONLY, lambda: gettext("Who says so")),
            self._column("complete", "number", 2.4, lambda: gettext("Complete")),
            self._column("outputs", "number", 2.4, lambda: gettext("Outputs")),
            self._column("overdue", "number", 2.1, lambda: gettext("Overdue")),
            self._column("at_risk", "number", DATA_ONLY, lambda: gettext("At risk")),
            self._column("evidence", "number", 2.1, lambda: gettext("Evidence")),
        ]
        rows = [self._commitment_row(part) for part in self.picture.parts]
        return self._table(
            "commitments", lambda: gettext("All commitments"), columns, rows, row="title"
        )

    def _commitment_row(self, part: Part) -> dict[str, Any]:
        schedules = [line.schedule for line in part.lines]
        return {
            "commitment": part.commitment.key,
            "title": quoted(part.commitment.title),
            "lead": quoted(part.lead.name) if part.lead else {},
            "level": part.standing.completion if part.standing else Completion.NOT_KNOWN.value,
            "source": part.standing.source if part.standing else "",
            "complete": sum(line.completion is Completion.COMPLETE for line in part.lines),
            "outputs": len(part.lines),
            "overdue": schedules.count(Schedule.OVERDUE),
            "at_risk": schedules.count(Schedule.AT_RISK),
            "evidence": part.evidence,
        }

    def outputs(self, part: Part) -> Value:
        """The outputs of a commitment with their three answers."""
        columns = [
            self._column("commitment", "name", DATA_ONLY, lambda: gettext("Code")),
            self._column("number", "number", 1, lambda: gettext("No.")),
            self._column("output", "text", 4.8, lambda: gettext("Expected output")),
            self._word("before", "completion", 2.3, lambda: gettext("Last time")),
            self._word("level", "completion", 3, lambda: gettext("Now"), beside="claimed"),
            self._column("claimed", "phrase", DATA_ONLY, lambda: gettext("Claimed")),
            self._word("source", "source", DATA_ONLY, lambda: gettext("Who says so")),
            self._word("schedule", "schedule", 3, lambda: gettext("On time?"), beside="because"),
            self._column("because", "phrase", DATA_ONLY, lambda: gettext("Because")),
            *self._due_columns(3),
            self._column("completed_on", "day", DATA_ONLY, lambda: gettext("Completed on")),
            self._column("evidence", "number", 1.8, lambda: gettext("Evidence")),
        ]
        rows = [self._output_row(part, line) for line in part.lines]
        key = part.commitment.key
        return self._table(
            "outputs",
            lambda: gettext("%(code)s: expected outputs") % {"code": key},
            columns,
            rows,
            row="output",
        )

    def _output_row(self, part: Part, line: Line) -> dict[str, Any]:
        standing = line.standing
        is_claimed = standing is not None and standing.lacks_evidence
        return {
            "commitment": part.commitment.key,
            "number": line.output.number,
            "output": quoted(line.output.title),
            "before": standing.before if standing else "",
            "level": line.completion.value,
            "claimed": self.say(lambda: gettext("claimed, evidence missing")) if is_claimed else {},
            "source": standing.source if standing else "no_report" if line.is_silent else "",
            "schedule": line.schedule.value if line.schedule else "",
            "because": self._because(line),
            **self._due_row(line.due),
            "completed_on": iso(line.facts.completed_on),
            "evidence": standing.evidence if standing else 0,
        }

    def _because(self, line: Line) -> Phrase:
        found = line.answer
        if found is None:
            return {}
        if not found.quarters:
            return self.say(lambda: why(found)) if why(found) else {}
        return self.say(
            lambda: (
                ngettext("%(count)s quarter", "%(count)s quarters", found.quarters)
                % {"count": found.quarters}
            )
        )

    def told(self, part: Part) -> Value | None:
        """What institutions said about outputs, in their words; None where they said nothing."""
        rows = [self._told_row(part, line) for line in part.lines if _is_told(line)]
        if not rows:
            return None
        columns = [
            self._column("commitment", "name", DATA_ONLY, lambda: gettext("Code")),
            self._column("number", "number", 1, lambda: gettext("No.")),
            self._column("done", "text", 6, lambda: gettext("What was done")),
            self._word("reason", "reason", 3, lambda: gettext("Problem"), beside="reason_words"),
            self._column("reason_words", "text", DATA_ONLY, lambda: gettext("Which reason")),
            self._column("next_step", "text", 4, lambda: gettext("Next step")),
            self._column("expected", "phrase", 2.4, lambda: gettext("Expected finish")),
        ]
        key = part.commitment.key
        return self._table(
            "said",
            lambda: gettext("%(code)s: what the institution says") % {"code": key},
            columns,
            rows,
            row="number",
        )

    def _told_row(self, part: Part, line: Line) -> dict[str, Any]:
        row = line.row
        assert row is not None  # noqa: S101 - `_is_told` asked
        expected = row.expected_on
        return {
            "commitment": part.commitment.key,
            "number": line.output.number,
            "done": quoted(row.done),
            "reason": row.reason,
            "reason_words": {"": row.reason_words} if row.reason_words else {},
            "next_step": quoted(row.next_step),
            "expected": self.say(lambda: quarter_label(quarter_of(expected))) if expected else {},
        }

    def late(self) -> Value | None:
        """What is overdue, due without a report, or expected after its deadline: old → new."""
        wanted = (Schedule.OVERDUE, Schedule.DUE_UNREPORTED)
        found = [
            (part, line)
            for part, line in self.picture.lines
            if line.schedule in wanted or line.is_expected_late
        ]
        if not found:
            return None
        found.sort(key=lambda one: -(one[1].answer.quarters if one[1].answer else 0))
        columns = [
            self._column("commitment", "name", 2, lambda: gettext("Code")),
            self._column("number", "number", 1, lambda: gettext("No.")),
            self._column("output", "text", 4.6, lambda: gettext("Expected output")),
            self._word("schedule", "schedule", 2.8, lambda: gettext("On time?"), beside="because"),
            self._column("because", "phrase", DATA_ONLY, lambda: gettext("Because")),
            self._column("original", "phrase", 2.2, lambda: gettext("Promised for")),
            self._column("expected", "phrase", 2.2, lambda: gettext("Now expected")),
            self._word("reason", "reason", 3, lambda: gettext("Reason"), beside="reason_words"),
            self._column("reason_words", "text", DATA_ONLY, lambda: gettext("Which reason")),
        ]
        rows = [self._late_row(part, line) for part, line in found]
        return self._table(
            "late",
            lambda: gettext("Overdue, or expected after the deadline"),
            columns,
            rows,
            row="output",
        )

    def _late_row(self, part: Part, line: Line) -> dict[str, Any]:
        expected, row, original = line.facts.expected_finish, line.row, line.original
        return {
            "commitment": part.commitment.key,
            "number": line.output.number,
            "output": quoted(line.output.title),
            "schedule": line.schedule.value if line.schedule else "",
            "because": self._because(line) if line.answer and line.answer.quarters else {},
            "original": self.say(lambda: deadline_label(original)) if original else {},
            "expected": self.say(lambda: quarter_label(quarter_of(expected))) if expected else {},
            "reason": row.reason if row else "",
            "reason_words": {"": row.reason_words} if row and row.reason_words else {},
        }

    def who_reported(self) -> Value:
        rounds = list(reversed(self.picture.published.rounds))
        columns = [self._column("institution", "text", 6, lambda: gettext("Institution"))]
        for one in rounds:
            label = self._period_label(one.covers_from, one.covers_until)
            columns.append(
                {**self._word(one.slug, "arrival", 3, label), "beside": f"{one.slug}_on"}
            )
            columns.append(
                self._column(f"{one.slug}_on", "day", DATA_ONLY, lambda: gettext("Received on"))
            )
        rows = []
        for institution, records in self.picture.records:
            row: dict[str, Any] = {"institution": quoted(institution.name)}
            for one, record in zip(rounds, records, strict=True):
                row[one.slug] = record.arrival.value if record else ""
                row[f"{one.slug}_on"] = iso(record.received_on) if record else None
            rows.append(row)
        return self._table(
            "who-reported",
            lambda: gettext("Reports of the lead institutions, by period"),
            columns,
            rows,
            row="institution",
        )

    def coming(self) -> Value | None:
        found = coming(self.picture)
        if not found:
            return None
        columns = [
            *self._due_columns(2.6),
            self._column("commitment", "name", 2, lambda: gettext("Code")),
            self._column("number", "number", 1, lambda: gettext("No.")),
            self._column("output", "text", 7, lambda: gettext("Expected output")),
            self._word("level", "completion", 3, lambda: gettext("How much is done")),
        ]
        rows = [
            {
                **self._due_row(line.due),
                "commitment": part.commitment.key,
                "number": line.output.number,
                "output": quoted(line.output.title),
                "level": line.completion.value,
            }
            for part, line in found
        ]
        return self._table(
            "next", lambda: gettext("Due in the next six months"), columns, rows, row="output"
        )

    def definitions(self) -> Value:
        """What the coded words mean, under the method of the report."""
        found = self.picture.plan.method.definitions.order_by("kind", "number")
        columns = [
            self._column("kind", "name", DATA_ONLY, lambda: gettext("Question")),
            self._column("code", "name", DATA_ONLY, lambda: gettext("Code")),
            self._column("word", "text", 4, lambda: gettext("The word")),
            self._column("meaning", "text", 12, lambda: gettext("What it means")),
        ]
        rows = [
            {
                "kind": one.kind,
                "code": one.code,
                "word": quoted(one.label),
                "meaning": quoted(one.meaning),
            }
            for one in found.exclude(kind="reason")
        ]
        return self._table(
            "definitions", lambda: gettext("What the words mean"), columns, rows, row="word"
        )


def _slug(period: Any) -> str:
    return str(period.round.slug)


def _is_told(line: Line) -> bool:
    """Something was said beyond the level: what was done, a problem, a next step."""
    row = line.row
    if row is None:
        return False
    return bool(row.done or row.next_step or row.change == Change.PROBLEM.value)
