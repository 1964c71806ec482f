"""What is sealed is read again under the same SECRET_KEY, or an older one that is still named."""

import pytest

from followthrough.lib.sealing import Unreadable, seal, unseal


def test_what_is_sealed_is_not_to_be_read_and_comes_back() -> None:
    sealed = seal("JBSWY3DPEHPK3PXP", ["key"])
    assert "JBSWY3DP" not in sealed
    assert unseal(sealed, ["key"]) == "JBSWY3DPEHPK3PXP"


def test_a_changed_key_still_opens_what_the_older_one_sealed() -> None:
    assert unseal(seal("text", ["old"]), ["new", "old"]) == "text"


@pytest.mark.parametrize("sealed", ["text", "", "gAAAAA"])
def test_anything_else_is_refused(sealed: str) -> None:
    with pytest.raises(Unreadable):
        unseal(sealed, ["key"])


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        unseal(seal("text", ["other"]), ["key"])
