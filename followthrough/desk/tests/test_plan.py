"""The plan in the browser: what is still to do, parts edited, adopted, then frozen."""

import pytest
from django.test import Client

from followthrough.accounts.models import Institution, User
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.lib.text import State
from followthrough.plans.models import Commitment, Milestone, Output, Plan
from followthrough.reporting.tests.cast import Cast, seat

PLAN = "/en/desk/plan/"
XK0018, OUTPUT = f"{PLAN}commitments/XK0018/", f"{PLAN}outputs/XK0018/2/"
ADOPTION = {
    "step": "plan", "original": "sq", "body_sq": "Qeveria", "body_sr-latn": "Vlada",
    "on_day": "1", "on_month": "5", "on_year": "2026", "act": "05/2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _one_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.SECOND_FACTOR_COMPULSORY", False, raising=False)


@pytest.fixture
def cast(db: None) -> Cast:
    return seat()


def signed_in(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.coordinator)


def seen(client: Client, address: str) -> str:
    return str(client.get(address).context["seen"])


def texts(client: Client, address: str, **changed: str) -> dict[str, str]:
    """The form of texts as the page shows it, with some fields changed."""
    form = client.get(address).context["texts"]
    kept = {name: one.initial or "" for name, one in form.fields.items()}
    return {**kept, "original": "sq", "step": "texts", "seen": seen(client, address), **changed}


def test_the_page_says_what_is_still_to_do(client: Client) -> None:
    page = client.get(PLAN).content.decode()
    assert "Commitments without a lead institution" in page and "XK0015" in page


def test_a_doubtful_point_is_confirmed_with_one_click(client: Client) -> None:
    data = {"step": "confirm", "field": "starts_on", "seen": seen(client, PLAN)}
    assert client.post(PLAN, data).status_code == 302
    assert Plan.objects.get().unconfirmed == ["ends_on", "adoption"]


def test_a_changed_original_makes_its_translations_stale(client: Client) -> None:
    assert client.post(XK0018, texts(client, XK0018, title_en="Shorter")).status_code == 302
    title = Commitment.objects.get(code="XK0018").title
    assert title.texts["en"] == "Shorter" and title.state("sq") is State.STALE


def test_both_texts_are_shown_when_somebody_else_saved(client: Client) -> None:
    data = texts(client, XK0018, title_en="Mine")
    client.post(XK0018, texts(client, XK0018, title_en="Theirs"))
    page = client.post(XK0018, data).content.decode()
    assert "Mine" in page and "Theirs" in page and "Somebody else" in page
    assert Commitment.objects.get(code="XK0018").title.texts["en"] == "Theirs"


def test_both_deadlines_are_shown_when_somebody_else_saved(client: Client) -> None:
    mine = {"step": "deadline", "words": "Q4 2026", "seen": seen(client, OUTPUT)}
    client.post(OUTPUT, {**mine, "words": "Q3 2026"})
    page = client.post(OUTPUT, mine).content.decode()
    assert 'value="Q4 2026"' in page and "Deadline: Q3 2026" in page


def test_both_institutions_are_shown_when_somebody_else_saved(client: Client) -> None:
    address = f"{PLAN}institutions/mlga/"
    form = client.get(address).context["form"]
    kept = {name: one.initial or "" for name, one in form.fields.items()}
    mine = {**kept, "original": "sq", "name_en": "Mine", "seen": seen(client, address)}
    client.post(address, {**mine, "name_en": "Theirs"})
    page = client.post(address, mine).content.decode()
    assert 'value="Mine"' in page and "Theirs" in page and "Somebody else" in page


def test_leads_are_chosen_and_keep_their_commitments(client: Client) -> None:
    address = f"{PLAN}commitments/XK0015/"
    data = {"step": "parties", "lead": ["mlga"], "supporting": ["donors"],
            "funding_state": "donor", "seen": seen(client, address)}  # fmt: skip
    assert client.post(address, data).status_code == 302
    commitment = Commitment.objects.get(code="XK0015")
    assert commitment.lead and commitment.lead.slug == "mlga"
    assert commitment.funding_state == "donor"


def test_a_deadline_shows_how_it_was_understood_and_a_doubtful_one_asks(client: Client) -> None:
    data = {"step": "deadline", "words": "Q3 2027", "seen": seen(client, OUTPUT)}
    page = client.post(OUTPUT, data, follow=True).content.decode()
    assert "Understood as: Q3 2027" in page
    data = {"step": "deadline", "words": "4/1/2027", "seen": seen(client, OUTPUT)}
    assert "more than one way" in client.post(OUTPUT, data).content.decode()


def test_steps_are_added_and_removed(client: Client) -> None:
    address = f"{PLAN}commitments/XK0015/"
    client.post(address, {"step": "add_milestone", "title": "Hapi", "language": "sq"})
    client.post(address, {"step": "add_output", "milestone": "1", "title": "Dalja",
                          "language": "sq", "words": "Q4 2026"})  # fmt: skip
    assert Output.objects.get(commitment__code="XK0015").title.original == "sq"
    client.post(address, {"step": "remove_output", "output": "1"})
    client.post(address, {"step": "remove_milestone", "milestone": "1"})
    assert not Commitment.objects.get(code="XK0015").milestones.exists()


def test_what_was_reported_on_stays(cast: Cast, client: Client) -> None:
    cast.open()
    page = client.post(XK0018, {"step": "remove_output", "output": "1"}).content.decode()
    assert "reported on already" in page
    assert Output.objects.filter(commitment__code="XK0018", number=1).exists()


def test_an_institution_is_added_and_renamed(client: Client) -> None:
    new = {"slug": "zyra", "kind": "office", "sector": "government", "original": "sq"}
    address = f"{PLAN}institutions/"
    assert client.post(f"{address}new/", {**new, "name_sq": "Zyra"}).status_code == 302
    data = {**new, "name_sq": "Zyra e re", "seen": seen(client, f"{address}zyra/")}
    assert client.post(f"{address}zyra/", data).status_code == 302
    assert str(Institution.objects.get(slug="zyra").name) == "Zyra e re"


def test_adoption_freezes_the_plan(client: Client) -> None:
    assert client.post(f"{PLAN}adopt/", ADOPTION).status_code == 302
    assert Plan.objects.get().is_adopted
    data = {"step": "deadline", "words": "Q3 2027", "seen": seen(client, OUTPUT)}
    assert "changes only by an adjustment" in client.post(OUTPUT, data).content.decode()
    page = client.post(f"{PLAN}adopt/", {**ADOPTION, "act": "6"}).content.decode()
    assert "recorded already" in page


def test_a_milestone_gets_words_and_institutions(client: Client) -> None:
    address = f"{PLAN}milestones/XK0018/1/"
    data = {"step": "parts", "deadline_words": "Q3 2027", "lead": ["mlga"]}
    assert client.post(address, {**data, "seen": seen(client, address)}).status_code == 302
    stored = Milestone.objects.get(commitment__code="XK0018", number=1)
    assert stored.deadline_words == "Q3 2027"
    page = client.get("/en/commitments/XK0018/").content.decode()
    assert "Q3 2027" in page


def test_a_milestone_s_title_is_translated(client: Client) -> None:
    address = f"{PLAN}milestones/XK0018/1/"
    assert client.post(address, texts(client, address, title_sq="Etapa e parë")).status_code == 302
    title = Milestone.objects.get(commitment__code="XK0018", number=1).title
    assert title.texts["sq"] == "Etapa e parë"


def test_a_milestone_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"{PLAN}milestones/XK0018/9/").status_code == 404


def test_an_adopted_plan_offers_only_what_it_still_takes(client: Client) -> None:
    frozen = ("Set the deadline", "Remove the output", "Add the milestone", "Add the output")
    before = client.get(XK0018).content.decode() + client.get(OUTPUT).content.decode()
    assert all(words in before for words in frozen)
    client.post(f"{PLAN}adopt/", ADOPTION)
    after = client.get(XK0018).content.decode() + client.get(OUTPUT).content.decode()
    assert not any(words in after for words in frozen)
    assert after.count("it changes only by an adjustment") == 2
    assert "Change the title and the answers" in after


def test_the_method_is_adopted_too(client: Client) -> None:
    assert client.post(f"{PLAN}adopt/", {**ADOPTION, "step": "method"}).status_code == 302
    assert Plan.objects.get().method.is_adopted and not Plan.objects.get().is_adopted


@pytest.mark.parametrize("address", [PLAN, XK0018, OUTPUT, f"{PLAN}adopt/", f"{PLAN}institutions/"])
def test_only_the_coordinator_and_the_administrator_open_it(cast: Cast, address: str) -> None:
    assert signed_in(cast.contact).get(address).status_code == 403
    assert signed_in(cast.coordinator).get(address).status_code == 200
    assert signed_in(cast.coordinator).delete(address).status_code == 405


def test_what_is_not_in_the_plan_is_not_found(client: Client) -> None:
    for address in ("commitments/XK9999/", "outputs/XK0018/99/", "institutions/none/"):
        assert client.get(PLAN + address).status_code == 404
    assert client.post(XK0018, {"step": "burn"}).status_code == 404
