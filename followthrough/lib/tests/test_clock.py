"""The clock, real and the demonstration's."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from followthrough.lib import clock
from followthrough.lib.demo_day import BadMoment, folder_of, moment_of


def test_a_day_means_ten_in_the_morning_in_kosovo() -> None:
    assert moment_of("").astimezone(UTC) == datetime(2027, 1, 22, 9, tzinfo=UTC)
    assert moment_of("2026-07-20").astimezone(UTC) == datetime(2026, 7, 20, 8, tzinfo=UTC)
    assert moment_of("2027-05-15T14:30").hour == 14
    assert moment_of("2027-05-15T12:30Z").hour == 14


@pytest.mark.parametrize(
    "text", ["tomorrow", "22.01.2027", "2027-13-01", "2031-01-01", "1999-01-01"]
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadMoment, match=r"^.*\.$"):
        moment_of(text)


def test_each_day_has_a_folder_of_its_own() -> None:
    found = [folder_of(moment_of(one)) for one in ("", "2027-05-15", "2027-05-15T14:30")]
    assert found == ["", "2027-05-15", "2027-05-15T143000"]


def test_the_clock_is_real_outside_the_demonstration() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_demonstrations_day_runs_on_and_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO_AT", moment_of(""))
    for seconds, expected in ((180, "10:03"), (30 * 3600, "23:59")):
        monkeypatch.setattr(clock, "_STARTED", time.time() - seconds)
        assert f"{clock.now():%d %H:%M}" == f"22 {expected}"
