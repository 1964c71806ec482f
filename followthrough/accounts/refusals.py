"""Why a step with posts is refused: each a sentence for the person, saying what to do (rule R5)."""


class Refusal(Exception):
    """The step cannot be done now; `str()` says why and what to do."""


class StillHolds(Refusal):
    """The person has the post until a day that was fixed before."""


class WrongDay(Refusal):
    """The day does not fit the tenure."""


class WrongState(Refusal):
    """What is asked does not follow the state that the hand-over is in."""


class OneOwnPost(Refusal):
    """Nobody decides alone about a post of their own."""
