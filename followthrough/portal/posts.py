"""Who did something, as the public reads it: a post and its institution, never a person."""

import re

from django.utils.translation import gettext

from followthrough.accounts.models import Role
from followthrough.lib.readings import plain
from followthrough.portal.queries.shared import Shared

# As accounts.queries.actor_of names a tenure: "contact@mlga#12".
_NAME = re.compile(r"(?P<role>[a-z_]+)@(?P<slug>[-\w]+)#\d+")


def post(by: str, shared: Shared) -> str:
    """The words for the `by` of a line of the log."""
    found = _NAME.fullmatch(by)
    if found is None:
        return gettext("The system") if by.startswith("system:") else gettext("A post")
    role = Role(found["role"]).label if found["role"] in Role.values else gettext("A post")
    institution = shared.by_slug.get(found["slug"])
    if institution is None:
        return str(role)
    return gettext("%(post)s, %(institution)s") % {
        "post": role,
        "institution": plain(institution.name) or institution.slug,
    }
