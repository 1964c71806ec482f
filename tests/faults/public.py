"""Everything that anybody may read, searched for what nobody may."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from followthrough.accounts.models import Institution
from followthrough.plans.models import Commitment
from followthrough.portal.urls import urlpatterns
from followthrough.reporting.models import Evidence, PublishedEntry

# What the public routes' parameters may be.
SAMPLES: dict[str, Any] = {
    "key": lambda: [one.key for one in Commitment.objects.all()],
    "slug": lambda: list(
        Institution.objects.filter(reports__isnull=False).distinct().values_list("slug", flat=True)
    ),
    "name": lambda: [
        "commitments",
        "outputs",
        "institutions",
        "entries",
        "ratings",
        "reports",
        "obstacles",
    ],
    "pk": lambda: list(Evidence.objects.values_list("pk", flat=True)),
}


def addresses() -> Iterator[str]:
    """Every address of the public pages and files."""
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters)
        if not names:
            yield reverse(f"portal:{pattern.name}")
        for value in SAMPLES[names[0]]() if names else []:
            try:
                yield reverse(f"portal:{pattern.name}", kwargs={names[0]: value})
            except NoReverseMatch as missing:
                raise AssertionError(f"no sample for {pattern}") from missing


def leaks(client: Client, mark: str, language: str = "sq") -> list[str]:
    """The addresses whose answers hold a marked text that no published row allows."""
    allowed = set(_marks(str(list(_published())), mark))
    found = []
    with override(language):
        wanted = list(addresses())
    for address in wanted:
        answer = client.get(address)
        assert answer.status_code in {200, 404}, address
        if set(_marks(_text(answer), mark)) - allowed:
            found.append(address)
    return found


def _published() -> Iterator[tuple[Any, ...]]:
    for row in PublishedEntry.objects.all():
        texts = (row.done, row.next_step, row.help_needed, row.erratum)
        yield (*[one.to_json() for one in texts], row.note, row.reason_words)


def _marks(text: str, mark: str) -> list[str]:
    return re.findall(f"{mark}\\d+{mark}", text)


def _text(answer: Any) -> str:
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    # A workbook is an archive of XML.
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
