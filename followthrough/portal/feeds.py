"""What changed, as Atom feeds: of the plan, of a commitment, of an institution."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import public
from followthrough.lib import example
from followthrough.portal import history
from followthrough.portal.citing import plain
from followthrough.portal.errors import NothingYet
from followthrough.portal.history import Change
from followthrough.portal.kept import kept
from followthrough.portal.now import Now
from followthrough.portal.queries import commitments
from followthrough.portal.queries.institutions import led_by
from followthrough.portal.queries.shared import Shared

MOST = 50


class Changes(Feed):  # type: ignore[type-arg]
    """The newest changes first, each with the page that it is about."""

    feed_type = Atom1Feed

    def __init__(self, title: str, page: str, changes: Iterable[Change]) -> None:
        mark = f"{example.word()}: " if example.word() else ""
        self.title, self.link, self.feed_guid = mark + title, page, page
        self.changes = list(changes)[:MOST]

    def items(self) -> list[Change]:
        return self.changes

    def item_title(self, item: Change) -> str:
        return f"{item.sentence} {item.subject}".strip()

    def item_description(self, item: Change) -> str:
        steps = [
            f"{one.what}: {one.before} → {one.after}" if one.after else one.what
            for one in item.steps
        ]
        return "\n".join([*steps, plain(item.erratum), item.by]).strip()

    def item_link(self, item: Change) -> str:
        # A line of the log never changes: its number is the name of what happened.
        return f"{self.link}#line-{item.number}"

    def item_updateddate(self, item: Change) -> datetime:
        return item.at

    def item_pubdate(self, item: Change) -> datetime:
        return item.at


@public
@kept()
def plan_feed(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = _shared(moment)
    title = gettext("Changes: %(what)s") % {"what": plain(shared.plan.title)}
    return _answer(request, title, reverse("portal:home"), history.latest(MOST))


@public
@kept()
def commitment_feed(request: HttpRequest, moment: Now, key: str) -> HttpResponse:
    shared = _shared(moment)
    found = commitments.by_key(shared.plan, key)
    if found is None:
        raise Http404
    title = gettext("Changes: %(what)s") % {"what": f"{found.key} {plain(found.title)}"}
    page = reverse("portal:history", args=[found.key])
    return _answer(request, title, page, history.of_commitment(shared, found))


@public
@kept()
def institution_feed(request: HttpRequest, moment: Now, slug: str) -> HttpResponse:
    shared = _shared(moment)
    found = get_object_or_404(Institution, slug=slug)
    title = gettext("Changes: %(what)s") % {"what": plain(found.name)}
    page = reverse("portal:institution", args=[slug])
    keys = [one.key for one in led_by(found, shared.plan).select_related("plan")]
    return _answer(request, title, page, history.of_institution(found.slug, keys, MOST))


def _answer(request: HttpRequest, title: str, page: str, changes: Iterable[Change]) -> HttpResponse:
    feed: Any = Changes(title, page, changes)
    answer: HttpResponse = feed(request)
    # The stamp says whether it has changed; a date beside it would say it less exactly.
    del answer.headers["Last-Modified"]
    return answer


def _shared(moment: Now) -> Shared:
    if moment.shared is None:
        raise NothingYet
    return moment.shared
