"""Reaching an edition to change it: locked, and in a state that allows it."""

from django.utils.translation import gettext

from followthrough.publishing.models import STEPS, Edition, EditionState
from followthrough.publishing.refusals import WrongState


def lock_edition(pk: int) -> Edition:
    """The edition, locked until the transaction ends; every change of its texts takes this lock."""
    related = ("round__plan__method", "round__plan__coordinator")
    return Edition.objects.select_for_update(of=("self",)).select_related(*related).get(pk=pk)


def step(edition: Edition, to: EditionState) -> None:
    """Move the edition along its road. Raises WrongState; saving is the caller's."""
    if to not in STEPS[EditionState(edition.state)]:
        raise WrongState(
            gettext("This cannot be done now: the report is in the state “%(state)s”.")
            % {"state": edition.get_state_display()}
        )
    edition.state = to
