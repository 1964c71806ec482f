"""What an OpenDocument file (ODF 1.3) may hold."""

import re
from collections.abc import Collection
from typing import Final

from followthrough.lib.uploads import refused
from followthrough.lib.uploads.office import DTD, has_entities, reaches_out

TYPES: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
SCRIPT_FOLDERS: Final = ("basic/", "scripts/", "dialogs/")
MANIFEST: Final = "META-INF/manifest.xml"

SCRIPTS: Final = (b"vnd.sun.star.script", b":event-listener ", b":applet", b"<script", b"macro:///")
# What brings in another file, and where from: a picture beside the document is inside it.
DDE: Final = re.compile(rb"[<\s][\w-]{1,20}:dde-(?:connection-decl|link|source|application)")
REACHING: Final = re.compile(
    rb"<[\w-]{1,20}:(?:image|object|object-ole|plugin|floating-frame|section-source|table-source|"
    rb"cell-range-source|fill-image|background-image)\s[^<>]{0,2000}?"
    rb":href\s*=\s*[\"']\s*(?:https?:|ftp:|file:|smb:|vnd\.|//|\\\\)",
    re.IGNORECASE,
)


def extension(mime_type: bytes) -> str:
    """The extension of a type; empty where it is another kind, a template for example."""
    return TYPES.get(mime_type.strip(), "")


def check_names(names: Collection[str]) -> None:
    if "content.xml" not in names or MANIFEST not in names:
        raise refused.damaged()
    if any(name.lower().startswith(SCRIPT_FOLDERS) for name in names):
        raise refused.has_macros()


def check_part(name: str, window: bytes) -> None:
    """One stretch of a part."""
    if DTD in window:
        raise has_entities()
    if name == MANIFEST and b"encryption-data" in window:
        raise refused.locked()
    if any(mark in window for mark in SCRIPTS):
        raise refused.has_macros()
    if b":dde-" in window and DDE.search(window):
        raise reaches_out()
    if b":href" in window and REACHING.search(window):
        raise reaches_out()
