"""The labels of OGP's pages by language, and where they stand in a line."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a label announces. Headings have no value of their own."""

    PLAN = "plan"
    CYCLE = "cycle"
    STATE = "status"
    LEAD = "lead"
    SUPPORT = "support"
    REPORT = "irm_report"
    STARRED = "starred"
    EARLY = "early_results"
    VERIFIABLE = "verifiable"
    RELEVANT = "relevant"
    IMPACT = "potential_impact"
    AMBITION = "ambition"
    COMPLETION = "completion"
    OVERVIEW = "overview"
    GLANCE = "at_a_glance"
    INSTITUTIONS = "institutions"
    AREAS = "policy_areas"
    REVIEW = "irm_review"
    DESIGN = "design"
    IMPLEMENTATION = "implementation"
    DESCRIPTION = "description"


RATINGS = (
    Label.STARRED,
    Label.EARLY,
    Label.VERIFIABLE,
    Label.RELEVANT,
    Label.IMPACT,
    Label.AMBITION,
    Label.COMPLETION,
)
HEADINGS = frozenset(
    {
        Label.OVERVIEW,
        Label.GLANCE,
        Label.INSTITUTIONS,
        Label.AREAS,
        Label.REVIEW,
        Label.DESIGN,
        Label.IMPLEMENTATION,
        Label.DESCRIPTION,
    }
)

# The translated pages are made by a machine: one language has several words for one label.
WORDS: dict[str, dict[Label, tuple[str, ...]]] = {
    "en": {
        Label.PLAN: ("Action Plan",),
        Label.CYCLE: ("Action Plan Cycle",),
        Label.STATE: ("Status",),
        Label.LEAD: ("Lead Institution", "Lead Institution(s)", "Lead Institutions"),
        Label.SUPPORT: (
            "Support Institution(s)",
            "Support Institution",
            "Support Institutions",
            "Supporting Institution(s)",
            "Supporting Institutions",
        ),
        Label.REPORT: ("IRM Report", "IRM Reports"),
        Label.STARRED: ("Starred",),
        Label.EARLY: ("Early Results",),
        Label.VERIFIABLE: ("Verifiable",),
        Label.RELEVANT: ("Relevant to OGP Values",),
        Label.IMPACT: ("Potential Impact",),
        Label.AMBITION: ("Ambition (see definition)", "Ambition"),
        Label.COMPLETION: ("Completion",),
        Label.OVERVIEW: ("Overview",),
        Label.GLANCE: ("At-a-Glance", "At a Glance"),
        Label.INSTITUTIONS: ("Institutions",),
        Label.AREAS: ("Policy Areas", "Policy Area"),
        Label.REVIEW: ("IRM Review",),
        Label.DESIGN: ("Design i", "Design"),
        Label.IMPLEMENTATION: ("Implementation i", "Implementation"),
        Label.DESCRIPTION: ("Description",),
    },
    "es": {
        Label.PLAN: ("Plan de acción",),
        Label.CYCLE: ("Ciclo del plan de acción", "Ciclo de plan de acción"),
        Label.STATE: ("Estado", "Estatus", "Situación"),
        Label.LEAD: (
            "Institución líder",
            "Institución principal",
            "Institución responsable",
            "Institución(es) líder(es)",
            "Instituciones líderes",
        ),
        Label.SUPPORT: (
            "Institución(es) de apoyo",
            "Institución de apoyo",
            "Instituciones de apoyo",
        ),
        Label.REPORT: ("Informe de IRM", "Informe del IRM", "Informe IRM", "Informe MRI"),
        Label.STARRED: ("Destacado", "Estelares", "Estelar", "Sembrado de estrellas"),
        Label.EARLY: ("Resultados iniciales", "Resultados tempranos", "Primeros resultados"),
        Label.VERIFIABLE: ("Verificable",),
        Label.RELEVANT: (
            "Relevante para los valores de OGP",
            "Relevante para los valores de la OGP",
            "Relevante para los valores de AGA",
            "Relevancia para los valores de OGP",
        ),
        Label.IMPACT: ("Impacto potencial",),
        Label.AMBITION: (
            "Ambición (consulta: definición)",
            "Ambición (ver definición)",
            "Ambición",
        ),
        Label.COMPLETION: ("Finalización", "Terminación", "Cumplimiento", "Completitud"),
        Label.OVERVIEW: ("Visión general", "General", "Resumen", "Descripción general"),
        Label.GLANCE: ("De un vistazo", "En un vistazo", "De una mirada"),
        Label.INSTITUTIONS: ("Instituciones",),
        Label.AREAS: ("Áreas de política", "Áreas de políticas", "Áreas políticas"),
        Label.REVIEW: ("Revisión de IRM", "Revisión del IRM", "Revisión IRM"),
        Label.DESIGN: ("Diseño i", "Diseño"),
        Label.IMPLEMENTATION: ("Implementación i", "Implementación"),
        Label.DESCRIPTION: ("Descripción",),
    },
    "fr": {
        Label.PLAN: ("Plan d'action",),
        Label.CYCLE: ("Cycle du plan d'action", "Cycle de plan d'action"),
        Label.STATE: ("Statut", "État"),
        Label.LEAD: (
            "Institution chef de file",
            "Institution(s) chef(s) de file",
            "Institution responsable",
            "Institution principale",
            "Institution pilote",
        ),
        Label.SUPPORT: (
            "Institution(s) de soutien",
            "Institution de soutien",
            "Institutions de soutien",
            "Institution(s) d'appui",
            "Institutions d'appui",
        ),
        Label.REPORT: ("Rapport IRM", "Rapport de l'IRM", "Rapport d'IRM", "Rapport MEI"),
        Label.STARRED: ("Étoilé", "Vedette", "Mis en vedette", "Favoris", "Suivi"),
        Label.EARLY: ("Premiers résultats", "Résultats préliminaires", "Résultats initiaux"),
        Label.VERIFIABLE: ("Vérifiable",),
        Label.RELEVANT: (
            "Pertinent pour les valeurs OGP",
            "Pertinent pour les valeurs de l'OGP",
            "Pertinent pour les valeurs du PGO",
            "Pertinence pour les valeurs de l'OGP",
        ),
        Label.IMPACT: ("Impact potentiel",),
        Label.AMBITION: ("Ambition (voir définition)", "Ambition (voir la définition)"),
        Label.COMPLETION: ("Achèvement", "Finalisation", "Réalisation", "Complétion"),
        Label.OVERVIEW: ("Vue d'ensemble", "Aperçu"),
        Label.GLANCE: ("D'un coup d'œil", "En un coup d'œil", "En bref"),
        Label.INSTITUTIONS: ("Institutions",),
        Label.AREAS: ("Domaines politiques", "Domaines de politique", "Domaines d'action"),
        Label.REVIEW: ("Revue IRM", "Revue de l'IRM", "Examen IRM", "Examen de l'IRM"),
        Label.DESIGN: ("Conception i", "Conception"),
        Label.IMPLEMENTATION: ("Implémentation i", "Implémentation", "Mise en œuvre i"),
        Label.DESCRIPTION: ("Description",),
    },
}

# One letter for one letter, so that places in the folded line are places in the line itself.
FOLDS = {
    code: unicodedata.normalize("NFD", chr(code))[0].lower() for code in range(0xC0, 0x250)
} | {0x2019: "'", 0x2018: "'", 0xFF1A: ":", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-"}
TOKENS = re.compile(r"\w+|[^\w\s]")


def fold(text: str) -> str:
    """Lower case without accents, of the same length as the text."""
    folded = text.translate(FOLDS).lower()
    return folded if len(folded) == len(text) else text.translate(FOLDS)


@dataclass(frozen=True)
class Mark:
    """A label in a line: `start` to `end` with its colon, if it has one."""

    label: Label
    languages: frozenset[str]
    start: int
    end: int
    has_colon: bool


def pattern_of(words: str) -> str:
    """The words as a pattern: spaces inside may be missing before marks, or doubled."""
    tokens: list[str] = TOKENS.findall(fold(words))
    joined = re.escape(tokens[0])
    for before, token in zip(tokens, tokens[1:], strict=False):
        are_words = before[-1].isalnum() and token[0].isalnum()
        joined += (r"\s{1,3}" if are_words else r"\s{0,3}") + re.escape(token)
    return joined


def _known() -> dict[str, tuple[Label, frozenset[str]]]:
    known: dict[str, tuple[Label, frozenset[str]]] = {}
    for language, labels in WORDS.items():
        for label, variants in labels.items():
            for words in variants:
                key = _key(words)
                _, languages = known.get(key, (label, frozenset[str]()))
                known[key] = label, languages | {language}
    return known


def _key(words: str) -> str:
    return "".join(TOKENS.findall(fold(words)))


KNOWN = _known()
LONGEST_FIRST = sorted(
    {words for labels in WORDS.values() for variants in labels.values() for words in variants},
    key=len,
    reverse=True,
)
ANY = "|".join(pattern_of(words) for words in LONGEST_FIRST)
# A definition link stands in brackets behind the label, in whatever words.
WITH_COLON = re.compile(rf"(?P<label>{ANY})(?:\s?\([^():]{{0,40}}:?[^():]{{0,40}}\))?\s{{0,3}}:")
AT_START = re.compile(rf"\W{{0,5}}(?P<label>{ANY})(?!\w)(?:\s?\([^()]{{0,60}}\))?\s{{0,3}}:?")
GLUABLE = "|".join(
    pattern_of(words)
    for labels in WORDS.values()
    for label in (Label.REVIEW, Label.DESCRIPTION, Label.AREAS, Label.INSTITUTIONS)
    for words in labels[label]
)
GLUED_AT_END = re.compile(rf"(?<=[^\W\d_]|\))(?P<label>{GLUABLE})$")
HEADED = "|".join(
    pattern_of(words)
    for labels in WORDS.values()
    for label in (Label.DESIGN, Label.IMPLEMENTATION)
    for words in labels[label]
    if words.endswith(" i")
)
HEADING_BEHIND = re.compile(rf"\s?(?:{HEADED})$")


def label_marks(line: str) -> list[Mark]:
    """All labels with a colon in the line, or the one without that the line begins with."""
    folded = fold(line)
    marks = [
        _mark(match, has_colon=True)
        for match in WITH_COLON.finditer(folded)
        if _stands_apart(line, match.start())
    ]
    first = AT_START.match(folded)
    if first and not (marks and marks[0].start <= first.end("label")):
        marks.insert(0, _mark(first, has_colon=folded[first.end() - 1] == ":"))
    return [mark for mark in marks if mark.has_colon or _may_lack_colon(mark, folded)]


def glued_heading(line: str) -> Mark | None:
    """A heading that runs on from the last word of the line, as in “Open DataIRM Review”."""
    match = GLUED_AT_END.search(fold(line[-80:]))
    if not match:
        return None
    start = match.start("label") + max(0, len(line) - 80)
    if not (line[start].isupper() and (line[start - 1].islower() or line[start - 1] == ")")):
        return None
    label, languages = KNOWN[_key(line[start:])]
    return Mark(label, languages, start, len(line), has_colon=False)


def without_heading(value: str) -> str:
    """The value of a rating without the heading of the next block that ran into it."""
    match = HEADING_BEHIND.search(fold(value[-60:]))
    return value[: len(value[:-60]) + match.start()] if match else value


def _mark(match: re.Match[str], *, has_colon: bool) -> Mark:
    label, languages = KNOWN[_key(match["label"])]
    return Mark(label, languages, match.start("label"), match.end(), has_colon)


def _stands_apart(line: str, start: int) -> bool:
    # “Open DataStatus:” is glued by the extraction; “substatus:” is a word of its own.
    before = line[start - 1 : start]
    return not before.isalnum() or (line[start].isupper() and not before.isupper())


def _may_lack_colon(mark: Mark, folded: str) -> bool:
    """A heading or a lost colon: the label fills the line, or it is too long to be a mere word."""
    rest = folded[mark.end :].strip(" :")
    if not rest:
        return True
    words = folded[mark.start : mark.end].split()
    return mark.label not in HEADINGS and len(words) > 1 and mark.label is not Label.PLAN


def languages_of(marks: Iterator[Mark]) -> str:
    """The language most labels are written in; English where they do not tell."""
    counts = dict.fromkeys(WORDS, 0.0)
    for mark in marks:
        for language in mark.languages:
            counts[language] += 1 / len(mark.languages)
    return max(counts, key=lambda language: counts[language])
