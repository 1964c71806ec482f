"""Who did something, as the public reads it: a post and its institution, never a person."""

import re

from django.utils.translation import get_language, gettext

from followthrough.accounts.models import Role
from followthrough.portal.queries.shared import Shared

# As accounts.queries.actor_of names a tenure: "contact@mlga#12".
_NAME = re.compile(r"(?P<role>[a-z_]+)@(?P<slug>[-\w]+)#\d+")


def role_and_slug(by: str) -> tuple[str, str | None]:
    """The role and the institution's slug behind the `by` of a line; the system has none."""
    found = _NAME.fullmatch(by)
    if found is None:
        return Role.SYSTEM.value, None
    return found["role"], found["slug"]


def post(by: str, shared: Shared) -> str:
    """The words for the `by` of a line of the log."""
    found = _NAME.fullmatch(by)
    if found is None:
        return gettext("The system") if by.startswith("system:") else gettext("A post")
    role = Role(found["role"]).label if found["role"] in Role.values else gettext("A post")
    institution = shared.by_slug.get(found["slug"])
    if institution is None:
        return str(role)
    name = institution.name.reading(get_language() or "")
    return gettext("%(post)s, %(institution)s") % {
        "post": role,
        "institution": name.text if name else institution.slug,
    }
