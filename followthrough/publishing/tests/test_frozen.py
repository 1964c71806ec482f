"""A published number never changes, whatever is done afterwards."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import CONSOLE
from followthrough.lib.text import text_in
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import plan_document
from followthrough.publishing.content.merging import as_it_stands
from followthrough.publishing.models import Edition
from followthrough.publishing.operations import writing
from followthrough.publishing.tests.cast import Desk
from followthrough.reporting.models import PublishedEntry
from followthrough.reporting.operations import corrections, obstacles
from followthrough.reporting.operations.ratings import Opinion, sign_rating
from followthrough.reporting.operations.rounds import Period, change_days
from followthrough.reporting.tests.cast import SECOND
from followthrough.reporting.values import Values

LATER = datetime(2027, 1, 12, 9, tzinfo=UTC)


def correct_an_entry(desk: Desk, number: int) -> None:
    rows = PublishedEntry.objects.standing().filter(entry__report__institution__slug="mlga")
    row = list(rows.order_by("pk"))[number % rows.count()]
    values = Values(completion="substantial", done=text_in("sq", f"Ndryshe {number}."))
    if row.output_id:
        values = Values(change="progress", completion="substantial", done=values.done)
    if row.corrections.filter(state="proposed").exists():
        return
    one = corrections.propose(
        row, values, text_in("sq", "Gabim."), by=desk.cast.mlga_contact, at=LATER
    )
    corrections.confirm(one, by=desk.cast.deputy_chair, at=LATER)


def rename_the_plan(desk: Desk, number: int) -> None:
    document = plan_document(Plan.objects.get())
    document["title"] = text_in("sq", f"Plani {number}").to_json()
    import_plan(document, by=CONSOLE, at=LATER)


def open_an_obstacle(desk: Desk, number: int) -> None:
    commitment = desk.cast.plan.commitments.select_related("plan__method").get(code="XK0018")
    trouble = obstacles.Trouble("staff", text_in("sq", f"Pengesë {number}"), is_serious=True)
    body = desk.cast.report("mlga").institution
    output = commitment.outputs.all()[number % commitment.outputs.count()]
    by = desk.cast.mlga_contact
    obstacles.open_obstacle(commitment, body, trouble, output=output, by=by, at=LATER)


def rate(desk: Desk, number: int) -> None:
    commitment = desk.cast.plan.commitments.select_related("plan__method").get(code="XK0018")
    level = ("not_started", "limited", "complete")[number % 3]
    opinion = Opinion(level, text_in("sq", f"Fjala {number}"))
    body = Institution.objects.get(pk=desk.cast.member.institution_id or 0)
    known = commitment.ratings.first()
    seen = known.version if known else 0
    sign_rating(commitment, body, opinion, seen=seen, by=desk.cast.member, at=LATER)


def open_the_next_round(desk: Desk, number: int) -> None:
    if not desk.cast.plan.rounds.filter(slug="2026-H2").exists():
        desk.cast.open(SECOND, LATER)


def move_the_round(desk: Desk, number: int) -> None:
    one = desk.round
    days = Period(
        one.covers_from, one.covers_until, one.opens_on, one.due_on, date(2027, 2, 1 + number % 28)
    )
    change_days(one, days, by=desk.by, at=LATER)


def begin_a_correction(desk: Desk, number: int) -> None:
    writing.correct(desk.edition(), text_in("sq", f"Gabim {number}"), by=desk.by, at=LATER)


def write_a_sentence(desk: Desk, number: int) -> None:
    edition = desk.edition()
    if edition.number > 1:
        text = edition.texts.filter(section="next", language="sq").first()
        desk.write("next", "sq", f"Fjalia {number}.", seen=text.version if text else 0)


DEEDS: list[Callable[[Desk, int], None]] = [
    correct_an_entry,
    rename_the_plan,
    open_an_obstacle,
    rate,
    open_the_next_round,
    move_the_round,
    begin_a_correction,
    write_a_sentence,
]


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 200)), min_size=4, max_size=8))
def test_whatever_happens_later_its_bytes_stay(
    at_desk: Desk, deeds: list[tuple[Callable[[Desk, int], None], int]]
) -> None:
    first = Edition.objects.filter(number=1).first()
    if first is None:
        at_desk.compile()
        first = at_desk.published()
    before = first.content.encode(), first.sha256
    for deed, number in deeds:
        deed(at_desk, number)
    now = Edition.objects.get(number=1)
    assert (now.content.encode(), now.sha256) == before


def test_the_control_a_draft_does_change(at_desk: Desk) -> None:
    at_desk.compile()
    before = as_it_stands(at_desk.edition(), LATER)["figures"]
    for number in range(3):
        correct_an_entry(at_desk, number)
    assert as_it_stands(at_desk.edition(), LATER)["figures"] != before
