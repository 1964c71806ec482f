"""The IRM's ratings: the words of the page and the codes they stand for, absences kept apart."""

from followthrough.plans.importers.pages.facts import Absence, Fact, Status, absent, doubtful
from followthrough.plans.importers.pages.labels import Label, fold

YES_NO = {
    "yes": "yes",
    "no": "no",
    "si": "yes",
    "oui": "yes",
    "non": "no",
}
OGP_VALUES = {
    "access to information": "access_to_information",
    "civic participation": "civic_participation",
    "public participation": "civic_participation",
    "public accountability": "public_accountability",
    "technology and innovation": "technology",
    "technology": "technology",
    "not relevant": "not_relevant",
    "unclear": "unclear",
    "acceso a la informacion": "access_to_information",
    "participacion civica": "civic_participation",
    "participacion ciudadana": "civic_participation",
    "rendicion de cuentas publica": "public_accountability",
    "rendicion de cuentas": "public_accountability",
    "tecnologia": "technology",
    "no relevante": "not_relevant",
    "acces a l'information": "access_to_information",
    "participation citoyenne": "civic_participation",
    "participation civique": "civic_participation",
    "responsabilite publique": "public_accountability",
    "technologie": "technology",
    "non pertinent": "not_relevant",
}
EARLY = {
    "worsens": "worsened",
    "worsened": "worsened",
    "did not change": "did_not_change",
    "marginal": "marginal",
    "major": "major",
    "outstanding": "outstanding",
    "no notable results": "no_notable_results",
    "no early results to report yet": "no_notable_results",
    "moderate": "moderate",
    "significant": "significant",
    "no cambio": "did_not_change",
    "mayor": "major",
    "importante": "major",
    "sobresaliente": "outstanding",
    "empeoro": "worsened",
    "n'a pas change": "did_not_change",
    "pas de changement": "did_not_change",
    "majeur": "major",
    "exceptionnel": "outstanding",
}
IMPACT = {
    "none": "none",
    "minor": "minor",
    "moderate": "moderate",
    "transformative": "transformative",
    "ninguno": "none",
    "menor": "minor",
    "moderado": "moderate",
    "transformador": "transformative",
    "transformativo": "transformative",
    "aucun": "none",
    "mineur": "minor",
    "modere": "moderate",
    "transformateur": "transformative",
}
AMBITION = {
    "high": "high",
    "low": "low",
    "medium": "medium",
    "modest": "modest",
    "substantial": "substantial",
    "unclear": "unclear",
    "alto": "high",
    "alta": "high",
    "bajo": "low",
    "baja": "low",
    "haut": "high",
    "haute": "high",
    "eleve": "high",
    "elevee": "high",
    "bas": "low",
    "basse": "low",
    "faible": "low",
}
COMPLETION = {
    "not started": "not_started",
    "limited": "limited",
    "substantial": "substantial",
    "complete": "complete",
    "completed": "complete",
    "withdrawn": "withdrawn",
    "unclear": "unclear",
    "no evidence available": "no_evidence",
    "no iniciado": "not_started",
    "no comenzado": "not_started",
    "limitado": "limited",
    "limitada": "limited",
    "sustancial": "substantial",
    "completo": "complete",
    "completado": "complete",
    "retirado": "withdrawn",
    "non commence": "not_started",
    "non demarre": "not_started",
    "limite": "limited",
    "limitee": "limited",
    "substantiel": "substantial",
    "complet": "complete",
    "acheve": "complete",
    "retire": "withdrawn",
}
CODES: dict[Label, dict[str, str]] = {
    Label.STARRED: YES_NO,
    Label.VERIFIABLE: YES_NO,
    Label.RELEVANT: YES_NO,
    Label.EARLY: EARLY,
    Label.IMPACT: IMPACT,
    Label.AMBITION: AMBITION,
    Label.COMPLETION: COMPLETION,
}
ABSENCES = {
    "": Absence.EMPTY,
    "-": Absence.EMPTY,
    "na": Absence.NA,
    "n/a": Absence.NA,
    "n.a.": Absence.NA,
    "not applicable": Absence.NA,
    "no aplica": Absence.NA,
    "sans objet": Absence.NA,
    "no data": Absence.NO_DATA,
    "sin datos": Absence.NO_DATA,
    "no hay datos": Absence.NO_DATA,
    "pas de donnees": Absence.NO_DATA,
    "aucune donnee": Absence.NO_DATA,
    "no irm data": Absence.NO_IRM_DATA,
    "sin datos de irm": Absence.NO_IRM_DATA,
    "sin datos del irm": Absence.NO_IRM_DATA,
    "no hay datos de irm": Absence.NO_IRM_DATA,
    "pas de donnees irm": Absence.NO_IRM_DATA,
    "aucune donnee irm": Absence.NO_IRM_DATA,
    "pending irm review": Absence.PENDING,
    "pendiente revision de irm": Absence.PENDING,
    "pendiente de revision de irm": Absence.PENDING,
    "pendiente de revision del irm": Absence.PENDING,
    "revision de irm pendiente": Absence.PENDING,
    "revision del irm pendiente": Absence.PENDING,
    "en attente de revue irm": Absence.PENDING,
    "en attente de l'examen irm": Absence.PENDING,
    "en attente d'examen irm": Absence.PENDING,
    "revue irm en attente": Absence.PENDING,
    "examen irm en attente": Absence.PENDING,
    "en attente de l'examen de l'irm": Absence.PENDING,
}
LONGEST_RATING = 300


def absence_of(words: str) -> Absence | None:
    """Which way of saying nothing the words are, or None when they say something."""
    return ABSENCES.get(_bare(words))


def rating(label: Label, words: str, line: int) -> Fact:
    """A rating with its code; words that are none of the known ones are doubtful."""
    bare = _once(_bare(words), label)
    if absence := ABSENCES.get(bare):
        return absent(absence, line, words)
    if code := _code(label, bare):
        return Fact(Status.FOUND, code, line, words)
    return doubtful(words, line, "This is none of the words known for this rating.")


def is_rating(label: Label, words: str) -> bool:
    """Whether the words are a value that this label can have."""
    bare = _once(_bare(words), label)
    return bool(bare) and (bare in ABSENCES or bool(_code(label, bare)))


def _code(label: Label, bare: str) -> str:
    if code := CODES[label].get(bare):
        return code
    return _values(bare) if label is Label.RELEVANT else ""


def _values(bare: str) -> str:
    """OGP's values as listed; a comma between two of them may be lost."""
    rest, codes = bare, []
    while rest:
        known = next((words for words in _longest_first() if rest.startswith(words)), "")
        if not known:
            return ""
        codes.append(OGP_VALUES[known])
        rest = rest[len(known) :].lstrip(" ,;")
    return ", ".join(codes)


def _longest_first() -> list[str]:
    return sorted(OGP_VALUES, key=len, reverse=True)


def _bare(words: str) -> str:
    return " ".join(fold(words[:LONGEST_RATING]).split()).strip(" .;,")


def _once(bare: str, label: Label) -> str:
    """The words without the badge's alternative text, which repeats them: “Yes Starred”."""
    words = bare.split()
    half = len(words) // 2
    if words and len(words) % 2 == 0 and words[:half] == words[half:]:
        return " ".join(words[:half])
    if label is Label.STARRED and len(words) > 1 and words[0] in YES_NO:
        return words[0]
    return bare
