"""Who may do what: all of it, on one screen. `docs/permissions.md` is generated from here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpResponseBase


class Permission(StrEnum):
    """What may be done, one word for one verb of the operations."""

    IMPORT_PLAN = "import_plan"
    IMPORT_COMMITMENT = "import_commitment"
    ADOPT_PLAN = "adopt_plan"
    ADOPT_METHOD = "adopt_method"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.COORDINATOR: frozenset(Permission),
}


class NotAllowed(Exception):
    """The actor's role does not include the permission that the operation asks for."""


@dataclass(frozen=True)
class Actor:
    """Who acts; `name` is what the log keeps. A person acts through a post, never as themselves."""

    name: str
    role: Role


CONSOLE = Actor("system:console", Role.ADMINISTRATOR)


def require(by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the actor's role holds the permission."""
    if permission not in GRANTS[by.role]:
        raise NotAllowed(f"{by.name} may not {permission.replace('_', ' ')}.")


type_of_view = Callable[..., HttpResponseBase]


def public(view: type_of_view) -> type_of_view:
    """Declare that anybody may open the route."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def access_of(view: Any) -> str | None:
    """What a route declared about who may use it, or None if it declared nothing."""
    while view is not None:
        if hasattr(view, "access"):
            return str(view.access)
        view = getattr(view, "__wrapped__", None)
    return None
