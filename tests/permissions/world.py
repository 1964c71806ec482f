"""Two institutions with one of everything each, and somebody on every post of the first."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO

from django.test import Client

from followthrough.accounts.models import Institution, Role, Tenure, User
from followthrough.accounts.operations import name_successor
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.lib.text import text_in
from followthrough.publishing.operations.writing import compile_edition
from followthrough.reporting.models import EvidenceKind, PublishedEntry
from followthrough.reporting.operations.contributions import Request, ask
from followthrough.reporting.operations.corrections import propose
from followthrough.reporting.operations.evidence import Details, add_file
from followthrough.reporting.operations.obstacles import Trouble, open_from_entry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, SECOND, Cast, appoint, seat, sent, verified
from followthrough.reporting.values import Values
from tests.architecture.routes import Route

LATER = datetime(2027, 1, 11, 9, tzinfo=UTC)
OWN, OTHER = "corruption-prevention-agency", "mlga"
ROLES = [role for role in Role if role is not Role.SYSTEM]

# What an address names by itself.
PLAIN = {"round": "2026-H1", "number": "1", "name": "outputs", "token": "none", "pk": "0"}
PLAIN |= {"language": "sq", "kind": "docx", "paper": "guide"}
PLAIN |= {"version": "1.0", "form": "json", "section": "in_short"}
# Where `slug` names a round.
OF_ROUND = {"round", "round_spreadsheet", "round_file"}
# What `pk` counts, route by route; a route of allauth's names a key of one's own.
PK = {
    "contribution": "contribution",
    "correct": "published",
    "correction": "correction",
    "contributions": "entry",
    "decide_hand_over": "hand_over",
    "end_tenure": "tenure",
    "evidence_file": "evidence",
    "obstacle": "obstacle",
    "record_act": "tenure",
    "refuse_hand_over": "hand_over",
    "tenure": "tenure",
    "withdraw_hand_over": "hand_over",
    # Found only by the person whose they are: nobody's here.
    "end_session": "",
    "mfa_edit_webauthn": "",
    "mfa_remove_webauthn": "",
}


@dataclass(frozen=True)
class World:
    """The cast; the things of each institution by kind; who is signed in on which post."""

    cast: Cast
    things: dict[str, dict[str, str]]
    clients: dict[Role, Client]

    def address(self, route: Route, slug: str) -> str:
        """The route's address for a thing of that institution. KeyError where nothing is known."""
        things = self.things[slug]
        path = route.path
        for kwarg in kwargs(route):
            value = things[kwarg] if kwarg in things else PLAIN[kwarg]
            if kwarg == "slug" and route.name in OF_ROUND:
                value = PLAIN["round"]
            if kwarg == "pk" and PK[route.name]:
                value = things[PK[route.name]]
            path = path.replace(path[path.index("<") : path.index(">") + 1], value, 1)
        return path


def kwargs(route: Route) -> list[str]:
    return [part.partition(">")[0].rpartition(":")[2] for part in route.path.split("<")[1:]]


def build() -> World:
    cast = seat()
    cast.open()
    owners = {OWN: cast.contact, OTHER: cast.mlga_contact}
    things = {slug: _things(cast, slug, by) for slug, by in owners.items()}
    for slug, by in owners.items():
        sent(cast.report(slug), by)
    cast.open(SECOND, LATER)
    judges = {OWN: cast.coordinator, OTHER: cast.deputy_chair}
    for slug, by in owners.items():
        things[slug] |= _published(cast, slug, by, judges[slug])
    first = cast.plan.rounds.select_related("plan").get(slug=PLAIN["round"])
    compile_edition(first, by=cast.coordinator, at=LATER)
    return World(cast, things, {role: _client(role) for role in ROLES})


def _published(cast: Cast, slug: str, by: Actor, judge: Actor) -> dict[str, str]:
    """Something of the next round that is public, and a correction of it that waits."""
    report = verified(cast.report(slug, "2026-H2"), by, judge, LATER)
    publish(report, by=cast.coordinator, at=LATER)
    row = PublishedEntry.objects.current().of_outputs().filter(entry__report=report)[0]
    values = replace(Values.of(row), completion="substantial")
    waiting = propose(row, values, text_in("sq", "Niveli ishte gabim."), by=by, at=LATER)
    return {"published": str(row.pk), "correction": str(waiting.pk)}


def _client(role: Role) -> Client:
    client = Client(raise_request_exception=False)
    sign_in(client, User.objects.get(pk=appoint(role, OWN).user_id or 0))
    return client


def _things(cast: Cast, slug: str, by: Actor) -> dict[str, str]:
    entry = cast.report(slug).entries.of_outputs().select_related("commitment", "output")[0]
    other = Institution.objects.get(slug=OTHER if slug == OWN else OWN)
    details = Details(EvidenceKind.DATA.value, "A table")
    trouble = Trouble("procurement", text_in("sq", "Tenderi vonohet."))
    question = Request(other, "somebody@example.org", "sq", "Sa?")
    tenure = Tenure.objects.get(pk=by.tenure_id or 0)
    made = {
        "entry": entry.pk,
        "evidence": add_file(entry, details, BytesIO(b"a;b\n1;2\n"), "data.csv", by=by, at=NOW).pk,
        "contribution": ask(entry, question, by=by, at=NOW).pk,
        "obstacle": open_from_entry(entry, trouble, by=by, at=NOW).pk,
        "tenure": tenure.pk,
        "hand_over": name_successor(
            tenure.pk,
            name="The Next",
            email=f"next.{slug}@example.org",
            from_day=date(2026, 7, 6),
            by=by,
            at=NOW,
        ).pk,
    }
    commitment = entry.commitment.key
    names = {"institution": slug, "slug": slug, "commitment": commitment, "key": commitment}
    return {**names, "place": entry.place, **{name: str(pk) for name, pk in made.items()}}
