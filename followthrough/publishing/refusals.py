"""Why a step with an edition is refused: each a sentence for the person (rule R5)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from followthrough.publishing.models import EditionText


class Refusal(Exception):
    """The step cannot be done now; `str()` says why and what to do."""


class WrongState(Refusal):
    """What is asked does not follow the state that the edition is in."""


class BadText(Refusal):
    """The sentence cannot be taken as it is: it names a number that the report does not have."""


class NotFit(Refusal):
    """A day, a post or a reference is missing, or does not fit."""


class Conflict(Refusal):
    """Somebody else has saved since; `current` is what stands now. Both texts are to be shown."""

    def __init__(self, current: "EditionText") -> None:
        self.current = current
        super().__init__(
            gettext(
                "Somebody else has saved this while you were writing. Both texts are shown: "
                "put together what should stay, then save again."
            )
        )


class NotReady(Refusal):
    """The edition cannot be published yet; `missing` names what, one sentence each."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__(
            gettext("The report cannot be published yet: what is listed is still missing.")
        )
