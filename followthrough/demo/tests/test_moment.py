"""The day that `followthrough demo --at` names, before Django is there."""

import os
from pathlib import Path

import pytest

from followthrough import server


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEMO", "DEMO_AT", "FOLLOWTHROUGH_STARTED"):
        monkeypatch.setenv(name, "")
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_each_day_has_its_own_folder() -> None:
    data = Path("/somewhere")
    assert server._choose_moment("", data) == data
    assert server._choose_moment("2027-05-15", data) == data / "2027-05-15"
    assert os.environ["DEMO_AT"] == "2027-05-15T10:00:00+02:00"


@pytest.mark.parametrize("day", ["tomorrow", "15.05.2027", "2031-01-01"])
def test_a_day_it_does_not_know_is_said_in_a_sentence(day: str) -> None:
    with pytest.raises(SystemExit, match=r"^followthrough: .*\.$"):
        server._choose_moment(day, Path("/somewhere"))


def test_it_never_runs_on_a_database_of_somebody_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        server._choose_moment("", Path("/somewhere"))
