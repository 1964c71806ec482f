"""What the pages say, in each language, before anything is reported."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from followthrough.demo import bundled
from followthrough.plans.models import Commitment, Plan
from followthrough.portal.tests.conftest import AT, type_of_loader

LANGUAGES = ("sq", "sr", "en")


@pytest.fixture
def kosovo(db: None) -> Plan:
    bundled.load(at=AT)
    return Plan.objects.get()


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_home_says_honestly_that_nothing_is_reported(client: Client, kosovo: Plan) -> None:
    page = text(client, "/en/")

    assert "4 of 15 expected outputs are due and not yet reported on" in page
    assert "How much is done is not known yet" in page


def test_a_commitment_shows_every_output_with_its_answer(client: Client, kosovo: Plan) -> None:
    page = text(client, "/en/commitments/XK0018/")

    assert page.count('<li id="output-') == 15
    assert page.count("due Q2 2026, 2 quarters ago") == 4
    assert page.count("continuous, 2026–2028, every 6 months") == 3
    assert "0 of 6 occurrences reported" in page


def test_what_is_not_known_is_said_to_be_confirmed(client: Client, kosovo: Plan) -> None:
    page = text(client, "/en/commitments/XK0015/")

    assert "To be confirmed by Ministry of Local Government Administration" in page
    assert "not known yet" in page


def test_an_address_in_lower_case_finds_the_commitment(client: Client, kosovo: Plan) -> None:
    assert "XK0018" in text(client, "/en/commitments/xk0018/")


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_no_english_is_left_in_the_frame(client: Client, kosovo: Plan, prefix: str) -> None:
    pages = ["", "commitments/", "commitments/XK0018/", "outputs/", "institutions/", "data/"]
    for address in [*pages, "institutions/mlga/", "how-it-works/", "accessibility/"]:
        page = text(client, f"/{prefix}/{address}")
        for word in ("Expected outputs", "Accessibility", "How it works", "Overview"):
            assert (word in page) == (prefix == "en"), (address, word)


def test_the_language_links_keep_page_and_question(client: Client, kosovo: Plan) -> None:
    page = text(client, "/en/outputs/?schedule=not_due")

    assert 'href="/sr/outputs/?schedule=not_due"' in page
    assert 'hreflang="sr-Latn"' in page


@pytest.mark.parametrize(("prefix", "tag"), [("sq", "sq"), ("sr", "sr-Latn"), ("en", "en")])
def test_the_page_says_its_language(client: Client, kosovo: Plan, prefix: str, tag: str) -> None:
    response = client.get(f"/{prefix}/")

    assert f'<html lang="{tag}">' in response.content.decode()
    assert response.headers["Content-Language"] == tag


def test_a_text_without_translation_shows_the_original_marked(client: Client, kosovo: Plan) -> None:
    commitment = Commitment.objects.get(code="XK0018")
    title = commitment.title
    Commitment.objects.filter(pk=commitment.pk).update(
        title={"original": "en", "en": str(title)},
    )

    page = text(client, "/sr/commitments/XK0018/")

    assert f'<span lang="en">{title}</span>' in page


def test_a_list_shows_25_rows_and_leads_on(client: Client, load_plan: type_of_loader) -> None:
    load_plan(60)

    first = text(client, "/en/commitments/")
    last = text(client, "/en/commitments/?page=3")

    assert first.count('class="row"') == 25
    assert last.count('class="row"') == 10
    assert "Page 1 of 3" in first


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "1e9", "%00"])
def test_a_page_that_does_not_exist_shows_the_nearest(
    client: Client, load_plan: type_of_loader, page: str
) -> None:
    load_plan(30)

    assert client.get(f"/en/commitments/?page={page}").status_code == 200


def test_titles_sort_as_the_reader_s_alphabet(client: Client, load_plan: type_of_loader) -> None:
    plan = load_plan(3)
    for number, title in enumerate(["Zhvillimi", "Zëri", "Çmimet"], start=1):
        Commitment.objects.filter(plan=plan, number=number).update(
            title={"original": "sq", "sq": title}
        )

    page = text(client, "/sq/commitments/?sort=title")

    assert page.index("Çmimet") < page.index("Zëri") < page.index("Zhvillimi")


def test_the_front_door_without_a_wish_shows_both_official_languages(
    client: Client, kosovo: Plan
) -> None:
    page = text(client, "/")

    assert page.index('href="/sq/"') < page.index('href="/sr/"') < page.index('href="/en/"')


@pytest.mark.parametrize(("wish", "prefix"), [("sq", "sq"), ("sr-Cyrl", "sr"), ("en-GB", "en")])
def test_the_front_door_follows_the_browser(
    client: Client, wish: str, prefix: str, db: None
) -> None:
    response = client.get("/", headers={"Accept-Language": wish})

    assert (response.status_code, response.headers["Location"]) == (302, f"/{prefix}/")


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_an_empty_installation_says_so(client: Client, db: None, prefix: str) -> None:
    page = text(client, f"/{prefix}/")

    assert "followthrough init" in page
    assert client.get(f"/{prefix}/commitments/").status_code == 404
    assert client.get(f"/{prefix}/data/").status_code == 200


def test_the_policy_for_content_is_strict(client: Client, kosovo: Plan) -> None:
    policy = client.get("/en/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_only_embeds_may_be_framed_even_when_kept(client: Client, kosovo: Plan) -> None:
    for _ in range(2):
        response = client.get("/en/embed/")
        assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_a_page_that_is_not_there(client: Client, kosovo: Plan, prefix: str) -> None:
    response = client.get(f"/{prefix}/no-such-page/")

    assert response.status_code == 404
    assert f'href="/{prefix}/' in response.content.decode()


def test_markup_in_a_text_is_shown_and_not_run(client: Client, kosovo: Plan) -> None:
    poison = "<script>alert(1)</script>"
    Commitment.objects.filter(code="XK0018").update(
        title={"original": "en", "en": poison}, summary={"original": "en", "en": poison}
    )
    for address in ("", "commitments/", "commitments/XK0018/", "embed/commitments/XK0018/"):
        assert poison not in text(client, f"/sq/{address}")


def test_a_host_that_is_none_of_ours_is_refused_with_a_page(
    client: Client, plan: Plan, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    client.raise_request_exception = False
    for address in ("/en/", "/sr/commitments/"):
        assert client.get(address, headers={"host": "elsewhere.example"}).status_code == 400
