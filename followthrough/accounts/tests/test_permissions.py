"""Who may: the grants, and the refusal."""

import pytest

from followthrough.accounts.permissions import (
    CONSOLE,
    GRANTS,
    Actor,
    NotAllowed,
    Permission,
    Role,
    require,
)


def test_every_role_has_its_grants() -> None:
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_the_console_may_do_all_there_is(permission: Permission) -> None:
    require(CONSOLE, permission)


def test_a_role_without_the_permission_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, Role.COORDINATOR, frozenset())

    with pytest.raises(NotAllowed, match="somebody may not import plan"):
        require(Actor("somebody", Role.COORDINATOR), Permission.IMPORT_PLAN)
