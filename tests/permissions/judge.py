"""What the table says of a route, and what the route does: every difference is told."""

from collections.abc import Iterator
from copy import deepcopy

from django.db import transaction
from django.test import Client

from followthrough.accounts.models import Role
from followthrough.accounts.permissions import GRANTS, Permission, Scope
from tests.architecture.routes import Route
from tests.permissions.world import OTHER, OWN, ROLES, World, kwargs

SIGN_IN = "/en/account/login/"
# Names of things that belong to an institution; a commitment's code belongs to everybody.
OWNED = {"institution", "pk"}
# Of these only the person whose they are finds any, and only where there is one, whatever the
# post: one's own hand-over, session and second step; an answer that has not come yet. A correction
# of the coordinator's own institution is decided by the deputy chair alone. A letter there is only
# about a report that has not come, and nobody gives their own institution more time.
PERSONAL = {"withdraw_hand_over", "end_session", "contribution", "correction"}
PERSONAL |= {"letter", "letter_file", "postpone"}
# Where the rows decide otherwise than the door: whoever publishes a report reads what was found in
# it, of their own institution too.
ROWS = {
    "verify_report": (Permission.VERIFY, Permission.VERIFY_COORDINATOR, Permission.PUBLISH),
    "verify_entry": (Permission.VERIFY, Permission.VERIFY_COORDINATOR, Permission.PUBLISH),
}
MISSING, REFUSED, BROKEN, WRONG_METHOD = "404", "403", "500", 405


def differences(route: Route, world: World) -> Iterator[str]:
    """Every role at its own and at another institution's thing, and nobody at all."""
    for slug in (OWN, OTHER):
        address = world.address(route, slug)
        found = ask(Client(raise_request_exception=False), address)
        is_right = not _asks_sign_in(found) if route.access == "public" else _asks_sign_in(found)
        if not is_right or found == BROKEN:
            yield f"nobody at {address}: {found}"
        for role in ROLES:
            found = ask(world.clients[role], address)
            if not fits(found, may(route, role, slug), route):
                yield f"{role.value} at {address}: {found}"


def may(route: Route, role: Role, slug: str) -> bool:
    """Whether the table lets the role, at OWN, use the route on a thing of that institution."""
    access = str(route.access)
    if access == "public" or access.startswith("signed in"):
        return True
    asked = ROWS.get(route.name) or [Permission(one) for one in access.split(" or ")]
    scopes = {GRANTS[role].get(one) for one in asked} - {None}
    if not OWNED & set(kwargs(route)):
        return bool(scopes)
    reaching = {Scope.ANY, Scope.OWN if slug == OWN else Scope.OTHERS}
    return bool(scopes & reaching)


def fits(found: str, is_allowed: bool, route: Route) -> bool:
    if found == BROKEN:
        return False
    if not is_allowed:
        return found in {REFUSED, MISSING}
    if route.name in PERSONAL or route.name.startswith("mfa_"):
        return not _asks_sign_in(found)
    if route.access == "public":
        return found != REFUSED
    return found not in {REFUSED, MISSING} and not _asks_sign_in(found)


def ask(client: Client, address: str) -> str:
    """The status, or where it sends; whatever it changed is undone. GET, or POST where asked."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == WRONG_METHOD:
            answer = client.post(address)
        if answer.streaming:  # only a file that was read to its end is closed
            list(answer.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.headers.get("Location", str(answer.status_code))


def _asks_sign_in(found: str) -> bool:
    return found.startswith(f"{SIGN_IN}?")
