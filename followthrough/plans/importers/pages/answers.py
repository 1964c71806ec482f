"""The answers file: a TOML file with one table a doubt, filled by a person."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from followthrough.plans.importers.pages.doubts import Doubt
from followthrough.plans.importers.pages.facts import PageFacts

LARGEST = 2_000_000
NEW = "new-institution"
HEAD = """\
# What the page of {code} leaves open, for a person to settle.
#
# Write each answer behind “answer =”. A line that begins with # is a note and says nothing.
# Institutions go by their short names in the plan{known}. Describe one that the plan does not
# have yet at the end of this file, in this form and without the # signs:
#
#   [new-institution.agency-for-rivers]
#   kind = "agency"           {kinds}
#   sector = "government"     or "civil_society", "other"
#   name = "Agency for Rivers"
#
# Nothing is written into the plan until every point has an answer.

page = {page}
"""


class AnswerUnusable(Exception):
    """The answers file, or one answer in it, cannot be used; the message names file and key."""

    def __init__(self, name: str, key: str, wrong: str) -> None:
        place = f"{name}, “{key}”" if key else name
        super().__init__(f"{place}: {wrong}.")


@dataclass(frozen=True)
class Given:
    """One answer with the words of the page it was given for."""

    text: str
    value: Any
    table: dict[str, Any]

    @property
    def is_filled(self) -> bool:
        return self.value not in ("", [], None)


@dataclass(frozen=True)
class Answers:
    """What a person answered, by the key of the doubt; `name` is the file's, for messages."""

    name: str
    page: str = ""
    given: dict[str, Given] = field(default_factory=dict)
    institutions: dict[str, dict[str, str]] = field(default_factory=dict)

    def value(self, doubt: Doubt) -> Any:
        """The answer to the doubt. Raises AnswerUnusable if it is missing or for other words."""
        given = self.given.get(doubt.key)
        if given is None or not given.is_filled:
            wrong = f"there is no answer yet. {doubt.allowed[:-1]}"
            raise AnswerUnusable(self.name, doubt.key, wrong)
        if _words(given.text) != _words(doubt.text):
            wrong = "the words of the page have changed since this was answered; answer it again"
            raise AnswerUnusable(self.name, doubt.key, wrong)
        return given.value

    def has(self, doubt: Doubt) -> bool:
        given = self.given.get(doubt.key)
        is_for_these_words = given is not None and _words(given.text) == _words(doubt.text)
        return is_for_these_words and given is not None and given.is_filled


def read_answers(path: Path) -> Answers:
    """Read an answers file; one that is not there holds no answers. Raises AnswerUnusable."""
    try:
        if not path.exists():
            return Answers(path.name)
        if path.stat().st_size > LARGEST or not path.is_file():
            raise AnswerUnusable(path.name, "", "this is not an answers file")
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise AnswerUnusable(path.name, "", "the file is not written in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        wrong = f"the file cannot be read: {str(error)[:200]}; check the quotation marks there"
        raise AnswerUnusable(path.name, "", wrong) from error
    except (OSError, ValueError) as error:
        raise AnswerUnusable(path.name, "", "the file cannot be opened") from error
    return _answers(path.name, tables)


def write_answers(
    path: Path, facts: PageFacts, doubts: list[Doubt], before: Answers, *, known: Iterable[str] = ()
) -> bool:
    """Write the doubts into the file, keeping every answer given; False if it needs no change.

    Raises AnswerUnusable when the file is about another page or cannot be written.
    """
    refuse_other_page(before, facts)
    if path.exists() and all(_stands(doubt, before) for doubt in doubts):
        return False
    try:
        beside = path.with_name(path.name + ".part")
        beside.write_text(render(facts, doubts, before, known=known), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise AnswerUnusable(path.name, "", f"the file cannot be written ({reason})") from error
    return True


def refuse_other_page(answers: Answers, facts: PageFacts) -> None:
    """Raise AnswerUnusable if the answers were given for the page of another commitment."""
    if answers.page and answers.page != _page(facts):
        wrong = f"these are the answers for {answers.page}, not for {_page(facts)}"
        raise AnswerUnusable(answers.name, "page", wrong)


def render(
    facts: PageFacts, doubts: list[Doubt], before: Answers, *, known: Iterable[str] = ()
) -> str:
    """The whole file as text."""
    slugs = ", ".join(known)
    note = f"\n# ({slugs})" if slugs else ""
    kinds = 'or "ministry", "office", "municipality", "civil_society", "donor", "group", "other"'
    parts = [HEAD.format(code=_page(facts), known=note, kinds=kinds, page=_toml(_page(facts)))]
    parts += [_table(doubt, before) for doubt in doubts]
    asked = {doubt.key for doubt in doubts}
    parts += [
        f"# This was not asked in the last run.\n{_kept(key, given)}"
        for key, given in before.given.items()
        if key not in asked and given.is_filled
    ]
    parts += [_new(slug, fields) for slug, fields in before.institutions.items()]
    return "\n".join(parts)


def _answers(name: str, tables: dict[str, Any]) -> Answers:
    given: dict[str, Given] = {}
    for key, table in tables.items():
        if key in {"page", NEW}:
            continue
        if not isinstance(table, dict):
            raise AnswerUnusable(name, key, "this belongs under one of the points in brackets")
        given[key] = Given(str(table.get("text", "")), table.get("answer", ""), table)
    return Answers(name, str(tables.get("page", "")), given, _new_institutions(name, tables))


def _new_institutions(name: str, tables: dict[str, Any]) -> dict[str, dict[str, str]]:
    described = tables.get(NEW, {})
    is_sound = isinstance(described, dict) and all(
        isinstance(fields, dict) and all(isinstance(value, str) for value in fields.values())
        for fields in described.values()
    )
    if not is_sound:
        wrong = "each new institution needs kind, sector and name, in words"
        raise AnswerUnusable(name, NEW, wrong)
    return dict(described)


def _stands(doubt: Doubt, before: Answers) -> bool:
    given = before.given.get(doubt.key)
    return given is not None and _words(given.text) == _words(doubt.text)


def _table(doubt: Doubt, before: Answers) -> str:
    given = before.given.get(doubt.key)
    is_old = given is not None and given.is_filled and not _stands(doubt, before)
    value = given.value if given is not None and _stands(doubt, before) else ""
    lines = ", ".join(str(line) for line in doubt.lines)
    written = [
        f"[{doubt.key}]",
        f"question = {_toml(doubt.question)}",
        f"text = {_toml(doubt.text)}",
        f"lines = [{lines}]",
        f"# {doubt.allowed}",
    ]
    if is_old and given is not None:
        written.append(f"# Before the page changed, the answer was {_toml(given.value)}")
    return "\n".join([*written, f"answer = {_toml(value)}", ""])


def _kept(key: str, given: Given) -> str:
    plain = {name: value for name, value in given.table.items() if not isinstance(value, dict)}
    written = [f"{_toml_key(name)} = {_toml(value)}" for name, value in plain.items()]
    return "\n".join([f"[{_toml_key(key)}]", *written, ""])


def _new(slug: str, fields: dict[str, str]) -> str:
    lines = [f"{_toml_key(name)} = {_toml(value)}" for name, value in fields.items()]
    return "\n".join([f"[{NEW}.{_toml_key(slug)}]", *lines, ""])


def _toml(value: Any) -> str:
    """A value in TOML: its basic strings are JSON's, but for the DEL character."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007f")


def _toml_key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else _toml(key)


def _page(facts: PageFacts) -> str:
    return facts.code or facts.name


def _words(text: str) -> list[str]:
    return text.split()
