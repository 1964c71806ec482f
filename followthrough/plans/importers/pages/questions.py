"""The questions of the templates by language, and where they stand in a line."""

import itertools
import re
from dataclasses import dataclass

from followthrough.plans.importers.pages.labels import LONGEST_FIRST as LABELS
from followthrough.plans.importers.pages.labels import fold, pattern_of

# Keys that are not answers of today's template ("contribution") have no certain place in it.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "summary": (
        "Brief Description of the Commitment",
        "Brief description of commitment (140 character limit)",
        "Brief description of commitment",
    ),
    "problem": (
        "Status quo or problem addressed by the commitment",
        "What problem does the commitment aim to address",
        "What is the public problem that the commitment will address",
        "What is the problem that the commitment will address",
        "What is the problem the commitment will address",
        "What is the problem addressed by this commitment (pledge)",
        "What is the problem addressed by this commitment",
        "What is the problem addressed by this pledge",
        "Which public issue will be addressed by this obligation",
        "¿Qué problema pretende abordar el compromiso",
        "¿Cuál es el problema público que el compromiso abordará",
        "¿Cuál es la problemática que el compromiso aborda",
        "Quel problème l'engagement vise-t-il à résoudre",
        "Quel est le problème public auquel l'engagement répondra",
    ),
    "causes": (
        "What are the causes of the problem",
        "¿Cuáles son las causas del problema",
        "Quelles sont les causes du problème",
    ),
    "done_so_far": (
        "What has been done so far to solve the problem",
        "¿Qué se ha hecho hasta ahora para resolver el problema",
        "Qu'est-ce qui a été fait jusqu'à présent pour résoudre le problème",
    ),
    "solution": (
        "What solution are you proposing",
        "¿Qué solución propone",
        "Quelle solution proposez-vous",
    ),
    "results": (
        "What results do we want to achieve by implementing this commitment",
        "¿Qué resultados queremos lograr al implementar este compromiso",
        "Quels résultats voulons-nous atteindre en mettant en œuvre cet engagement",
    ),
    "transparency": (
        "How will the commitment promote transparency",
        "¿Cómo promoverá el compromiso la transparencia",
        "Comment l'engagement favorisera-t-il la transparence",
    ),
    "accountability": (
        "How will the commitment help foster accountability",
        "¿Cómo ayudará el compromiso a fomentar la rendición de cuentas",
        "Comment l'engagement contribuera-t-il à favoriser la responsabilité",
    ),
    "participation": (
        "How will the commitment improve citizen participation in defining, implementing,"
        " and monitoring solutions",
        "¿Cómo mejorará el compromiso la participación ciudadana en la definición, implementación"
        " y seguimiento de las soluciones",
        "Comment l'engagement améliorera-t-il la participation citoyenne dans la définition,"
        " la mise en œuvre et le suivi des solutions",
    ),
    "additional": ("Additional information", "Información adicional"),
    "commitment": (
        "What is the commitment",
        "What is the pledge",
        "What is the obligation",
        "¿Cuál es el compromiso",
        "Quel est l'engagement",
    ),
    "contribution": (
        "How will the commitment contribute to solve the public problem",
        "How will the commitment contribute to solving the public problem",
        "How does the commitment contribute to solving the identified problem",
        "How will the fulfillment of the obligation contribute to the solving of the public"
        " problem",
        "¿Cómo contribuirá el compromiso a resolver el problema público",
    ),
    "challenge": (
        "OGP challenge addressed by the commitment",
        "OPG challenge addressed by the commitment",
        "OGP challenge addressed",
        "OPG challenge addressed",
    ),
    "relevance": (
        "Relevance",
        "Why is this commitment relevant to OGP values",
        "Why is it important to commit to the values of OGP",
        "¿Por qué es este compromiso relevante para los valores de OGP",
        "¿Por qué es relevante este compromiso frente a los valores de OGP",
    ),
    "objective": ("What is the main objective", "Main objective"),
    # A table run together into prose: nothing parts its rows.
    "milestones": (
        "Milestone activity with a verifiable deliverable start date",
        "Milestone activity with a verifiable deliverable deadline",
        "Milestone activity with a verifiable deliverable",
    ),
    "expected_results": ("Description of expected results",),
}
# Headings of the 2022 template and later: they part the answers and have none of their own.
SECTIONS = (
    "Problem Definition",
    "Commitment Description",
    "Commitment Analysis",
    "Commitment Planning",
    "Definición del problema",
    "Descripción del compromiso",
    "Análisis del compromiso",
    "Planificación del compromiso",
    "Définition du problème",
    "Description de l'engagement",
    "Analyse de l'engagement",
    "Planification de l'engagement",
)
TODAY = frozenset({"causes", "done_so_far", "solution", "transparency", "accountability"})
LONGEST = 220


@dataclass(frozen=True)
class Question:
    """A question in a line: which, its number on the page (0 without), where it starts and ends."""

    key: str
    number: int
    start: int
    end: int


PHRASES: dict[str, str] = {
    fold(words).lstrip("¿"): key for key, variants in QUESTIONS.items() for words in variants
}
LONGEST_FIRST = sorted(PHRASES, key=len, reverse=True)
ENDINGS = tuple(LONGEST_FIRST)
ANY = "|".join(f"(?P<q{at}>{pattern_of(words)})" for at, words in enumerate(LONGEST_FIRST))
AT_START = re.compile(rf"[\W_]{{0,6}}(?:(?P<number>\d{{1,2}})[.)]?\s{{0,3}})?¿?(?:{ANY})")
TAIL = re.compile(r"(?:\s{0,3}\([^()]{0,60}\))?[\s?:;.|]{0,6}")
NUMBER_BEFORE = re.compile(r"(?<!\w)(\d{1,2})[.)]\s?¿?$")
SECTION = re.compile(
    rf"[\W_]{{0,6}}(?:\d{{1,2}}[.)]\s{{0,3}})?"
    rf"(?:{'|'.join(pattern_of(words) for words in SECTIONS)})\s{{0,3}}:?$"
)
UNKNOWN = re.compile(r"(?P<number>\d{1,2})[.)]\s{0,3}\S[^?]{8,250}\?$")
MOST_MARKS = 500


def question_at_start(text: str) -> Question | None:
    """The known question with which the line begins."""
    match = AT_START.match(fold(text[:LONGEST]))
    if not match or not match.lastgroup:
        return None
    tail = TAIL.match(text, match.end())
    end = tail.end() if tail else match.end()
    if not _is_whole(text[match.end() : end], text[end : end + 1]):
        return None
    key = PHRASES[LONGEST_FIRST[int(match.lastgroup[1:])]]
    return Question(key, int(match["number"] or 0), match.start(), end)


def questions_inside(text: str) -> list[Question]:
    """Known questions further into a line, where paragraphs were run together."""
    found: list[Question] = []
    if "?" not in text and ":" not in text:
        return found
    folded = fold(text)
    for mark in itertools.islice(re.finditer(r"[?:]", folded), MOST_MARKS):
        end = mark.start() - (folded[mark.start() - 1 : mark.start()] == " ")
        if folded.endswith(ENDINGS, 0, end):
            found.append(_inside(folded, end, mark.end()))
    return found


def unknown_question(text: str) -> int:
    """The number of a numbered question that is none of the known ones; 0 if it is no question."""
    match = UNKNOWN.fullmatch(text) if text.endswith("?") and len(text) < 300 else None
    return int(match["number"]) if match else 0


def is_section(text: str) -> bool:
    return len(text) < 80 and bool(SECTION.match(fold(text)))


def begins_description(text: str) -> bool:
    """Whether the line can only belong to the description: a question or heading of a template."""
    return is_section(text) or question_at_start(text) is not None


def begins_words(text: str) -> bool:
    """Whether the text is the beginning of a label or question and stops before its end."""
    folded = fold(text[:LONGEST]).rstrip()
    known = (*PHRASES, *(fold(words) for words in LABELS))
    return len(folded) > 2 and any(words.startswith(folded) and words != folded for words in known)


def _inside(folded: str, end: int, after: int) -> Question:
    phrase = next(words for words in LONGEST_FIRST if folded.endswith(words, 0, end))
    start = end - len(phrase)
    number = NUMBER_BEFORE.search(folded[max(0, start - 6) : start])
    start = start - (len(number.group()) if number else 0)
    return Question(PHRASES[phrase], int(number[1]) if number else 0, start, after)


def _is_whole(tail: str, following: str) -> bool:
    # “What is the commitment” also begins other sentences; a mark, the end of the line or a new
    # sentence makes it the question.
    if "?" in tail or ":" in tail or "|" in tail or not following:
        return True
    return bool(tail) and not following.islower()
