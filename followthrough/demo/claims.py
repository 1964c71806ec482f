"""What the invented institutions report, round by round. Short sentences, one language each."""

from dataclasses import replace
from datetime import date

from followthrough.demo.cast import SQ, SR
from followthrough.lib.text import text_in
from followthrough.reporting.models import Change
from followthrough.reporting.values import Values

Claims = dict[tuple[str, str], Values]
LATER = Values(change=Change.NO_CHANGE.value, reason="planned_later")


def went_on(level: str, words: str, language: str = SQ, **more: object) -> Values:
    found = Values(change=Change.PROGRESS.value, completion=level, done=text_in(language, words))
    return replace(found, **more)  # type: ignore[arg-type]


def finished(on: date, words: str, language: str = SQ) -> Values:
    return Values(
        change=Change.COMPLETED.value,
        completion="complete",
        completed_on=on,
        done=text_in(language, words),
    )


def stuck(level: str, words: str, reason: str, expected: date, language: str = SQ) -> Values:
    return Values(
        change=Change.PROBLEM.value,
        completion=level,
        done=text_in(language, words),
        reason=reason,
        expected_on=expected,
    )


def whole(level: str, words: str, language: str = SQ) -> Values:
    return Values(completion=level, done=text_in(language, words))


MLGA_H1: Claims = {
    ("XK0018", "1"): finished(
        date(2026, 6, 22), "Pika qendrore dhe personat kontaktues u caktuan me vendim."
    ),
    ("XK0018", "2"): stuck(
        "substantial",
        "Drafti i metodologjisë u nda me institucionet udhëheqëse; pritet vendimi.",
        "decision_pending",
        date(2026, 12, 31),
    ),
    ("XK0018", "3"): stuck(
        "limited",
        "Paneli është në provë te ministria; ende nuk është publik.",
        "technical",
        date(2026, 9, 30),
    ),
    ("XK0018", "4"): finished(date(2026, 6, 26), "Kalendari i koordinimit u miratua në takim."),
    ("XK0018", "5"): went_on("limited", "U përgatit formati i raportit të parë.", occurrences=1),
    ("XK0018", "6"): went_on("limited", "U mbajt takimi i parë i koordinimit.", occurrences=1),
    ("XK0018", "7"): LATER,
    **{("XK0018", str(number)): LATER for number in range(8, 16)},
    ("XK0018", "whole"): whole("limited", "Korniza po ngrihet; metodologjia pret vendimin."),
    ("XK0014", "1"): went_on("substantial", "Kërkesat u diskutuan me njëmbëdhjetë komuna."),
    ("XK0014", "2"): LATER,
    ("XK0014", "3"): LATER,
    ("XK0014", "whole"): whole("limited", "Kërkesat janë gati; zhvillimi fillon në vjeshtë."),
}
MLGA_H2: Claims = {
    ("XK0018", "2"): finished(date(2026, 12, 10), "Metodologjia u miratua dhe u publikua."),
    ("XK0018", "3"): finished(date(2026, 9, 28), "Paneli është publik në tri gjuhë."),
    ("XK0018", "5"): went_on("substantial", "U publikua raporti i gjashtëmujorit.", occurrences=2),
    ("XK0018", "6"): went_on("substantial", "U mbajtën dy takime koordinimi.", occurrences=2),
    ("XK0018", "7"): went_on("limited", "Paneli u përditësua një herë.", occurrences=1),
    ("XK0018", "8"): went_on("limited", "Pyetësori i vetëvlerësimit u dërgua."),
    ("XK0018", "9"): went_on("limited", "Data e punëtorisë u caktua."),
    **{("XK0018", str(number)): LATER for number in range(10, 16)},
    ("XK0018", "whole"): whole("substantial", "Korniza punon; rishikimi afatmesëm po përgatitet."),
    ("XK0014", "1"): finished(date(2026, 9, 15), "Kërkesat u miratuan nga grupi punues."),
    ("XK0014", "2"): stuck(
        "limited", "Prokurimi u ankimua; prova shtyhet.", "procurement", date(2027, 9, 30)
    ),
    ("XK0014", "3"): LATER,
    ("XK0014", "whole"): whole("limited", "Kërkesat janë miratuar; prokurimi vonon provën."),
}
MINISTRY_H1: Claims = {
    ("XK0015", "1"): went_on("limited", "Format je izrađen i poslat na mišljenje.", SR),
    ("XK0015", "2"): LATER,
    ("XK0015", "3"): LATER,
    ("XK0015", "4"): LATER,
    ("XK0015", "whole"): whole("limited", "Format je u nacrtu; praćenje počinje na jesen.", SR),
}
MINISTRY_H2: Claims = {
    ("XK0015", "1"): finished(date(2026, 9, 25), "Format je usvojen i objavljen.", SR),
    ("XK0015", "2"): went_on("substantial", "Izveštaj je sastavljen, čeka se objava.", SR),
    ("XK0015", "3"): Values(change=Change.NO_CHANGE.value, reason="staff"),
    ("XK0015", "4"): LATER,
    ("XK0015", "whole"): whole(
        "substantial", "Format je na snazi; prvi izveštaj je pri kraju.", SR
    ),
}
# What the ministry says once two outputs were sent back to it.
MINISTRY_COMPLETED: Claims = {
    ("XK0015", "1"): finished(
        date(2026, 9, 25), "Format je usvojen odlukom PRIMER 31/2026 i objavljen.", SR
    ),
    ("XK0015", "2"): stuck(
        "substantial",
        "Izveštaj je sastavljen; objava kasni zbog provere podataka.",
        "staff",
        date(2027, 3, 31),
        SR,
    ),
}
AGENCY_H1: Claims = {
    ("XK0016", "1"): went_on("substantial", "Lista u hartua me shtatë institucione."),
    ("XK0016", "2"): went_on("limited", "Filloi hartimi i udhëzimit."),
    ("XK0016", "3"): LATER,
    ("XK0016", "whole"): whole("substantial", "Lista është gati për miratim."),
}
# Begun and never sent: the draft of an institution that falls silent.
AGENCY_H2_DRAFT: Claims = {
    ("XK0016", "1"): went_on("substantial", "Lista pret miratimin."),
}
