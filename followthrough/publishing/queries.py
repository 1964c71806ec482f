"""What is known of editions: which are public, and what keeps one from being published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext

from followthrough.lib.languages import own_name
from followthrough.plans.models import Plan
from followthrough.publishing.content.merging import own_words
from followthrough.publishing.content.phrases import official_of
from followthrough.publishing.content.sentences import EDITABLE
from followthrough.publishing.models import Edition, EditionState
from followthrough.reporting.models import Report, Round


def latest_published(plan: Plan) -> list[Edition]:
    """The newest version of each published report, the newest round first."""
    found: dict[int, Edition] = {}
    for one in of_plan(plan).published().defer("content", "facts"):  # type: ignore[attr-defined]
        found.setdefault(one.round_id, one)
    return list(found.values())


def of_plan(plan: Plan) -> QuerySet[Edition]:
    """The newest round and version first."""
    found = Edition.objects.filter(round__plan=plan).select_related("round__plan")
    return found.order_by("-round__covers_until", "-number")


def missing_for_publication(edition: Edition) -> list[str]:
    """What keeps it from being published, one sentence each, in the active language."""
    return [*_road(edition), *_languages(edition)]


def _road(edition: Edition) -> Iterator[str]:
    if edition.state == EditionState.DRAFT:
        yield gettext("The report has not been given to the cabinet.")
    elif edition.state == EditionState.WITH_CABINET:
        yield gettext("The cabinet has not cleared the report.")


def _languages(edition: Edition) -> Iterator[str]:
    official = official_of(edition.round.plan)
    own = own_words(edition.texts.all())
    for section, heading in EDITABLE.items():
        text = own.get(section)
        for code in official if text else ():
            names = {"section": heading, "language": own_name(code)}
            state = text.state(code) if text else None
            if state is None:
                yield gettext("%(language)s: “%(section)s” is not translated.") % names
            elif state == "stale":
                yield (
                    gettext("%(language)s: “%(section)s” has changed since it was translated.")
                    % names
                )
    for code in official if edition.number > 1 else ():
        if edition.erratum.state(code) in {None, "stale", "machine_draft"}:
            names = {"language": own_name(code)}
            yield gettext("%(language)s: the list of errata is not translated.") % names


@dataclass(frozen=True)
class Readiness:
    """How much of a round has arrived: what is not published is not in the report."""

    published: list[Report]
    # Received, and not published yet.
    under_way: list[Report]
    missing: list[Report]

    @property
    def asked(self) -> int:
        return len(self.published) + len(self.under_way) + len(self.missing)


def readiness(one: Round) -> Readiness:
    """One query."""
    found = list(one.reports.select_related("institution").order_by("institution__slug"))
    return Readiness(
        [it for it in found if it.published_at],
        [it for it in found if it.received_at and not it.published_at],
        [it for it in found if not it.received_at],
    )
