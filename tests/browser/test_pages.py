"""Every page template, in three languages, light and dark, on a phone and a desk."""

from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.architecture.source import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = {"sq": "sq", "sr": "sr-Latn", "en": "en"}
WIDTHS = (320, 360, 1280)
# One address for each template; the empty one is the choice of language.
PAGES = (
    "",
    "commitments/",
    "commitments/XK0018/",
    "commitments/XK0015/",
    "commitments/XK0015/history/",
    "reporting/",
    "outputs/",
    "institutions/",
    "institutions/mlga/",
    "institutions/example-agency/",
    "demo/",
    "coordination/",
    "how-it-works/",
    "data/",
    "data/recompute/",
    "data/api/",
    "accessibility/",
    "embed/",
    "no-such-page/",
)
MAX_BYTES = 70_000
MAX_REQUESTS = 6
MAX_LAYOUT_SHIFT = 0.05
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH = """
  window.__violations = []; window.__shift = 0;
  addEventListener('securitypolicyviolation', e => __violations.push(e.violatedDirective));
  new PerformanceObserver(list => list.getEntries().forEach(e => { __shift += e.value }))
    .observe({type: 'layout-shift', buffered: true});
"""
Scheme = Literal["light", "dark"]


@pytest.fixture(params=["light", "dark"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    scheme: Scheme = request.param
    # A language that is none of ours: the front door then shows its page.
    opened = browser.new_context(color_scheme=scheme, reduced_motion="reduce", locale="de-DE")
    opened.add_init_script(WATCH)
    yield opened
    opened.close()


def axe_violations(page: Page) -> list[str]:
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


def sideways(page: Page) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_page(context: BrowserContext, address: str, prefix: str, path: str) -> None:
    page = context.new_page()
    hosts: set[str | None] = set()
    page.on("request", lambda request: hosts.add(urlparse(request.url).hostname))

    page.goto(f"{address}{prefix}/{path}", wait_until="networkidle")

    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == LANGUAGES[prefix]
    assert page.evaluate("__shift") < MAX_LAYOUT_SHIFT
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) <= 0, f"scrolls sideways at {width}"
        assert axe_violations(page) == [], f"at {width}"
    # Axe itself runs in the page without touching it; a violation would be the page's own.
    assert page.evaluate("__violations") == []
    assert hosts == {"localhost"}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_first_view_is_light(browser: Browser, address: str, prefix: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[float] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))

    page.goto(f"{address}{prefix}/{path}", wait_until="networkidle")
    context.close()

    assert sum(received) <= MAX_BYTES
    assert len(received) <= MAX_REQUESTS


@pytest.mark.parametrize("path", PAGES)
def test_page_reads_the_same_without_javascript(browser: Browser, address: str, path: str) -> None:
    with_scripts = browser.new_context(java_script_enabled=True)
    without = browser.new_context(java_script_enabled=False)
    texts = []
    for context in (with_scripts, without):
        page = context.new_page()
        page.goto(f"{address}sr/{path}")
        texts.append(page.locator("main").inner_text())
        context.close()

    assert texts[0] == texts[1]
    assert len(texts[0]) > 40


def test_switching_language_keeps_the_page(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}sq/commitments/?sort=attention")

    page.get_by_role("link", name="Srpski").click()

    assert page.url == f"{address}sr/commitments/?sort=attention"
    page.close()


def test_the_front_door_shows_both_official_languages_equally(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(address)
    boxes = [
        page.get_by_role("link", name=name).first.bounding_box() for name in ("Shqip", "Srpski")
    ]
    context.close()

    assert all(boxes)
    assert boxes[0] and boxes[1]
    assert boxes[0]["height"] == boxes[1]["height"]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_front_door_is_accessible(context: BrowserContext, address: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)

    assert sideways(page) <= 0
    assert axe_violations(page) == []


def test_the_front_door_follows_the_browser(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="sq-XK")
    page = context.new_page()
    page.goto(address)
    url = page.url
    context.close()

    assert url == f"{address}sq/"


def test_every_link_leads_somewhere(browser: Browser, address: str) -> None:
    page = browser.new_page()
    todo, seen = [f"{address}sr/"], set()
    while todo:
        url = todo.pop()
        seen.add(url)
        answer = page.request.get(url)
        assert answer.status == 200, url
        if "text/html" not in answer.headers["content-type"]:
            continue
        page.goto(url)
        links: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        inside = {link.split("#")[0] for link in links if link.startswith(f"{address}sr/")}
        todo += [link for link in inside if link not in seen and link not in todo]
    page.close()

    assert len(seen) > 20


def test_a_page_with_a_fault_would_be_seen(browser: Browser, address: str) -> None:
    """The control: axe, the overflow check and the policy watch each catch what they are for."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{address}en/")
    page.evaluate(
        """() => {
          const bad = document.createElement('img'); bad.src = 'https://example.org/x.png';
          bad.width = 900; document.body.append(bad);
        }"""
    )
    page.wait_for_function("__violations.length > 0")

    assert sideways(page) > 0
    assert any(line.startswith("image-alt") for line in axe_violations(page))
    context.close()
