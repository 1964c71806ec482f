"""The values of the IRM's coding, scheme by scheme: data, so that a new scheme is one entry.

Sources: OGP's glossary (verifiability, relevance, ambition, completion, early results). The scheme
changed with the plans of 2021; older plans keep the words they were coded in.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followthrough.reporting.models import Coding

Values = dict[str, Promise]

YES_NO: Values = {"yes": _("Yes"), "no": _("No")}

SCHEMES: dict[str, dict[Coding.Aspect, Values]] = {
    "irm-2021": {
        Coding.Aspect.VERIFIABLE: YES_NO,
        Coding.Aspect.LENS: YES_NO,
        Coding.Aspect.POTENTIAL: {
            "unclear": _("Unclear"),
            "modest": _("Modest"),
            "substantial": pgettext_lazy("potential for results", "Substantial"),
        },
        Coding.Aspect.COMPLETION: {
            "no_evidence": _("No evidence available"),
            "not_started": _("Not started"),
            "limited": _("Limited"),
            "substantial": _("Substantial"),
            "complete": _("Complete"),
        },
        Coding.Aspect.EARLY_RESULTS: {
            "no_notable": _("No notable results"),
            "moderate": _("Moderate results"),
            "significant": _("Significant results"),
        },
    },
}
SCHEME_NAMES: dict[str, Promise] = {"irm-2021": _("IRM scheme for plans of 2021 and later")}
NEWEST = "irm-2021"


def value_label(scheme: str, aspect: str, value: str) -> Promise | str:
    """The word for a coded value; the value itself where the scheme is not known here."""
    return SCHEMES.get(scheme, {}).get(Coding.Aspect(aspect), {}).get(value, value)
