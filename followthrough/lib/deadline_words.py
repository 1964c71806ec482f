"""What a plan's own words for a deadline mean: "Q2 2026", "Continuous (2026-2028), Q1 2027" …

Words that leave a choice ("4/1/2018", "Spring 2015", "2 weeks after the meeting") stay unread.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from followthrough.lib.deadlines import Due, Precision, Quarter, month_end, month_start

# One occurrence a reporting round of half a year, until somebody says otherwise.
MONTHS_A_ROUND = 6
LONGEST = 400


@dataclass(frozen=True)
class DeadlineWords:
    """The deadlines understood, each with its own words, and the words that were not."""

    dues: tuple[Due, ...]
    unread: tuple[str, ...]

    @property
    def single(self) -> Due | None:
        """The one deadline that the words name without any rest, or None."""
        return self.dues[0] if len(self.dues) == 1 and not self.unread else None


def read_deadlines(words: str, *, day_first: bool | None = None) -> DeadlineWords:
    """Read a list of deadlines parted by commas, semicolons, line breaks or "and".

    `day_first` says how to read 01/06/2024; without it only dates with one reading are read.
    """
    if len(words) > LONGEST:
        return DeadlineWords((), (words,))
    return _Reader(words, day_first).read()


@dataclass(frozen=True)
class _Span:
    start: date
    end: date
    precision: Precision
    stop: int


MONTHS = (
    "january|jan|janar|januar|enero|ene|janvier|janv",
    "february|feb|shkurt|februar|febrero|fevrier|fevr",
    "march|mar|mars|mart|marzo|mrs",
    "april|apr|prill|abril|abr|avril|avr",
    "may|maj|mayo|mai",
    "june|jun|qershor|juni|junio|juin",
    "july|jul|korrik|juli|julio|juillet|juil",
    "august|aug|gusht|avgust|agosto|ago|aout",
    "september|sept|sep|shtator|septembar|septiembre|septembre",
    "october|oct|tetor|oktobar|okt|octubre|octobre",
    "november|nov|nentor|novembar|noviembre|novembre",
    "december|dec|dhjetor|decembar|diciembre|dic|decembre",
)
MONTH_OF = {word: at for at, words in enumerate(MONTHS, start=1) for word in words.split("|")}
MONTH = "(?P<month>" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\b\.?"
YEAR_ALONE = r"(?P<year>(?:19|20)\d\d)(?!\d)"
YEAR = YEAR_ALONE + r"\.?"
OF = r"(?:,\s?|\s(?:of|de|del|te|i|e)\s|\s|\s?/\s?|-)"
ORDINALS = {
    "1": 1, "1st": 1, "first": 1, "i": 1, "primer": 1, "primero": 1, "1er": 1, "1re": 1,
    "premier": 1, "pare": 1, "prvi": 1, "prvo": 1,
    "2": 2, "2nd": 2, "second": 2, "ii": 2, "segundo": 2, "2e": 2, "2eme": 2, "deuxieme": 2,
    "dyte": 2, "drugi": 2, "drugo": 2,
    "3": 3, "3rd": 3, "third": 3, "iii": 3, "tercer": 3, "3e": 3, "3eme": 3, "troisieme": 3,
    "trete": 3, "treci": 3,
    "4": 4, "4th": 4, "fourth": 4, "iv": 4, "cuarto": 4, "4e": 4, "4eme": 4, "quatrieme": 4,
    "katert": 4, "cetvrti": 4, "last": 4,
}  # fmt: skip
ORDINAL = "(?P<ordinal>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")\b\.?"
QUARTER_WORD = r"(?:quarter|trimestre|tremujori?|kvartal|tromesecje)"
HALF_WORD = r"(?:half|half-year|semester|semestre|gjashtemujori?|polugodiste|polugodje)"
DASH = re.compile(r"\s?(?:-|\bto\b|\buntil\b|\bthrough\b|\bhasta\b|\bau\b|\bderi\b|\bdo\b)\s?")
PART_END = re.compile(r"\s?(?:[,;\n]|\s(?:and|y|et|dhe|i)\s|\s?&\s?|$)\s?")
CONTINUOUS = re.compile(
    r"(?:continuous(?:ly)?|on-?going|permanent(?:ly)?|throughout|continuo|continua|permanente"
    r"|continu|en continu|ne vazhdimesi|vazhdimisht|i vazhdueshem|kontinuirano|stalno)\b[\s,:]{0,3}"
)


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


ISO_DAY = _compiled(rf"{YEAR_ALONE}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
DAYS_IN_WORDS = _compiled(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s(?:of\s|de\s)?{MONTH}{OF}{YEAR}",
    rf"{MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{YEAR}",
)
DOTTED_DAY = _compiled(rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{YEAR}")
SLASHED_DAY = _compiled(rf"(?P<a>\d{{1,2}})(?P<by>[/-])(?P<b>\d{{1,2}})(?P=by){YEAR}")
QUARTERS = _compiled(
    rf"(?:q|t|tm)\s?(?P<ordinal>[1-4])\b\.?{OF}{YEAR}",
    rf"(?P<ordinal>[1-4])\s?(?:q|t)\b{OF}{YEAR}",
    rf"{YEAR}{OF}q\s?(?P<ordinal>[1-4])\b",
    rf"{QUARTER_WORD}\s(?:i\s|e\s)?{ORDINAL}{OF}{YEAR}",
    rf"(?:the\s)?{ORDINAL}\s{QUARTER_WORD}{OF}{YEAR}",
)
HALVES = _compiled(
    rf"(?:h|s)\s?(?P<ordinal>[12])\b{OF}{YEAR}",
    rf"(?P<ordinal>[12])\s?h\b{OF}{YEAR}",
    rf"{YEAR}{OF}h\s?(?P<ordinal>[12])\b",
    rf"{HALF_WORD}\s(?:i\s|e\s)?{ORDINAL}{OF}{YEAR}",
    rf"(?:the\s)?{ORDINAL}\s{HALF_WORD}{OF}{YEAR}",
)
MONTHS_OF_A_YEAR = _compiled(rf"{MONTH}{OF}{YEAR}")
MONTHS_IN_FIGURES = _compiled(
    rf"(?P<figure>0?[1-9]|1[0-2])[/.-]{YEAR}",
    rf"{YEAR_ALONE}[/.-](?P<figure>0[1-9]|1[0-2])(?![\d/.-])",
)
# "2024-28" may be years or, elsewhere, a month: it is neither here.
YEARS = _compiled(rf"{YEAR_ALONE}(?![/-]\d{{1,2}}(?!\d))\.?")
END_OF = re.compile(
    r"(?:(?:by|until|before)\s)?(?:the\s)?(?:end|finales|fines|final|fin|fundi|kraj)"
    r"\s(?:(?:of|de|del|i)\s)?(?:the\s)?"
)
BEGINNING_OF = re.compile(r"(?:the\s)?(?:beginning|start)\s(?:of\s)?(?:the\s)?")
BY = re.compile(r"(?:by|until|till|hasta|jusqu'a|deri|do|no later than)\s(?:the\s)?")
BARE_MONTH = re.compile(MONTH)
BARE_QUARTER = re.compile(r"(?:q|t)\s?(?P<ordinal>[1-4])\b")
CONTINUOUS_BEHIND = re.compile(r"\s?\(?(?:continuous(?:ly)?|on-?going)\)?(?!\w)")
SEPARATOR = re.compile(r"[()]|[,;\n]|\s(?:and|y|et|dhe)\s|\s?&\s?")
BLANKS = re.compile(r"[^\S\n]+")
FOLDED = {
    code: unicodedata.normalize("NFD", chr(code))[0].lower() for code in range(0xC0, 0x250)
} | {0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2019: "'"}


class _Reader:
    """Reads one part after the other; a part is understood whole or not at all."""

    def __init__(self, words: str, day_first: bool | None) -> None:
        self.words = BLANKS.sub(" ", words).strip()
        folded = self.words.translate(FOLDED).lower()
        self.folded = folded if len(folded) == len(self.words) else self.words
        self.day_first = day_first

    def read(self) -> DeadlineWords:
        dues: list[Due] = []
        unread: list[str] = []
        at = 0
        while at < len(self.words):
            if self.words[at].isspace():
                at += 1
                continue
            span, recurs = self._part(at)
            end = PART_END.match(self.folded, span.stop) if span else None
            if span and end:
                own_words = self.words[at : span.stop].strip()
                months = MONTHS_A_ROUND if recurs else None
                dues.append(Due(own_words, span.start, span.end, span.precision, months))
                at = max(end.end(), at + 1)
            else:
                stop, following = self._skip(at)
                unread += [left] if (left := self.words[at:stop].strip()) else []
                at = following
        return DeadlineWords(tuple(dues), tuple(unread))

    def _part(self, at: int) -> tuple[_Span | None, bool]:
        """The deadline that begins here, and whether it is a continuous duty."""
        start = CONTINUOUS.match(self.folded, at)
        if not start:
            span = self._range(at)
            behind = CONTINUOUS_BEHIND.match(self.folded, span.stop) if span else None
            return (_continuous(span, behind.end()), True) if span and behind else (span, False)
        has_bracket = self.folded[start.end() : start.end() + 1] == "("
        span = self._range(start.end() + has_bracket)
        if span is None or (has_bracket and self.folded[span.stop : span.stop + 1] != ")"):
            return None, True
        return _continuous(span, span.stop + has_bracket), True

    def _range(self, at: int) -> _Span | None:
        shared = self._shared_year(at)
        if shared:
            return shared
        first = self._edged(at)
        dash = DASH.match(self.folded, first.stop) if first else None
        if not first or not dash:
            return first
        last = self._edged(dash.end())
        if last is None or last.end < first.start:
            return None
        return _Span(first.start, last.end, last.precision, last.stop)

    def _shared_year(self, at: int) -> _Span | None:
        """ "January – August 2020", "Q1-Q3 2026": the year stands once, at the end."""
        for bare, precision in ((BARE_MONTH, Precision.MONTH), (BARE_QUARTER, Precision.QUARTER)):
            first = bare.match(self.folded, at)
            dash = DASH.match(self.folded, first.end()) if first else None
            last = self._span(dash.end()) if dash else None
            if first and last and last.precision is precision:
                month = _first_month(first, precision)
                start = month_start(last.start.year, month)
                return _Span(start, last.end, precision, last.stop) if start < last.end else None
        return None

    def _edged(self, at: int) -> _Span | None:
        """A span behind "by", "end of" or "beginning of"."""
        if edge := BEGINNING_OF.match(self.folded, at):
            span = self._span(edge.end())
            is_narrow = span and span.precision in {Precision.MONTH, Precision.QUARTER}
            return span if is_narrow else None
        edge = END_OF.match(self.folded, at) or BY.match(self.folded, at)
        return self._span(edge.end() if edge else at)

    def _span(self, at: int) -> _Span | None:
        for patterns, build in KINDS:
            for pattern in patterns:
                match = pattern.match(self.folded, at)
                span = _built(build, match, self.day_first) if match else None
                if span:
                    return span
        return None

    def _skip(self, at: int) -> tuple[int, int]:
        """Where the part that begins here stops, and where the next one begins."""
        depth = 0
        for mark in SEPARATOR.finditer(self.folded, at):
            if mark.group() in "()":
                depth = max(0, depth + (1 if mark.group() == "(" else -1))
            elif not depth:
                return mark.start(), mark.end()
        return len(self.words), len(self.words)


type_of_build = Callable[[re.Match[str], bool | None], _Span | None]


def _built(build: type_of_build, match: re.Match[str], day_first: bool | None) -> _Span | None:
    try:
        return build(match, day_first)
    except ValueError:
        # 31 June is no day.
        return None


def _day(match: re.Match[str], day: int, month: int) -> _Span:
    on = date(int(match["year"]), month, day)
    return _Span(on, on, Precision.DAY, match.end())


def _day_in_figures(match: re.Match[str], _: bool | None) -> _Span:
    return _day(match, int(match["day"]), int(match["month"]))


def _day_in_words(match: re.Match[str], _: bool | None) -> _Span:
    return _day(match, int(match["day"]), MONTH_OF[match["month"]])


def _slashed_day(match: re.Match[str], day_first: bool | None) -> _Span | None:
    first, second = int(match["a"]), int(match["b"])
    if day_first is None:
        if first <= 12 and second <= 12 and first != second:
            return None
        day_first = first > 12
    return _day(match, first, second) if day_first else _day(match, second, first)


def _quarter(match: re.Match[str], _: bool | None) -> _Span:
    quarter = Quarter(int(match["year"]), ORDINALS[match["ordinal"]])
    return _Span(quarter.start, quarter.end, Precision.QUARTER, match.end())


def _half(match: re.Match[str], _: bool | None) -> _Span | None:
    number = ORDINALS[match["ordinal"]]
    number = 2 if match["ordinal"] == "last" else number
    if number > 2:
        return None
    return _months(match, 6 * number - 5, 6 * number, Precision.HALF)


def _month(match: re.Match[str], _: bool | None) -> _Span:
    month = MONTH_OF[match["month"]]
    return _months(match, month, month, Precision.MONTH)


def _month_in_figures(match: re.Match[str], _: bool | None) -> _Span | None:
    month, year = int(match["figure"]), int(match["year"])
    # "2011-12" may be two years.
    if match.start("figure") > match.start("year") and month > year % 100:
        return None
    return _months(match, month, month, Precision.MONTH)


def _year(match: re.Match[str], _: bool | None) -> _Span:
    return _months(match, 1, 12, Precision.YEAR)


def _months(match: re.Match[str], first: int, last: int, precision: Precision) -> _Span:
    year = int(match["year"])
    return _Span(month_start(year, first), month_end(year, last), precision, match.end())


def _continuous(span: _Span, stop: int) -> _Span:
    return _Span(span.start, span.end, Precision.CONTINUOUS, stop)


def _first_month(match: re.Match[str], precision: Precision) -> int:
    if precision is Precision.MONTH:
        return MONTH_OF[match["month"]]
    return 3 * int(match["ordinal"]) - 2


KINDS: tuple[tuple[tuple[re.Pattern[str], ...], type_of_build], ...] = (
    (ISO_DAY, _day_in_figures),
    (DAYS_IN_WORDS, _day_in_words),
    (DOTTED_DAY, _day_in_figures),
    (SLASHED_DAY, _slashed_day),
    (QUARTERS, _quarter),
    (HALVES, _half),
    (MONTHS_OF_A_YEAR, _month),
    (MONTHS_IN_FIGURES, _month_in_figures),
    (YEARS, _year),
)
