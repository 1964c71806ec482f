"""The coded words of the first and third answer. The second is computed in `schedule`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Completion(models.TextChoices):
    """How much is done: OGP's scale, and the two words around it."""

    NOT_KNOWN = "not_known", _("Not known")
    NOT_STARTED = "not_started", _("Not started")
    LIMITED = "limited", _("Limited")
    SUBSTANTIAL = "substantial", _("Substantial")
    COMPLETE = "complete", _("Complete")
    WITHDRAWN = "withdrawn", _("Withdrawn")
