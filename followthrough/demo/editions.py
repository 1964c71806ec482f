"""The consolidated reports of the invented life: one published, the next a draft."""

from datetime import date, datetime

from followthrough.accounts.models import Role, Tenure
from followthrough.accounts.permissions import Actor
from followthrough.accounts.queries import actor_of
from followthrough.demo.cast import MLGA
from followthrough.publishing.models import Edition
from followthrough.publishing.operations import road, writing
from followthrough.reporting.models import Round

GOOD_PRACTICE = {
    "sq": (
        "Ministria e Shembujve ia dërgoi draftin e formatit të gjitha institucioneve para se ta "
        "miratonte: asnjë nuk u kthye për plotësim."
    ),
    "sr-latn": (
        "Ministarstvo za primere je nacrt formata poslalo svim institucijama pre usvajanja: "
        "nijedan nije vraćen na dopunu."
    ),
    "en": (
        "The Ministry of Examples sent the draft of its format to every institution before "
        "adopting it: none had to be returned."
    ),
}


def compile_first(at: datetime) -> None:
    edition = _compile("2026-H1", at)
    for language, words in GOOD_PRACTICE.items():
        writing.save_text(
            edition, "good_practice", language, words, seen=0, by=_coordinator(), at=at
        )


def give_to_cabinet(at: datetime) -> None:
    road.to_cabinet(_edition("2026-H1"), since=at.date(), by=_coordinator(), at=at)


def publish_first(at: datetime) -> None:
    road.clear(
        _edition("2026-H1"),
        post="Sekretari i përgjithshëm",
        on=date(2026, 9, 11),
        reference="SHEMBULL 47",
        by=_coordinator(),
        at=at,
    )
    road.publish(_edition("2026-H1"), by=_coordinator(), at=at)


def compile_second(at: datetime) -> None:
    _compile("2026-H2", at)


def _compile(slug: str, at: datetime) -> Edition:
    one = Round.objects.select_related("plan").get(slug=slug)
    return writing.compile_edition(one, by=_coordinator(), at=at)


def _edition(slug: str) -> Edition:
    related = Edition.objects.select_related("round__plan")
    return related.filter(round__slug=slug).latest("number")


def _coordinator() -> Actor:
    held = Tenure.objects.filter(post__role=Role.COORDINATOR, post__institution__slug=MLGA)
    return actor_of(held.select_related("post__institution").earliest("pk"))
