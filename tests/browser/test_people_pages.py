"""The people pages and signing in: three languages, light and dark, on the narrowest phone."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page

from followthrough.accounts.models import HandOver, Role, Tenure
from followthrough.accounts.operations import name_successor
from followthrough.accounts.queries import day_of
from followthrough.accounts.tests.cast import acting, put, sign_in
from followthrough.lib.clock import now
from tests.browser.test_pages import WATCH, Scheme, axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The browser's driver runs a loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SIGNED_OUT = ("account/login/", "account/inactive/", "account/login/cancelled/")
SIGNED_IN = (
    "desk/people/",
    "desk/people/invite/",
    "desk/people/tenures/{tenure}/",
    "desk/people/hand-overs/{hand_over}/",
    "desk/starter-kit/",
    "my/account/",
    "my/team/",
    "my/hand-over/",
    "account/logout/",
    "account/second-step/",
    "account/second-step/keys/",
    "account/second-step/keys/add/",
    "account/second-step/recovery/",
    "account/second-step/recovery/new/",
    "account/second-step/app/remove/",
)
NARROWEST = 320


@pytest.fixture(autouse=True)
def _static_files() -> Iterator[None]:
    """The test server looks files up by the names that they have in the sources."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture
def coordinator(transactional_db: None) -> Tenure:
    """A coordinator with a second step and one hand-over to decide on."""
    tenure = put(Role.COORDINATOR, "mlga")
    TOTP.activate(tenure.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(tenure.user)
    put(Role.ALTERNATE, "fish")
    contact = put(Role.CONTACT, "fish")
    name_successor(
        contact.pk,
        name="The Next",
        email="next@example.org",
        from_day=day_of(now()),
        by=acting(contact),
        at=now(),
    )
    return tenure


def faults(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    found = axe_violations(page)
    found += page.evaluate("window.__violations")
    if answer is None or not answer.ok:
        found.append(f"{answer.status if answer else 'no'} answer")
    if (width := sideways(page)) > 0:
        found.append(f"{width} pixels too wide")
    return [f"{address}: {one}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["sq", "sr", "en"])
def test_pages(
    browser: Browser, live_server: Any, coordinator: Tenure, prefix: str, scheme: Scheme
) -> None:
    client = Client()
    sign_in(client, coordinator.user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    context = browser.new_context(color_scheme=scheme, viewport={"width": NARROWEST, "height": 780})
    context.add_init_script(WATCH)
    page, root = context.new_page(), f"{live_server.url}/{prefix}/"
    names = {"tenure": coordinator.pk, "hand_over": HandOver.objects.get().pk}

    found = [one for path in SIGNED_OUT for one in faults(page, root + path)]
    context.add_cookies([cookie])  # type: ignore[list-item]
    found += [one for path in SIGNED_IN for one in faults(page, root + path.format(**names))]

    context.close()
    assert not found
