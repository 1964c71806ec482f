"""Evidence to try things on."""

import io

from followthrough.reporting.models import Evidence
from followthrough.reporting.operations.evidence import Details, add_file
from followthrough.reporting.tests.cast import NOW, Cast


def evidence(cast: Cast, words: str = "Decision 12/2026") -> Evidence:
    entry = cast.report().entries.of_outputs()[0]
    details = Details("decision", words, "sq")
    content = io.BytesIO(f"{words}\n".encode() * 10)
    return add_file(entry, details, content, "vendimi.txt", by=cast.contact, at=NOW)
