"""What every signed-in page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, Person

# Route, label, and the permissions one of which opens it; without any, every signed-in person.
NAVIGATION: tuple[tuple[str, Promise, tuple[Permission, ...]], ...] = (
    ("desk:home", _("Desk"), (Permission.OPEN_DESK,)),
    ("desk:my", _("My tasks"), ()),
    (
        "desk:verify",
        _("To verify"),
        (Permission.VERIFY, Permission.VERIFY_COORDINATOR),
    ),
    (
        "desk:corrections",
        _("Corrections"),
        (Permission.PROPOSE_CORRECTION, Permission.VERIFY, Permission.VERIFY_COORDINATOR),
    ),
    ("desk:rounds", _("Reporting periods"), (Permission.MANAGE_ROUNDS,)),
    ("desk:plan", _("The plan"), (Permission.EDIT_PLAN,)),
    ("desk:people", _("People"), (Permission.MANAGE_PEOPLE,)),
    ("desk:forum", _("Ratings"), (Permission.RATE,)),
    ("desk:codings", _("Coding by the IRM"), (Permission.ENTER_CODING,)),
    ("desk:obstacles", _("Obstacles"), (Permission.KEEP_OBSTACLES,)),
)


@dataclass(frozen=True)
class Link:
    label: Promise
    url: str
    current: bool


def desk(request: HttpRequest) -> dict[str, Any]:
    """The menu of the person's posts; nothing is read until a page shows it."""
    return {
        "desk": SimpleLazyObject(lambda: _desk(request)),
        "kept": SimpleLazyObject(lambda: _kept(request)),
    }


def _desk(request: HttpRequest) -> dict[str, Any]:
    mine = reverse("desk:me")
    return {"nav": _links(request), "account": Link(_("My account"), mine, request.path == mine)}


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What the page gives back of a form that was sent after the sign-in had run out."""
    words = kept_posts.left(request)
    return {"words": words, "any": kept_posts.is_given_back(request)}


def _links(request: HttpRequest) -> list[Link]:
    person: Person | None = getattr(request, "person", None)
    if person is None or person.user_id is None:
        return []
    found = []
    for name, label, needed in NAVIGATION:
        if needed and not any(person.holds(one) for one in needed):
            continue
        url = reverse(name)
        found.append(Link(label, url, request.path == url))
    return found
