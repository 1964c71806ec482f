"""The cast: people on their posts, and a plan whose first round is open. Reached by operations."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from followthrough.accounts.models import Institution, Post, Role, Tenure, User
from followthrough.accounts.permissions import CONSOLE, Actor
from followthrough.accounts.queries import actor_of
from followthrough.demo import bundled
from followthrough.lib.text import text_in
from followthrough.plans.models import Plan
from followthrough.reporting.models import Change, Entry, Report, Round
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.rounds import Period, open_round
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.operations.verifying import Ticks, verify
from followthrough.reporting.values import Values

PLAN_AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
OPENED_AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 7, 6, 9, tzinfo=UTC)
FIRST = Period(
    date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 15), date(2026, 9, 30)
)
SECOND = Period(
    date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 15), date(2027, 3, 31)
)
SEEN = Ticks(opens=True, within_period=True, shows_output=True, is_public=True)


def appoint(role: Role, slug: str, email: str = "", starts_on: date = date(2026, 1, 1)) -> Actor:
    """Somebody on a post since the plan began, as the console would seat the first people."""
    institution = Institution.objects.get(slug=slug)
    post, _ = Post.objects.get_or_create(institution=institution, role=role)
    user, _ = User.objects.get_or_create(
        email=email or f"{role}.{slug}@example.org", defaults={"name": f"{role} {slug}"}
    )
    tenure, _ = Tenure.objects.get_or_create(
        post=post, user=user, starts_on=starts_on, defaults={"appointed_at": PLAN_AT}
    )
    return actor_of(tenure)


@dataclass(frozen=True)
class Cast:
    """Kosovo's plan with MLGA (coordinator and lead) and the anti-corruption agency (lead)."""

    plan: Plan
    coordinator: Actor
    contact: Actor
    alternate: Actor
    mlga_contact: Actor
    deputy_chair: Actor
    member: Actor

    def report(self, slug: str = "corruption-prevention-agency", round: str = "2026-H1") -> Report:
        return Report.objects.get(institution__slug=slug, round__slug=round)

    def open(self, period: Period = FIRST, at: datetime = OPENED_AT) -> Round:
        return open_round(self.plan, period, by=self.coordinator, at=at)


def seat() -> Cast:
    """The bundled plan, completed with one output for the agency, and everybody on their posts."""
    bundled.load(at=PLAN_AT)
    agency, mlga = "corruption-prevention-agency", "mlga"
    add_outputs()
    return Cast(
        plan=Plan.objects.select_related("method").get(),
        coordinator=appoint(Role.COORDINATOR, mlga),
        contact=appoint(Role.CONTACT, agency),
        alternate=appoint(Role.ALTERNATE, agency),
        mlga_contact=appoint(Role.CONTACT, mlga),
        deputy_chair=appoint(Role.DEPUTY_CHAIR, "national-forum-members"),
        member=appoint(Role.FORUM_MEMBER, "civil-society-co-implementers"),
    )


def add_outputs() -> None:
    """Give the agency's commitment two outputs through the import that anybody uses."""
    from followthrough.plans.operations.import_plan import import_plan
    from followthrough.plans.queries import plan_document

    document = plan_document(Plan.objects.get())
    commitment = next(one for one in document["commitments"] if one["code"] == "XK0017")
    due = {
        "words": "Q4 2026",
        "start": "2026-10-01",
        "end": "2026-12-31",
        "precision": "quarter",
        "every_months": None,
    }
    commitment["milestones"] = [
        {
            "number": 1,
            "title": text_in("en", "Open the data").to_json(),
            "deadline_words": "Q4 2026",
            "unconfirmed": [],
            "involved": [],
            "outputs": [
                {
                    "number": number,
                    "title": text_in("en", title).to_json(),
                    "deadline": due,
                    "unconfirmed": [],
                }
                for number, title in enumerate(["A data set", "A public tool"], 1)
            ],
        }
    ]
    import_plan(document, by=CONSOLE, at=PLAN_AT)


def progress(level: str = "limited", words: str = "Work has begun.") -> Values:
    return Values(change=Change.PROGRESS.value, completion=level, done=text_in("sq", words))


def complete(entry: Entry) -> Values:
    """Answers that make any entry complete."""
    if entry.output_id is None:
        return Values(completion="limited", done=text_in("sq", "The work is on its way."))
    return progress()


def filled(report: Report, by: Actor, at: datetime = NOW) -> Report:
    """The report with every entry answered."""
    for entry in report.entries.all():
        save_entry(entry, complete(entry), seen=entry.version, by=by, at=at)
    return report


def sent(report: Report, by: Actor, at: datetime = NOW) -> Report:
    return submit(filled(report, by, at), clearance=Clearance(), by=by, at=at)


def verified(report: Report, by: Actor, verifier: Actor, at: datetime = NOW) -> Report:
    sent(report, by, at)
    for entry in report.entries.all():
        verify(entry, ticks=SEEN, seen=entry.version, by=verifier, at=at + timedelta(hours=1))
    report.refresh_from_db()
    return report
