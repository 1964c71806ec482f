"""The command: a preview that needs nothing, an answers file, and writing all pages or none."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from followthrough.audit.models import Event
from followthrough.plans.importers.pages.answers import Answers, render
from followthrough.plans.importers.pages.doubts import doubts_of
from followthrough.plans.models import Commitment
from followthrough.plans.tests.page_cast import answered, facts, facts_in, page, plan

PLAN = "sample-2030-2032"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The full page, saved in a folder of its own."""
    path = tmp_path / "rivers.txt"
    path.write_text(page())
    return path


def run(*files: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_page", *map(str, files), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def answers_file(saved: Path) -> Path:
    """The answers of a person who has settled every point."""
    read = facts_in(saved.read_text())
    answers = answered(read)
    path = saved.with_suffix(".answers.toml")
    path.write_text(
        render(read, doubts_of(read), Answers("x", "", answers.given, answers.institutions))
    )
    return path


def write(saved: Path, *answers: Path) -> str:
    return run(saved, plan=PLAN, write=True, answers=[str(path) for path in answers])


def test_the_preview_has_three_lists_with_lines(saved: Path) -> None:
    lines = [" ".join(line.split()) for line in run(saved).splitlines()]
    assert "line 6 code ZZ0001" in lines
    assert "line 16 status empty: the label is there, without a value" in lines
    assert "line 70 milestone 2 deadline Continuous (2026-2028), Q1 2027" in lines
    headings = [
        line for line in lines if line.isupper() or line.startswith(("FOUND", "NOT", "DOU"))
    ]
    assert [line.partition(" (")[0] for line in headings] == ["FOUND", "NOT FOUND", "DOUBTFUL"]


def test_a_long_answer_is_shown_whole_when_asked(saved: Path) -> None:
    saved.write_text(page("full.txt", ("Fewer dead fish.", "Fewer dead fish. " * 50)))
    assert "characters)" in run(saved)
    assert "characters)" not in run(saved, verbosity=2)


def test_the_answers_file_stands_beside_the_page(saved: Path) -> None:
    assert "rivers.answers.toml" in run(saved)
    text = saved.with_name("rivers.answers.toml").read_text()
    assert "[milestone-2-output-3-deadline]" in text
    assert '# Answer "Continuous (2026-2028)" or "Q1 2027"; or "none".' in text


def test_a_refused_file_does_not_hide_the_others(saved: Path, tmp_path: Path) -> None:
    out = StringIO()
    (tmp_path / "empty.txt").touch()
    with pytest.raises(
        CommandError, match=r"^empty.txt, line 1: the file is empty\. Save the page"
    ):
        call_command("import_page", str(tmp_path / "empty.txt"), str(saved), stdout=out)
    assert "ZZ0001" in out.getvalue()
    assert not (tmp_path / "empty.answers.toml").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"write": True, "plan": PLAN}, "Say with --answers FILE where the answers are"),
        ({"write": True, "answers": ["a"]}, "Say with --plan SLUG which plan to write into"),
        ({"answers": ["a", "b"]}, "Give one answers file for each page"),
    ],
)
def test_calls_that_lack_something(saved: Path, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(saved, **options)


def called(arguments: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, with its data under `home`."""
    return subprocess.run(  # noqa: S603 - our own command, with paths of the test
        [sys.executable, "-m", "followthrough.cli", "import-page", *arguments],
        env={**os.environ, "DATA_DIR": str(home)},
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.mark.django_db
def test_written_once_then_nothing_to_change(saved: Path) -> None:
    plan()
    answers = answers_file(saved)
    assert write(saved, answers) == "ZZ0001: imported.\n"
    events = Event.objects.count()
    assert write(saved, answers) == "ZZ0001: nothing to change.\n"
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_a_missing_answer_writes_nothing(saved: Path) -> None:
    plan()
    run(saved)
    wrong = "rivers.answers.toml, “plan”: there is no answer yet.* Nothing was written."
    with pytest.raises(CommandError, match=wrong):
        write(saved, saved.with_name("rivers.answers.toml"))
    assert not Commitment.objects.exists()


@pytest.mark.django_db
def test_all_pages_or_none(saved: Path, tmp_path: Path) -> None:
    plan()
    other = tmp_path / "bread.txt"
    other.write_text(page("compact.txt"))
    answers = [str(answers_file(saved)), str(tmp_path / "bread.answers.toml")]
    with pytest.raises(CommandError, match="bread.answers.toml, “institution-bakers-guild”"):
        run(saved, other, plan=PLAN, write=True, answers=answers)
    assert not Commitment.objects.exists()
    with pytest.raises(CommandError, match="Nothing was written"):
        run(saved, tmp_path / "none.txt", plan=PLAN, write=True, answers=answers)
    assert not Commitment.objects.exists()


@pytest.mark.django_db
def test_a_changed_page_is_shown_and_asked_about(saved: Path) -> None:
    plan()
    answers = answers_file(saved)
    write(saved, answers)
    saved.write_text(page("full.txt", ("Clean rivers", "Cleaner rivers")))
    with pytest.raises(
        CommandError,
        match=r"The page and the plan differ in “change-title”\. .*rivers.answers.toml",
    ):
        write(saved, answers)
    assert "[change-title]" in answers.read_text()
    shown = run(saved, plan=PLAN, answers=[str(answers)])
    assert "CHANGED ON THE PAGE SINCE THE LAST IMPORT (1)" in shown
    assert "DIFFERENT FROM THE PLAN (1)" in shown
    head, _, rest = answers.read_text().partition("[change-title]")
    filled = rest.replace('answer = ""', 'answer = "page"', 1)
    answers.write_text(f"{head}[change-title]{filled}")
    assert "ZZ0001: 1 field changed." in write(saved, answers)


@pytest.mark.django_db
def test_an_unknown_plan(saved: Path) -> None:
    with pytest.raises(CommandError, match="There is no plan “nowhere”; the plans here are: none"):
        run(saved, plan="nowhere", write=True, answers=[str(answers_file(saved))])


def test_without_a_database(saved: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    arguments = [str(saved)]
    for extra in ([], ["--plan", PLAN]):
        done = called([*arguments, *extra], home)
        assert done.returncode == 0, done.stderr
        assert "ZZ0001" in done.stdout
    assert not list(home.glob("*.sqlite3*"))


def test_the_exit_status_of_a_refusal(tmp_path: Path) -> None:
    done = called([str(tmp_path / "none.txt")], tmp_path)
    assert done.returncode == 1
    assert "none.txt: the file cannot be read (no such file or directory)." in done.stderr
    assert "Traceback" not in done.stderr
    assert facts().code not in done.stdout
