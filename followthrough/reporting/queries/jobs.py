"""Whether there is anything to do for what runs on a clock."""

from datetime import datetime

from followthrough.reporting.models import Evidence, Report


def is_anything_unverified(at: datetime) -> bool:
    """Whether a report of the coordinator's own institution waits for the deputy chair."""
    return Report.objects.of_coordinator().to_verify().exists()


def is_any_link_due(at: datetime) -> bool:
    return Evidence.objects.links_due(at).exists()
