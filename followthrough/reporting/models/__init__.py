"""What institutions say about their promises, who checked it, and what the public sees of it."""

from followthrough.reporting.models.claim import Change, Claim
from followthrough.reporting.models.contribution import Contribution
from followthrough.reporting.models.correction import Correction
from followthrough.reporting.models.entry import Entry, EntryState
from followthrough.reporting.models.evidence import Evidence, EvidenceKind, Verdict
from followthrough.reporting.models.obstacle import Obstacle
from followthrough.reporting.models.published import PublishedEntry, Source
from followthrough.reporting.models.rating import Coding, Rating
from followthrough.reporting.models.report import Report, ReportState
from followthrough.reporting.models.round import Round
from followthrough.reporting.models.verification import Outcome, Verification

__all__ = [
    "Change",
    "Claim",
    "Coding",
    "Contribution",
    "Correction",
    "Entry",
    "EntryState",
    "Evidence",
    "EvidenceKind",
    "Obstacle",
    "Outcome",
    "PublishedEntry",
    "Rating",
    "Report",
    "ReportState",
    "Round",
    "Source",
    "Verdict",
    "Verification",
]
