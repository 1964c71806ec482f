"""Who may do what: all of it, on one screen. `docs/permissions.md` is generated from here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from followthrough.accounts.models import Role as Role


class Permission(StrEnum):
    """What may be done, one word for one verb of the operations."""

    IMPORT_PLAN = "import_plan"
    IMPORT_COMMITMENT = "import_commitment"
    EDIT_PLAN = "edit_plan"
    ADOPT_PLAN = "adopt_plan"
    ADOPT_METHOD = "adopt_method"
    MANAGE_PEOPLE = "manage_people"
    HAND_OVER = "hand_over"
    MANAGE_ROUNDS = "manage_rounds"
    READ_REPORT = "read_report"
    FILE_REPORT = "file_report"
    FILE_ON_BEHALF = "file_on_behalf"
    VERIFY = "verify"
    VERIFY_COORDINATOR = "verify_coordinator"
    PUBLISH = "publish"
    PUBLISH_UNVERIFIED = "publish_unverified"
    PROPOSE_CORRECTION = "propose_correction"
    CONTRIBUTE = "contribute"
    RATE = "rate"
    ENTER_CODING = "enter_coding"
    KEEP_OBSTACLES = "keep_obstacles"
    CHECK_LINKS = "check_links"
    OPEN_DESK = "open_desk"
    KEEP_CALENDAR = "keep_calendar"
    REMIND = "remind"
    POSTPONE_SILENCE = "postpone_silence"


class Scope(StrEnum):
    """Whose things a permission reaches, seen from the institution of the actor's post."""

    ANY = "any"
    OWN = "own"
    # Nobody verifies the work of their own institution.
    OTHERS = "others"


P, ANY, OWN, OTHERS = Permission, Scope.ANY, Scope.OWN, Scope.OTHERS

_FILES = {
    P.READ_REPORT: OWN,
    P.FILE_REPORT: OWN,
    P.PROPOSE_CORRECTION: OWN,
    P.KEEP_OBSTACLES: OWN,
    P.HAND_OVER: OWN,
}
_PLAN = {
    P.IMPORT_PLAN: ANY,
    P.IMPORT_COMMITMENT: ANY,
    P.EDIT_PLAN: ANY,
    P.ADOPT_PLAN: ANY,
    P.ADOPT_METHOD: ANY,
    P.MANAGE_PEOPLE: ANY,
    P.MANAGE_ROUNDS: ANY,
    P.KEEP_CALENDAR: ANY,
    P.HAND_OVER: OWN,
}

GRANTS: dict[Role, dict[Permission, Scope]] = {
    Role.CONTACT: _FILES,
    Role.ALTERNATE: _FILES,
    Role.HEAD_OF_UNIT: {P.READ_REPORT: OWN, P.HAND_OVER: OWN},
    Role.HEAD_OF_INSTITUTION: {P.READ_REPORT: OWN, P.HAND_OVER: OWN},
    Role.CONTRIBUTOR: {P.CONTRIBUTE: OWN, P.HAND_OVER: OWN},
    Role.FORUM_MEMBER: {P.RATE: OWN, P.HAND_OVER: OWN},
    Role.DEPUTY_CHAIR: {P.VERIFY_COORDINATOR: OTHERS, P.READ_REPORT: ANY, P.HAND_OVER: OWN},
    Role.TRANSLATOR: {P.HAND_OVER: OWN},
    Role.COORDINATOR: {
        **_PLAN,
        P.OPEN_DESK: ANY,
        P.READ_REPORT: ANY,
        P.FILE_ON_BEHALF: ANY,
        P.VERIFY: OTHERS,
        P.PUBLISH: ANY,
        P.PROPOSE_CORRECTION: ANY,
        P.ENTER_CODING: ANY,
        P.KEEP_OBSTACLES: ANY,
        P.REMIND: ANY,
        P.POSTPONE_SILENCE: OTHERS,
    },
    Role.REVIEWER: {P.HAND_OVER: OWN},
    Role.ADMINISTRATOR: _PLAN,
    Role.SYSTEM: {P.PUBLISH_UNVERIFIED: ANY, P.CHECK_LINKS: ANY, P.REMIND: ANY},
}

# Posts that reach across institutions: a code by e-mail alone does not open these.
SECOND_FACTOR = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


class NotAllowed(Exception):
    """The actor's role does not include the permission that the operation asks for."""


@dataclass(frozen=True)
class Actor:
    """Who acts; `name` is what the log keeps. A person acts through a post, never as themselves."""

    name: str
    role: Role
    institution_id: int | None = None
    tenure_id: int | None = None
    user_id: int | None = None

    def may(self, permission: Permission, of: int | None = None) -> bool:
        """Whether the post allows it on something that the institution `of` answers for."""
        scope = GRANTS[self.role].get(permission)
        if scope is Scope.OWN:
            return of is not None and of == self.institution_id
        if scope is Scope.OTHERS:
            return of is not None and of != self.institution_id
        return scope is Scope.ANY


CONSOLE = Actor("system:console", Role.ADMINISTRATOR)
CLOCK = Actor("system:clock", Role.SYSTEM)


@dataclass(frozen=True)
class Person:
    """Who is signed in, with every post they hold today."""

    user_id: int | None = None
    name: str = ""
    email: str = ""
    actors: tuple[Actor, ...] = ()
    # A post of theirs asks for a second step at sign-in that this session has not taken: none of
    # their posts acts until it has.
    lacks_second_factor: bool = False

    def holds(self, permission: Permission) -> bool:
        """Whether any of the posts has the permission, whatever it reaches."""
        return any(permission in GRANTS[one.role] for one in self.actors)

    def may(self, permission: Permission, of: int | None = None) -> bool:
        return any(one.may(permission, of) for one in self.actors)

    def acting(self, permission: Permission, of: int | None = None) -> Actor:
        """The post through which the person does it. Raises NotAllowed when there is none."""
        for one in self.actors:
            if one.may(permission, of):
                return one
        raise _refusal()

    def within(self, permission: Permission, institution: str) -> Q:
        """The rows the person reaches; `institution` is the lookup to the id of their owner."""
        reached = Q(pk__in=[])
        for one in self.actors:
            scope = GRANTS[one.role].get(permission)
            if scope is Scope.ANY:
                # Not an empty Q: joined to another with "or" that would vanish.
                return Q(pk__isnull=False)
            if scope is Scope.OWN:
                reached |= Q(**{institution: one.institution_id})
            elif scope is Scope.OTHERS:
                reached |= ~Q(**{institution: one.institution_id})
        return reached


NOBODY = Person()


def require(by: Actor, permission: Permission, of: int | None = None) -> None:
    """Raise NotAllowed unless the post allows it on what the institution `of` answers for."""
    if not by.may(permission, of):
        raise _refusal()


def _refusal() -> NotAllowed:
    return NotAllowed(
        gettext("Your post does not include this. If you think it should, ask the coordinator.")
    )


type_of_view = Callable[..., HttpResponseBase]


def public(view: type_of_view) -> type_of_view:
    """Declare that anybody may open the route."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(*permissions: Permission) -> Callable[[type_of_view], type_of_view]:
    """Open the route to people one of whose posts has one of the permissions.

    Which rows they reach is a QuerySet's `.visible_to(person)`; whoever is not signed in is sent
    to the sign-in page, and what they were sending is kept for after it (accounts.middleware).
    """

    def decorate(view: type_of_view) -> type_of_view:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = _signed_in_person(request)
            if not any(person.holds(one) for one in permissions):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal

        answer.access = " or ".join(permissions)  # type: ignore[attr-defined]
        return answer

    return decorate


def signed_in(view: type_of_view) -> type_of_view:
    """Open the route to anybody who is signed in, whatever their posts."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _signed_in_person(request)
        return view(request, *args, **kwargs)

    answer.access = "signed in"  # type: ignore[attr-defined]
    return answer


def first_step(view: type_of_view) -> type_of_view:
    """Open the route to anybody who is signed in, even before the second step of their post.

    Only for the pages on which the second step is set up or taken.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if person_at(request).user_id is None:
            raise SignInNeeded
        return view(request, *args, **kwargs)

    answer.access = "signed in, before the second step"  # type: ignore[attr-defined]
    return answer


def _signed_in_person(request: HttpRequest) -> Person:
    person = person_at(request)
    if person.user_id is None:
        raise SignInNeeded
    if person.lacks_second_factor:
        raise SecondFactorNeeded
    return person


class _Asked(HttpRequest):
    """A request as accounts.middleware hands it on."""

    person: Person


def person_at(request: HttpRequest) -> Person:
    """Who asks; NOBODY where nobody is signed in."""
    return cast(_Asked, request).person


class SignInNeeded(Exception):
    """Nobody is signed in; the middleware answers with the way to the sign-in page."""


class SecondFactorNeeded(SignInNeeded):
    """A post asks for a second step; the middleware answers with the way to it."""


def access_of(view: Any) -> str | None:
    """What a route declared about who may use it, or None if it declared nothing."""
    while view is not None:
        if hasattr(view, "access"):
            return str(view.access)
        view = getattr(view, "__wrapped__", None)
    return None
