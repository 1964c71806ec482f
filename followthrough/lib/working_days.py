"""Working days of a jurisdiction. Clocks that run on people count these, never weekends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY_AND_SUNDAY = frozenset({5, 6})
ISO_LETTERS = 2
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """The calendar of one place: weekends, its public holidays, and the corrections made to them.

    The Eids are estimates until they are announced, so `added` and `removed` are data of a plan.
    A place that the holiday library does not know (OGP's own prefixes among them) rests on
    Saturday and Sunday only.
    """

    jurisdiction: str
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day.weekday() in _weekend(self.jurisdiction) or day in self.added:
            return False
        return day in self.removed or day not in _holidays(self.jurisdiction, day.year)

    def add(self, day: date, count: int) -> date:
        """The day that lies `count` working days after `day`; before it when negative."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; 0 when it is past."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working, days))

    def first_from(self, day: date) -> date:
        """That day if it is a working day, else the next one."""
        return day if self.is_working(day) else self.add(day, 1)


@dataclass(frozen=True)
class Holiday:
    """A public holiday as the library knows it; an estimate hangs on the sighting of the moon."""

    day: date
    name: str
    is_estimate: bool


def working_days(
    jurisdiction: str, added: Iterable[date] = (), removed: Iterable[date] = ()
) -> WorkingDays:
    return WorkingDays(jurisdiction, frozenset(added), frozenset(removed))


def holidays_of(jurisdiction: str, year: int, language: str) -> tuple[Holiday, ...]:
    """The year's public holidays in their order, without corrections.

    `language` is a code of the interface; where the library lacks it, names are the place's own.
    """
    if not _is_known(jurisdiction):
        return ()
    named = _named(jurisdiction, year, _LIBRARY_S.get(language, language))
    # Only its English names are certain to say which days are estimates.
    estimates = _named(jurisdiction, year, "en_US")
    return tuple(
        Holiday(day, name, "estimated" in estimates.get(day, "")) for day, name in named.items()
    )


_LIBRARY_S = {"sr-latn": "sr", "en": "en_US"}


@lru_cache(maxsize=200)
def _named(jurisdiction: str, year: int, language: str) -> dict[date, str]:
    known = holidays.list_localized_countries().get(jurisdiction, [])
    chosen = language if language in known else None
    found = holidays.country_holidays(jurisdiction, years=year, language=chosen)
    return dict(sorted(found.items()))


def _is_known(jurisdiction: str) -> bool:
    # OGP calls Morocco "MO", which ISO gives to Macao, and local members have three letters, as
    # ISO's other codes of countries do: better no holiday than another place's.
    is_ogp_s_own = jurisdiction == "MO" or len(jurisdiction) != ISO_LETTERS
    return not is_ogp_s_own and jurisdiction in holidays.list_supported_countries()


@lru_cache(maxsize=200)
def _weekend(jurisdiction: str) -> frozenset[int]:
    # Jordan, an OGP member, rests on Friday and Saturday.
    if not _is_known(jurisdiction):
        return SATURDAY_AND_SUNDAY
    return frozenset(holidays.country_holidays(jurisdiction).weekend)


# Public holidays of a year are the same however often they are asked for.
@lru_cache(maxsize=200)
def _holidays(jurisdiction: str, year: int) -> frozenset[date]:
    if not _is_known(jurisdiction):
        return frozenset()
    return frozenset(holidays.country_holidays(jurisdiction, years=year))
