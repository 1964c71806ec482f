"""Looking at the links of evidence again: one that stays dead is shown as such."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from followthrough.accounts.permissions import CLOCK, Permission, require
from followthrough.audit.operations import record
from followthrough.lib import link_check
from followthrough.lib.link_check import Look
from followthrough.reporting.models import Evidence

MOST_A_DAY = 200


def check_links(
    *, at: datetime, look: Callable[[str], Look] = link_check.look, most: int = MOST_A_DAY
) -> int:
    """Look at the links whose turn it is, the longest unseen first; returns how many.

    The web is asked outside of any transaction: a slow site holds up nobody.
    """
    order = F("checked_at").asc(nulls_first=True)
    links = Evidence.objects.links_due(at).order_by(order, "pk")
    chosen = list(links.values_list("pk", "link")[:most])
    for pk, link in chosen:
        note(pk, link, look(link), at=at)
    return len(chosen)


@transaction.atomic
def note(pk: int, link: str, found: Look, *, at: datetime) -> None:
    """Keep what was found. In the log only when a link is given up, or opens again."""
    piece = Evidence.objects.select_for_update().filter(pk=pk, link=link).first()
    if piece is None:
        return
    require(CLOCK, Permission.CHECK_LINKS, piece.institution_id)
    was_dead = piece.is_dead
    piece.checked_at = at
    if found is Look.FAILS:
        piece.dead_since = piece.dead_since or at
    elif found is Look.OPENS or not was_dead:
        piece.dead_since = None
    piece.save(update_fields=["checked_at", "dead_since"])
    if piece.is_dead != was_dead:
        verb = "evidence.link_dead" if piece.is_dead else "evidence.link_back"
        # The public pages that name it change with a public line.
        is_public = Evidence.objects.public().filter(pk=pk).exists()
        record(verb, f"evidence:{pk}", by=CLOCK.name, at=at, public=is_public)
