"""Why an output is at risk, as a reader is told beside the word and the deadline."""

from datetime import date

from django.utils.translation import gettext, ngettext

from followthrough.lib.deadline_labels import quarter_label
from followthrough.lib.deadlines import quarter_of
from followthrough.plans.schedule import Answer, Reason


def why(answer: Answer) -> str:
    """The reason with what it rests on: "expected Q4 2026"; empty where the word says it all."""
    detail = answer.detail
    if isinstance(detail, date):
        return gettext("expected %(quarter)s") % {"quarter": quarter_label(quarter_of(detail))}
    if answer.reason in {Reason.NONE, Reason.DEADLINE_PASSED} or detail is None:
        return ""
    words = {
        Reason.UNCHANGED: ngettext(
            "unchanged for %(count)s reporting period",
            "unchanged for %(count)s reporting periods",
            detail,
        ),
        Reason.OBSTACLE: ngettext(
            "serious obstacle open for %(count)s day",
            "serious obstacle open for %(count)s days",
            detail,
        ),
        Reason.MISSED_OCCURRENCE: ngettext(
            "%(count)s occurrence missed", "%(count)s occurrences missed", detail
        ),
    }
    return words[answer.reason] % {"count": detail}
