"""The cast: people on their posts, put there by the operation that everybody uses."""

from datetime import UTC, date, datetime

from django.http import HttpRequest
from django.test import Client

from followthrough.accounts import second_factor
from followthrough.accounts.models import Institution, InstitutionKind, Role, Sector, Tenure, User
from followthrough.accounts.operations import appoint
from followthrough.accounts.permissions import CONSOLE, Actor
from followthrough.accounts.queries import actor_of
from followthrough.lib.text import TranslatedText

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
DAY = date(2026, 10, 1)
START = date(2026, 1, 1)


def institution(slug: str) -> Institution:
    kind, sector = InstitutionKind.AGENCY, Sector.GOVERNMENT
    name = TranslatedText("en", {"en": f"Agency {slug}"})
    found, _ = Institution.objects.get_or_create(
        slug=slug, defaults={"kind": kind, "sector": sector, "name": name, "short_name": name}
    )
    return found


def put(role: Role, slug: str, email: str = "", *, starts_on: date = START) -> Tenure:
    """Somebody on that post; the address tells post and institution unless another is given."""
    return appoint(
        institution=institution(slug),
        role=role,
        name=f"Holder of {role.value} at {slug}",
        email=email or f"{role.value}.{slug}@example.org",
        language="en",
        starts_on=starts_on,
        act="Decision 1/2026",
        by=CONSOLE,
        at=AT,
    )


def acting(tenure: Tenure) -> Actor:
    return actor_of(tenure)


def sign_in(client: Client, user: User) -> None:
    """Sign somebody in with everything that their posts ask for: also the second step."""
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    second_factor.note(request, user, "totp")
    request.session.save()
