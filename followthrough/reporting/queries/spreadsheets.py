"""What an Excel file of reports tells of: the entries of one report, or of a whole round."""

from dataclasses import dataclass

from followthrough.reporting.models import Entry, PublishedEntry, Report, Round
from followthrough.reporting.situations import judged_in
from followthrough.reporting.values import Situation


@dataclass(frozen=True)
class Subject:
    """An entry, what it is judged against, and what stands in public about the same thing."""

    entry: Entry
    place: Situation
    last: PublishedEntry | None

    @property
    def name(self) -> str:
        """What names it in a file, the same in every installation: "mlga XK0018 3"."""
        entry = self.entry
        return f"{entry.report.institution.slug} {entry.commitment.key} {entry.place}"


def subjects(one: Round, reports: list[Report]) -> list[Subject]:
    """By institution, then as in the plan. Three queries, however many reports."""
    related = ("commitment", "output__current_deadline", "help_from")
    found = Entry.objects.in_order().filter(report__in=reports).select_related(*related)
    own = {report.pk: report for report in reports}
    entries = list(found)
    for entry in entries:
        entry.report = own[entry.report_id]
        entry.report.round = one
        entry.commitment.plan = one.plan
    order = {report.pk: at for at, report in enumerate(reports)}
    entries.sort(key=lambda entry: order[entry.report_id])
    judged = judged_in(one, entries)
    return [Subject(entry, *judged[entry.pk]) for entry in entries]
