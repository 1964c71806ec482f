"""Who holds which post, and where one is empty or about to be: the alarms first."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.accounts.models import (
    HandOver,
    Institution,
    InstitutionKind,
    Post,
    Role,
    Tenure,
)
from followthrough.lib.readings import plain
from followthrough.outbox.models import Message, State
from followthrough.plans.models import Involvement, InvolvementRole, Plan

# Days before the end of a tenure at which somebody should think of a successor.
SOON = 30
# The posts that an institution leading a commitment must have filled.
NEEDED = (Role.CONTACT, Role.ALTERNATE)


@dataclass(frozen=True)
class PostLine:
    """A post with who holds it today and who will; `post` is None while it was never filled."""

    role: Role
    holders: list[Tenure]
    coming: list[Tenure]

    @property
    def label(self) -> str:
        return str(self.role.label)


@dataclass
class Place:
    """An institution with its posts."""

    institution: Institution
    is_lead: bool
    posts: list[PostLine] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_of(self.institution)

    @property
    def empty(self) -> list[PostLine]:
        """The needed posts that nobody holds today."""
        return [one for one in self.posts if one.role in NEEDED and not one.holders]


@dataclass(frozen=True)
class Alarm:
    sentence: str
    url: str
    act: str


def name_of(institution: Institution) -> str:
    """The institution's name as it reads in the language of the page."""
    return plain(institution.name) or institution.slug


def places(today: date, *, only: list[int] | None = None) -> list[Place]:
    """Every institution that leads or has posts, or only those with these keys. Three queries."""
    known = Institution.objects.annotate(is_lead=_leads())
    chosen = Q(is_lead=True) | Q(posts__isnull=False) if only is None else Q(pk__in=only)
    posts = Post.objects.prefetch_related(Prefetch("tenures", _not_over(today)))
    found = known.filter(chosen).distinct().prefetch_related(Prefetch("posts", posts))
    made = [_place(one, one.is_lead, today) for one in found]
    return sorted(made, key=lambda place: (not place.is_lead, place.name))


def _leads() -> Q:
    """Whether the institution leads a commitment of the current plan; a group is nobody."""
    current = Plan.objects.newest_first().values("pk")[:1]
    leading = Involvement.objects.filter(
        institution=OuterRef("pk"), role=InvolvementRole.LEAD, commitment__plan=Subquery(current)
    )
    return Exists(leading) & ~Q(kind=InstitutionKind.GROUP)


def _not_over(today: date) -> QuerySet[Tenure]:
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return Tenure.objects.filter(running).select_related("user").order_by("starts_on", "pk")


def _place(institution: Institution, is_lead: bool, today: date) -> Place:
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    for post in institution.posts.all():
        tenures[post.role] += post.tenures.all()
    shown = [role for role in Role if role in tenures or (is_lead and role in NEEDED)]
    lines = [
        PostLine(
            role,
            [one for one in tenures[role] if one.starts_on <= today],
            [one for one in tenures[role] if one.starts_on > today],
        )
        for role in shown
    ]
    return Place(institution, is_lead, lines)


def alarms(places: list[Place], today: date) -> list[Alarm]:
    """What somebody has to do about people, the most urgent first. Two queries."""
    return [*to_confirm(), *_empty(places), *_ending(places, today), *_refused_mail(places)]


def to_confirm() -> list[Alarm]:
    waiting = HandOver.objects.filter(state=HandOver.State.NAMED)
    return [
        Alarm(
            gettext("%(name)s hands over: %(post)s, %(institution)s.")
            % {
                "name": one.tenure.user.name,
                "post": Role(one.tenure.post.role).label,
                "institution": name_of(one.tenure.post.institution),
            },
            reverse("desk:decide_hand_over", args=[one.pk]),
            gettext("Confirm or refuse"),
        )
        for one in waiting.select_related("tenure__user", "tenure__post__institution")
    ]


def _empty(places: list[Place]) -> list[Alarm]:
    return [
        Alarm(
            gettext("Nobody holds the post: %(post)s, %(institution)s.")
            % {"post": line.label, "institution": place.name},
            invitation(place, line),
            gettext("Invite somebody"),
        )
        for place in places
        if place.is_lead
        for line in place.empty
    ]


def _ending(places: list[Place], today: date) -> list[Alarm]:
    return [
        Alarm(
            gettext("A tenure ends on %(day)s: %(post)s, %(institution)s.")
            % {
                "day": date_format(one.ends_on or today),
                "post": line.label,
                "institution": place.name,
            },
            invitation(place, line),
            gettext("Invite a successor"),
        )
        for place, line, one in ending(places, today)
    ]


def ending(places: list[Place], today: date) -> list[tuple[Place, PostLine, Tenure]]:
    """Tenures that end soon and leave their post empty."""
    last = today + timedelta(days=SOON)
    return [
        (place, line, one)
        for place in places
        for line in place.posts
        for one in line.holders
        if one.ends_on and one.ends_on <= last and not line.coming and len(line.holders) == 1
    ]


def invitation(place: Place, line: PostLine) -> str:
    """Where somebody is invited to the post."""
    return f"{reverse('desk:invite')}?institution={place.institution.slug}&role={line.role.value}"


def _refused_mail(places: list[Place]) -> list[Alarm]:
    held = {one.user.email: one for place in places for line in place.posts for one in line.holders}
    refused = Message.objects.filter(state=State.REFUSED, to__in=held).values_list("to", flat=True)
    return [
        Alarm(
            gettext("Mail to %(email)s was refused by the mail server.") % {"email": address},
            reverse("desk:tenure", args=[held[address].pk]),
            gettext("Look at the post"),
        )
        for address in sorted(set(refused))
    ]
