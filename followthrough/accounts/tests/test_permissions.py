"""Who may: the grants, their reach, and the refusal."""

import pytest
from django.utils.translation import override

from followthrough.accounts.models import Role
from followthrough.accounts.permissions import (
    CONSOLE,
    GRANTS,
    Actor,
    NotAllowed,
    Permission,
    Person,
    Scope,
    require,
)

OWN, OTHER = 1, 2


def test_every_role_has_its_grants() -> None:
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_somebody_may_do_each_thing(permission: Permission) -> None:
    assert any(permission in grants for grants in GRANTS.values())


def test_nobody_may_do_what_the_role_lacks() -> None:
    with override("en"), pytest.raises(NotAllowed, match="ask the coordinator"):
        require(Actor("somebody", Role.TRANSLATOR, OWN), Permission.IMPORT_PLAN)
    require(CONSOLE, Permission.IMPORT_PLAN)


@pytest.mark.parametrize(
    ("scope", "own", "other", "nobody"),
    [
        (Scope.ANY, True, True, True),
        (Scope.OWN, True, False, False),
        (Scope.OTHERS, False, True, False),
    ],
)
def test_a_permission_reaches_as_far_as_its_scope(
    monkeypatch: pytest.MonkeyPatch, scope: Scope, own: bool, other: bool, nobody: bool
) -> None:
    monkeypatch.setitem(GRANTS, Role.CONTACT, {Permission.VERIFY: scope})
    actor = Actor("contact@x", Role.CONTACT, OWN)

    reached = [actor.may(Permission.VERIFY, of) for of in (OWN, OTHER, None)]

    assert reached == [own, other, nobody]


def test_a_person_acts_through_the_post_that_may() -> None:
    contact, member = Actor("a", Role.CONTACT, OWN), Actor("b", Role.FORUM_MEMBER, OTHER)
    person = Person(1, "", "", (contact, member))

    assert person.acting(Permission.FILE_REPORT, OWN) == contact
    assert person.acting(Permission.RATE, OTHER) == member
    with pytest.raises(NotAllowed):
        person.acting(Permission.FILE_REPORT, OTHER)


def test_no_role_verifies_its_own_institution() -> None:
    verifying = (Permission.VERIFY, Permission.VERIFY_COORDINATOR)
    reaches = {grants[one] for grants in GRANTS.values() for one in verifying if one in grants}

    assert reaches == {Scope.OTHERS}
