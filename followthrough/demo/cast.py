"""Who lives in the demonstration: invented bodies and their posts, none of them real people."""

from dataclasses import dataclass
from datetime import date

from followthrough.accounts.models import Role
from followthrough.lib.text import TranslatedText

MINISTRY, AGENCY, MUNICIPALITY = "example-ministry", "example-agency", "example-municipality"
NETWORK, INSTITUTE, YOUTH = "example-network", "example-institute", "example-youth"
MLGA = "mlga"
SQ, SR = "sq", "sr-latn"
# Reserved for examples (RFC 2606): nobody can own it.
DOMAIN = "example.org"


def three(sq: str, sr: str, en: str, original: str = SQ) -> TranslatedText:
    return TranslatedText(original, {"sq": sq, "sr-latn": sr, "en": en})


@dataclass(frozen=True)
class Body:
    slug: str
    kind: str
    sector: str
    name: TranslatedText
    short_name: TranslatedText


BODIES = (
    Body(
        MINISTRY,
        "ministry",
        "government",
        three("Ministria e Shembujve", "Ministarstvo za primere", "Ministry of Examples"),
        three("MSh", "MP", "MoE"),
    ),
    Body(
        AGENCY,
        "agency",
        "government",
        three("Agjencia e Shembujve", "Agencija za primere", "Agency for Examples"),
        three("ASh", "AP", "AE"),
    ),
    Body(
        MUNICIPALITY,
        "municipality",
        "government",
        three("Komuna e Shembullit", "Opština Primer", "Municipality of Example"),
        three("KSh", "OP", "ME"),
    ),
    Body(
        NETWORK,
        "civil_society",
        "civil_society",
        three("Rrjeti Qytetar Shembull", "Građanska mreža Primer", "Example Civic Network"),
        three("RrQSh", "GMP", "ECN"),
    ),
    Body(
        INSTITUTE,
        "civil_society",
        "civil_society",
        three("Instituti Shembull", "Institut Primer", "Example Institute"),
        three("ISh", "IP", "EI"),
    ),
    Body(
        YOUTH,
        "civil_society",
        "civil_society",
        three("Forumi Rinor Shembull", "Omladinski forum Primer", "Example Youth Forum"),
        three("FRSh", "OFP", "EYF"),
    ),
)


@dataclass(frozen=True)
class Seat:
    """Somebody on a post. The name is the post's own: nobody real is meant."""

    role: Role
    body: str
    language: str = SQ
    act: str = "SHEMBULL 02/2026"
    ends_on: date | None = None

    @property
    def email(self) -> str:
        return f"{self.role.value}.{self.body}@{DOMAIN}".replace("_", "-")


# One appointing act is pending, one tenure ends soon, and the agency has no alternate.
SEATS = (
    Seat(Role.COORDINATOR, MLGA),
    Seat(Role.ADMINISTRATOR, MLGA),
    Seat(Role.CONTACT, MLGA),
    Seat(Role.ALTERNATE, MLGA),
    Seat(Role.HEAD_OF_UNIT, MLGA),
    Seat(Role.CONTACT, MINISTRY, SR),
    Seat(Role.ALTERNATE, MINISTRY, ends_on=date(2027, 2, 10)),
    Seat(Role.HEAD_OF_INSTITUTION, MINISTRY, SR),
    Seat(Role.CONTACT, AGENCY, act=""),
    Seat(Role.CONTRIBUTOR, MUNICIPALITY, SR),
    Seat(Role.DEPUTY_CHAIR, NETWORK),
    Seat(Role.FORUM_MEMBER, NETWORK),
    Seat(Role.FORUM_MEMBER, INSTITUTE, SR),
    Seat(Role.FORUM_MEMBER, YOUTH),
    Seat(Role.TRANSLATOR, MLGA, SR),
    Seat(Role.REVIEWER, INSTITUTE, "en"),
)
