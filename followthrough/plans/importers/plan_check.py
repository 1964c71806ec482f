"""What a JSON Schema cannot say about a plan: references, doubles, and dates that run forward."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

from followthrough.plans.importers.plan_schema import Fault, Path, did_you_mean, shown, texts
from followthrough.plans.queries import Document

REQUIRED_TEXTS = frozenset({"title", "name", "label"})


def reference_faults(document: Document) -> Iterator[Fault]:
    """The faults of a document that fits the schema."""
    yield from _plan(document["plan"])
    yield from _texts(document)
    yield from _doubles(
        document["method"]["definitions"], ("method", "definitions"), "kind", "code"
    )
    areas, institutions = document["policy_areas"]["areas"], document["institutions"]
    yield from _doubles(areas, ("policy_areas", "areas"), "code")
    if areas and not document["policy_areas"]["list"]:
        yield Fault(("policy_areas", "list"), "this is empty. Name the list of these areas.")
    yield from _doubles(institutions, ("institutions",), "slug")
    yield from _coordinator(document["plan"]["coordinator"], {one["slug"] for one in institutions})
    known_areas = {area["code"] for area in areas}
    known_slugs = {institution["slug"] for institution in institutions}
    commitments = document["commitments"]
    yield from _doubles(commitments, ("commitments",), "number")
    yield from _doubles(commitments, ("commitments",), "code")
    for index, commitment in enumerate(commitments):
        path: Path = ("commitments", index)
        yield from _areas(commitment["policy_areas"], (*path, "policy_areas"), known_areas)
        yield from _commitment(commitment, path, known_slugs)


def _plan(plan: Document) -> Iterator[Fault]:
    yield from _doubles(plan["languages"], ("plan", "languages"), "code")
    if plan["starts_on"] > plan["ends_on"]:
        yield Fault(
            ("plan", "ends_on"),
            f"the plan ends before it starts ({plan['starts_on']}).",
        )
    zone = plan["time_zone"]
    zones = available_timezones()
    if zone not in zones:
        hint = did_you_mean(zone, zones)
        yield Fault(
            ("plan", "time_zone"),
            f"{shown(zone)} is not a known time zone. {hint}Write one such as Europe/Belgrade.",
        )


def _coordinator(slug: str | None, slugs: set[str]) -> Iterator[Fault]:
    if slug is not None and slug not in slugs:
        yield Fault(
            ("plan", "coordinator"),
            f"“{slug}” is not among the institutions. {did_you_mean(slug, slugs)}"
            "Correct it, or add the institution.",
        )


def _texts(document: Document) -> Iterator[Fault]:
    languages = [language["code"] for language in document["plan"]["languages"]]
    for path, text in texts(document):
        written = {code for code in text if code not in {"original", "states"} and text[code]}
        if not written and path[-1] in REQUIRED_TEXTS:
            yield Fault(path, "this has no text. Write it in at least one language.")
        if written:
            yield from _text(text, path, written, languages)


def _text(text: Document, path: Path, written: set[str], languages: list[str]) -> Iterator[Fault]:
    for code in sorted(written - set(languages)):
        yield Fault(
            (*path, code),
            f"“{code}” is not a language of this plan ({', '.join(languages)}). "
            f"{did_you_mean(code, languages)}Correct it, or add it to the plan's languages.",
        )
    if text["original"] not in written:
        yield Fault(
            (*path, "original"),
            f"the original language is “{text['original']}”, but it has no text. "
            "Write it, or name a language that has one.",
        )
    for code in text.get("states", {}):
        if code not in written or code == text["original"]:
            yield Fault(
                (*path, "states", code),
                "only a translation that is there can have a state. Remove it.",
            )


def _doubles(items: list[Document], path: Path, *names: str) -> Iterator[Fault]:
    """Items that repeat what must be unique among them; empty values do not count."""
    first: dict[tuple[Any, ...], int] = {}
    for index, item in enumerate(items):
        key = tuple(item[name] for name in names)
        if not any(key):
            continue
        if key in first:
            yield Fault(
                (*path, index, names[-1]),
                f"{shown(key[-1])} is already used in {{first}}. Correct or remove one of them.",
                (*path, first[key]),
            )
        first.setdefault(key, index)


def _areas(codes: list[str], path: Path, known: set[str]) -> Iterator[Fault]:
    for index, code in enumerate(codes):
        if code not in known:
            yield Fault(
                (*path, index),
                f"“{code}” is not among the policy areas. {did_you_mean(code, known)}"
                "Correct it, or add the area.",
            )


def _commitment(commitment: Document, path: Path, slugs: set[str]) -> Iterator[Fault]:
    milestones = commitment["milestones"]
    yield from _involved(commitment["involved"], (*path, "involved"), slugs)
    yield from _doubles(milestones, (*path, "milestones"), "number")
    first: dict[int, Path] = {}
    for index, milestone in enumerate(milestones):
        step: Path = (*path, "milestones", index)
        yield from _involved(milestone["involved"], (*step, "involved"), slugs)
        for at, output in enumerate(milestone["outputs"]):
            place: Path = (*step, "outputs", at)
            yield from _output_number(output["number"], place, first)
            yield from _deadlines(output, place)


def _output_number(number: int, path: Path, first: dict[int, Path]) -> Iterator[Fault]:
    if number in first:
        yield Fault(
            (*path, "number"),
            f"output {number} of this commitment is already in {{first}}. "
            "Outputs are numbered through the whole commitment.",
            first[number],
        )
    first.setdefault(number, path)


def _involved(involved: list[Document], path: Path, slugs: set[str]) -> Iterator[Fault]:
    yield from _doubles(involved, path, "role", "institution")
    for index, involvement in enumerate(involved):
        slug = involvement["institution"]
        if slug not in slugs:
            yield Fault(
                (*path, index, "institution"),
                f"“{slug}” is not among the institutions. {did_you_mean(slug, slugs)}"
                "Correct it, or add the institution.",
            )


def _deadlines(output: Document, path: Path) -> Iterator[Fault]:
    current = output.get("current_deadline", output["deadline"])
    if (current is None) != (output["deadline"] is None):
        yield Fault(
            (*path, "current_deadline"),
            "an output has both an original and a current deadline, or none. Add or remove one.",
        )
    for name in ("deadline", "current_deadline"):
        if output.get(name):
            yield from _deadline(output[name], (*path, name))


def _deadline(deadline: Document, path: Path) -> Iterator[Fault]:
    if deadline["start"] > deadline["end"]:
        yield Fault(
            (*path, "end"), f"the deadline ends before it starts ({deadline['start']}). Correct it."
        )
    if deadline["continuous"] != (deadline["precision"] == "continuous"):
        yield Fault(
            (*path, "continuous"), "this does not agree with the precision. Correct one of them."
        )
    if deadline["every_months"] and deadline["precision"] != "continuous":
        yield Fault(
            (*path, "every_months"),
            "only a continuous duty falls due again. Remove it, or correct the precision.",
        )
