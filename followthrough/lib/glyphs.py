"""The status shapes, 16 by 16. Rings say how much is done, clocks and calendars whether it is on
time, shields who says so. Always beside the word, never instead of it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

CUT_TICK = SafeString('<path class="cut" d="m4.6 8.3 2.4 2.4 4.4-5"/>')
_CLOCK = "M8 4.4v4l2.7 1.7"
_SHIELD = "M8 1.2 13.8 3.3v4.4c0 3.4-2.2 5.7-5.8 7.1-3.6-1.4-5.8-3.7-5.8-7.1V3.3z"
_RING = '<circle class="line" cx="8" cy="8" r="6.2"/>'
_SQUARE = '<rect class="line" x="1.8" y="1.8" width="12.4" height="12.4" rx="2"/>'
_CALENDAR = (
    '<rect class="line" x="1.8" y="3" width="12.4" height="11.4" rx="1.5"/>'
    '<path class="line" d="M5 1.2v3m6-3v3"/>'
)
_BLOCK = '<rect x="1" y="1" width="14" height="14" rx="2.5"/>'

_DRAWN = {
    # How much is done
    "not_started": _RING,
    "limited": f'{_RING}<path d="M8 8V2a6 6 0 0 1 6 6z"/>',
    "substantial": f'{_RING}<path d="M8 8V2a6 6 0 1 1-6 6z"/>',
    "complete": f'<circle cx="8" cy="8" r="7.2"/>{CUT_TICK}',
    "not_known": '<circle class="line" cx="8" cy="8" r="6.2" stroke-dasharray="2.8 2.07"/>',
    "withdrawn": f'{_RING}<path class="line" d="m3.8 12.2 8.4-8.4"/>',
    # Is it on time
    "at_risk": '<path d="M8 1.2 15.4 14.6H.6z"/><path class="cut" d="M8 6v4m0 2.3v.1"/>',
    "overdue": f'{_BLOCK}<path class="cut" d="{_CLOCK}"/>',
    "due_unreported": f'{_SQUARE}<path class="line" d="{_CLOCK}"/>',
    "on_schedule": f'{_CALENDAR}<path class="line" d="M4.8 9.2h6M8.8 7 11 9.2l-2.2 2.2"/>',
    "not_due": f'{_CALENDAR}<path class="line" d="M5 9.2h.1m2.9 0h.1m2.9 0h.1"/>',
    "done_on_time": f'{_CALENDAR}<path class="line" d="m5 9.2 2.1 2.2 3.9-4.3"/>',
    "done_late": (
        '<path class="line" d="M5 1.2v3m6-3v3"/>'
        '<rect x="1" y="2.4" width="14" height="12.8" rx="2"/>'
        '<path class="cut" d="m4.8 9 2.3 2.4 4.1-4.7"/>'
    ),
    "no_deadline": f'{_CALENDAR}<path class="line" d="M5.5 9.2h5"/>',
    # Who says so
    "reported": f'<path class="line" d="{_SHIELD}"/>',
    "verified": f'<path d="{_SHIELD}"/><path class="cut" d="m5 7.7 2.2 2.3 3.9-4.5"/>',
    "evidence_missing": f'<path class="line" d="{_SHIELD}" stroke-dasharray="2.8 2.2"/>',
    "ratings_differ": '<path class="line" d="M1.5 5h12m-3-3 3 3-3 3m4 3h-12m3-3-3 3 3 3"/>',
    "no_report": (
        '<rect class="line" x="2.8" y="1.4" width="10.4" height="13.2" rx="1.5"'
        ' stroke-dasharray="2.6 2"/><path class="line" d="M6 8h4"/>'
    ),
    "returned": '<path class="line" d="M5.5 2.5 2 6l3.5 3.5M2.5 6H10a4 4 0 0 1 0 8H6.5"/>',
    # The marks of a quarter strip, for its key
    "mark_original": '<path class="line" d="m8 1.6 6.4 6.4L8 14.4 1.6 8z"/>',
    "mark_current": '<path d="m8 1 7 7-7 7-7-7z"/>',
    "mark_today": '<path class="line" d="M8 1v14M1 8h7"/>',
}
CODES = frozenset(_DRAWN)


def glyph(code: str) -> SafeString:
    """The shape of a status, hidden from screen readers because its word stands beside it."""
    return format_html(
        '<svg class="glyph glyph--{}" viewBox="0 0 16 16" width="16" height="16"'
        ' aria-hidden="true">{}</svg>',
        code,
        SafeString(_DRAWN[code]),
    )
