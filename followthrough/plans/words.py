"""The coded words of the first and third answer (`schedule` computes the second), and labels."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Completion(models.TextChoices):
    """How much is done: OGP's scale, and the two words around it."""

    NOT_KNOWN = "not_known", _("Not known")
    NOT_STARTED = "not_started", _("Not started")
    LIMITED = "limited", _("Limited")
    SUBSTANTIAL = "substantial", _("Substantial")
    COMPLETE = "complete", _("Complete")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# The texts of a plan; the questions of OGP's template as short labels.
FIELD_LABELS: dict[str, Promise] = {
    "title": _("Title"),
    "name": _("Name"),
    "short_name": _("Short name"),
    "body": _("Adopting body"),
    "summary": _("Summary"),
    "problem": _("What problem it addresses"),
    "causes": _("Causes of the problem"),
    "done_so_far": _("What has been done so far"),
    "solution": _("The solution"),
    "results": _("What it wants to achieve"),
    "transparency": _("How it promotes transparency"),
    "accountability": _("How it fosters accountability"),
    "participation": _("How it improves participation"),
    "additional": _("Additional information"),
}
