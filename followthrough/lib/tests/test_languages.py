"""Choosing a language, and how each one sorts and writes dates and numbers."""

from datetime import date

import pytest
from django.utils import formats
from django.utils.translation import ngettext, override

from followthrough.lib.collation import sort_key
from followthrough.lib.deadline_labels import deadline_label, quarter_label
from followthrough.lib.deadlines import Due, Precision, Quarter
from followthrough.lib.languages import choose


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("sq", "sq"),
        ("sq-XK,en;q=0.5", "sq"),
        ("sr-Cyrl-RS", "sr-latn"),
        ("bs,en;q=0.9", "sr-latn"),
        ("de,en;q=0.3", "en"),
        ("en;q=0.3,sq;q=0.8", "sq"),
    ],
)
def test_the_browser_gets_the_language_it_prefers(header: str, code: str) -> None:
    language = choose(header)

    assert language is not None
    assert language.code == code


@pytest.mark.parametrize("header", ["", "de", "*", "sq;q=0", "sq;q=x", ";;;,,,"])
def test_a_browser_that_asks_for_none_of_ours_gets_none(header: str) -> None:
    assert choose(header) is None


def test_albanian_sorts_its_digraphs_as_letters() -> None:
    words = [
        "dhomë",
        "drejtë",
        "çmim",
        "cikël",
        "xhami",
        "xeheror",
        "zë",
        "zhurmë",
        "Ekonomi",
        "ëndërr",
    ]

    assert sorted(words, key=sort_key("sq")) == [
        "cikël",
        "çmim",
        "drejtë",
        "dhomë",
        "Ekonomi",
        "ëndërr",
        "xeheror",
        "xhami",
        "zë",
        "zhurmë",
    ]


def test_serbian_sorts_after_its_alphabet() -> None:
    words = [
        "šuma",
        "sud",
        "ćasa",
        "čas",
        "cena",
        "žena",
        "zec",
        "đak",
        "dvor",
        "džep",
        "njiva",
        "nota",
    ]

    assert sorted(words, key=sort_key("sr-latn")) == [
        "cena",
        "čas",
        "ćasa",
        "dvor",
        "džep",
        "đak",
        "nota",
        "njiva",
        "sud",
        "šuma",
        "zec",
        "žena",
    ]


@pytest.mark.parametrize(
    ("code", "long", "short"),
    [
        ("sq", "15 dhjetor 2026", "15.12.2026"),
        ("sr-latn", "15. decembra 2026.", "15.12.2026."),
        ("en", "15 December 2026", "15 Dec 2026"),
    ],
)
def test_dates_are_written_as_the_language_does(code: str, long: str, short: str) -> None:
    day = date(2026, 12, 15)
    with override(code):
        assert formats.date_format(day, "DATE_FORMAT") == long
        assert formats.date_format(day, "SHORT_DATE_FORMAT") == short


@pytest.mark.parametrize("code", ["sq", "sr-latn", "en"])
@pytest.mark.parametrize("typed", ["05.06.2026", "05.06.2026.", "5. 6. 2026.", "05/06/2026"])
def test_a_typed_date_is_always_day_first(code: str, typed: str) -> None:
    from django.forms import DateField

    with override(code):
        assert DateField(localize=True).clean(typed) == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("code", "number"),
    [("sq", "1\xa0234\xa0567,5"), ("sr-latn", "1.234.567,5"), ("en", "1,234,567.5")],
)
def test_numbers_are_grouped_as_the_language_does(code: str, number: str) -> None:
    with override(code):
        assert formats.number_format(1234567.5, force_grouping=True) == number


@pytest.mark.parametrize("code", ["sq", "sr-latn", "en"])
def test_times_have_24_hours(code: str) -> None:
    from datetime import time

    with override(code):
        assert formats.time_format(time(14, 30), "TIME_FORMAT") == "14:30"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("code", "label"), [("sq", "TM4 2026"), ("sr-latn", "4. kvartal 2026."), ("en", "Q4 2026")]
)
def test_quarters_are_named_as_the_language_does(code: str, label: str) -> None:
    with override(code):
        assert quarter_label(Quarter(2026, 4)) == label


def test_a_deadline_is_never_more_exact_than_the_plan() -> None:
    quarter = Due("Q2 2026", date(2026, 4, 1), date(2026, 6, 30), Precision.QUARTER)
    year = Due("2026", date(2026, 1, 1), date(2026, 12, 31), Precision.YEAR)
    with override("en"):
        assert deadline_label(quarter) == "Q2 2026"
        assert deadline_label(year) == "2026"


@pytest.mark.parametrize(
    ("count", "word"),
    [(1, "obaveza"), (2, "obaveze"), (5, "obaveza"), (21, "obaveza"), (22, "obaveze")],
)
def test_serbian_counts_in_three_forms(count: int, word: str) -> None:
    with override("sr-latn"):
        found = ngettext("%(count)s commitment", "%(count)s commitments", count) % {"count": count}

    assert found == f"{count} {word}"
