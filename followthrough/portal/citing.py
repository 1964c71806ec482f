"""How to name what stands here: the plan, the day, and the line of the log that fixes the state."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from followthrough.lib.text import TranslatedText
from followthrough.portal.queries.shared import Shared

DIGEST_CHARACTERS = 12


def cite(shared: Shared, today: date, *, part: str = "", address: str = "") -> str:
    """One sentence; `part` is what of the plan is cited, such as "XK0018: …"."""
    plan, line = plain(shared.plan.title) or shared.plan.slug, shared.last_line
    words = {
        "subject": f"{plan}, {part}" if part else plan,
        "day": date_format(today, "DATE_FORMAT"),
        "line": line.sequence if line else 0,
        "digest": line.digest[:DIGEST_CHARACTERS] if line else "–",
        "address": address,
    }
    return (
        gettext("%(subject)s. State on %(day)s, line %(line)s of the log (%(digest)s). %(address)s")
        % words
    ).strip()


def plain(text: TranslatedText) -> str:
    """The text as a reader of the language in use gets it, without any mark."""
    reading = text.reading(get_language() or "")
    return reading.text if reading else ""
