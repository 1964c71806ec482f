"""Why a step is refused: each a sentence for the person, saying what to do (rule R5)."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from followthrough.reporting.models import Entry
    from followthrough.reporting.values import Problem


class Refusal(Exception):
    """The step cannot be done now; `str()` says why and what to do."""


class WrongState(Refusal):
    """What is asked does not follow the state that the thing is in."""


class NotOpen(Refusal):
    """The round's window has not opened yet or has closed."""


class NotIndependent(Refusal):
    """Somebody would judge their own work."""


class Conflict(Refusal):
    """Somebody else has saved since; `current` is what stands now. Both texts are to be shown."""

    def __init__(self, current: "Entry") -> None:
        self.current = current
        super().__init__(
            gettext(
                "Somebody else has saved this while you were writing. Both texts are shown: "
                "put together what should stay, then save again."
            )
        )


class Incomplete(Refusal):
    """Some entries cannot be sent yet; `missing` names what, entry by entry."""

    def __init__(self, missing: "list[tuple[Entry, list[Problem]]]") -> None:
        self.missing = missing
        super().__init__(
            gettext("The report cannot be sent yet: complete the outputs that are named.")
        )
