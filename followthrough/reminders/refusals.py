"""Why a step with letters is refused: a sentence for the person, saying what to do (rule R5)."""


class Refusal(Exception):
    """The step cannot be done now; `str()` says why and what to do."""


class WrongDay(Refusal):
    """The day does not fit the letter."""


class NeedsNumber(Refusal):
    """A letter is sent under a number."""
