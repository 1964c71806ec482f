"""Who is put on a post, and how a post passes on: one file a step's subject."""

from followthrough.accounts.operations.hand_overs import (
    confirm_hand_over,
    name_successor,
    refuse_hand_over,
    withdraw_hand_over,
)
from followthrough.accounts.operations.people import (
    choose_language,
    end_session,
    reset_second_factor,
)
from followthrough.accounts.operations.tenures import appoint, end_tenure, record_act
from followthrough.accounts.operations.visits import note_visit

__all__ = [
    "appoint",
    "choose_language",
    "confirm_hand_over",
    "end_session",
    "end_tenure",
    "name_successor",
    "note_visit",
    "record_act",
    "refuse_hand_over",
    "reset_second_factor",
    "withdraw_hand_over",
]
