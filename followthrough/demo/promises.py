"""The demonstration's plan: the bundled facts, completed with outputs that say EXAMPLE."""

from typing import Any

from followthrough.demo.bundled import PLAN_FILE
from followthrough.demo.cast import AGENCY, BODIES, MINISTRY, three
from followthrough.lib.text import TranslatedText
from followthrough.plans.importers import plan_file

Document = dict[str, Any]
ACT = "SHEMBULL · PRIMER · EXAMPLE 01/2026"
QUARTERS = {
    "Q4 2026": ("2026-10-01", "2026-12-31"),
    "Q3 2026": ("2026-07-01", "2026-09-30"),
    "Q2 2027": ("2027-04-01", "2027-06-30"),
    "Q4 2027": ("2027-10-01", "2027-12-31"),
}

# The outputs of the commitments whose real ones are not known, by code: title and deadline.
OUTPUTS: dict[str, tuple[tuple[TranslatedText, str], ...]] = {
    "XK0014": (
        (
            three(
                "Shembull: kërkesat e platformës të dakorduara me komunat",
                "Primer: zahtevi platforme dogovoreni sa opštinama",
                "Example: requirements of the platform agreed with the municipalities",
            ),
            "Q3 2026",
        ),
        (
            three(
                "Shembull: platforma në provë në pesë komuna",
                "Primer: platforma u probi u pet opština",
                "Example: the platform on trial in five municipalities",
            ),
            "Q2 2027",
        ),
        (
            three(
                "Shembull: udhëzues për qytetarët në gjuhët zyrtare",
                "Primer: vodič za građane na službenim jezicima",
                "Example: a guide for citizens in the official languages",
            ),
            "Q4 2027",
        ),
    ),
    "XK0015": (
        (
            three(
                "Shembull: format i përbashkët i publikimit financiar",
                "Primer: zajednički format finansijskog objavljivanja",
                "Example: one format for financial publication",
            ),
            "Q3 2026",
        ),
        (
            three(
                "Shembull: raporti i parë tremujor i monitorimit",
                "Primer: prvi kvartalni izveštaj o praćenju",
                "Example: the first quarterly monitoring report",
            ),
            "Q4 2026",
        ),
        (
            three(
                "Shembull: trajnim për zyrtarët financiarë",
                "Primer: obuka za finansijske službenike",
                "Example: training for finance officers",
            ),
            "Q2 2027",
        ),
        (
            three(
                "Shembull: faqe me të dhëna të hapura financiare",
                "Primer: stranica sa otvorenim finansijskim podacima",
                "Example: a page with open financial data",
            ),
            "Q4 2027",
        ),
    ),
    "XK0016": (
        (
            three(
                "Shembull: lista e dokumenteve për publikim proaktiv",
                "Primer: lista dokumenata za proaktivno objavljivanje",
                "Example: the list of documents to be published proactively",
            ),
            "Q4 2026",
        ),
        (
            three(
                "Shembull: udhëzimi për institucionet",
                "Primer: uputstvo za institucije",
                "Example: guidance for the institutions",
            ),
            "Q4 2026",
        ),
        (
            three(
                "Shembull: regjistri publik i dokumenteve",
                "Primer: javni registar dokumenata",
                "Example: a public register of documents",
            ),
            "Q2 2027",
        ),
    ),
}
LEADS = {"XK0015": MINISTRY, "XK0016": AGENCY}
STEP = three("Shembull: hapat e zbatimit", "Primer: koraci sprovođenja", "Example: the steps")


def document() -> Document:
    """The plan as the demonstration imports it: adopted, by an act that says what it is."""
    plan = plan_file.read_plan(PLAN_FILE.read_bytes())
    plan["institutions"] += [_body(one) for one in BODIES]
    for commitment in plan["commitments"]:
        _complete(commitment)
    body = three("Shembull: Qeveria", "Primer: Vlada", "Example: the Government").to_json()
    adoption = {"body": body, "on": "2026-04-30", "act": ACT}
    plan["plan"] |= {"adoption": adoption, "unconfirmed": []}
    plan["method"] |= {"adoption": adoption}
    return plan


def _body(one: Any) -> Document:
    return {
        "slug": one.slug,
        "kind": one.kind,
        "sector": one.sector,
        "name": one.name.to_json(),
        "short_name": one.short_name.to_json(),
    }


def _complete(commitment: Document) -> None:
    code = commitment["code"]
    if code in LEADS:
        lead = {"institution": LEADS[code], "role": "lead", "sector": "government"}
        commitment["involved"] = [lead, *commitment["involved"]]
    if code in OUTPUTS:
        commitment["unconfirmed"] = []
        commitment["milestones"] = [
            {
                "number": 1,
                "title": STEP.to_json(),
                "deadline_words": "",
                "unconfirmed": [],
                "involved": [],
                "outputs": [_output(number, *one) for number, one in enumerate(OUTPUTS[code], 1)],
            }
        ]


def _output(number: int, title: TranslatedText, words: str) -> Document:
    start, end = QUARTERS[words]
    deadline = {
        "words": words,
        "start": start,
        "end": end,
        "precision": "quarter",
        "every_months": None,
    }
    return {"number": number, "title": title.to_json(), "deadline": deadline, "unconfirmed": []}
