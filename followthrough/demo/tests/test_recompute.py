"""The comparison of periods can be recomputed from the downloads alone, as the page says (R2)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client, override_settings

from followthrough.demo import life
from followthrough.lib.demo_day import moment_of

pytestmark = pytest.mark.django_db
# Two rounds are published, and something was corrected.
DAY = moment_of("2027-05-15")
LABELS = {
    "Not known": "not_known", "Not started": "not_started", "Limited": "limited",
    "Substantial": "substantial", "Complete": "complete",
}  # fmt: skip


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with override_settings(MEDIA_ROOT=tmp_path), time_machine.travel(DAY, tick=False):
        life.load(DAY)
        yield Client()


def table(client: Client, name: str) -> list[dict[str, str]]:
    content = client.get(f"/en/data/{name}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def shown(client: Client) -> dict[str, list[int]]:
    """The counts of the page's table by level, one for each period that was collected."""
    page = client.get("/en/").content.decode()
    section = page.partition('id="comparison"')[2].partition("</table>")[0]
    found = {}
    for row in section.partition("<tbody>")[2].split("</tr>")[:-1]:
        label = re.sub(r"<[^>]+>", "", row.partition("</th>")[0]).strip()
        cells = re.findall(r'<td class="number">\s*(\d+|not collected)', row)
        found[LABELS[label]] = [int(one) for one in cells if one.isdecimal()]
    return found


def test_the_comparison_of_periods_follows_from_the_published_entries(client: Client) -> None:
    outputs = len(table(client, "outputs"))
    rounds: dict[str, dict[tuple[str, str], str]] = {}
    for row in table(client, "entries"):
        if row["output"]:
            told = rounds.setdefault(row["round"], {})
            told[row["commitment"], row["output"]] = row["completion"]
    known: dict[tuple[str, str], str] = {}
    counts = []
    for told in rounds.values():
        known |= told
        counts.append(Counter(known.values()) + Counter(not_known=outputs - len(known)))
    page = shown(client)
    assert len(counts) >= 2
    for level, cells in page.items():
        assert cells == [count[level] for count in counts], level
    assert all(count.keys() <= page.keys() for count in counts)
