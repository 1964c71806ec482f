"""What a Word or Excel file (ECMA-376) may hold: its parts, their types and what they refer to."""

import io
import posixpath
import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.utils.translation import gettext
from lxml import etree

from followthrough.lib.uploads import refused
from followthrough.lib.uploads.refused import Refused

MAIN_TYPES: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
ACTIVE_TYPES: Final = ("macroenabled", "vba", "macrosheet", "activex", "dialogsheet")
ACTIVE_NAMES: Final = (
    "vbaproject",
    "vbadata",
    "macrosheets/",
    "activex/",
    "dialogsheets/",
    "customui/",
)

# A page or a document brought in as a part of this one, run by Word when it opens.
FOREIGN_RELATIONS: Final = ("/afchunk", "/subdocument", "/frame", "/control", "/package")
FREE_RELATIONS: Final = (
    "/hyperlink",
    "/externallinkpath",
    "/xlpathmissing",
    "/externallinklongpath",
)
LOCAL_TARGET: Final = re.compile(r"^(file:///?)?[a-z]:[/\\]", re.IGNORECASE)
SCHEME: Final = re.compile(r"^\s*([a-z][a-z0-9+.-]{1,30}):", re.IGNORECASE)
LINK_SCHEMES: Final = frozenset({"http", "https", "mailto", "ftp", "file", "tel", "callto", "sip"})

DTD: Final = b"<!DOCTYPE"
DDE: Final = (b"DDEAUTO", b"ddeLink", b"oleLink")
SCRIPT: Final = re.compile(rb"<script[\s>]", re.IGNORECASE)


def content_types(part: bytes) -> dict[str, str]:
    """The type of each part by name, and of each extension as `.xml`; small letters throughout."""
    types = {}
    for element in elements(part):
        declared = element.get("ContentType", "").strip().lower()
        if "PartName" in element.attrib:
            types[element.get("PartName", "").lstrip("/").lower()] = declared
        elif "Extension" in element.attrib:
            types["." + element.get("Extension", "").lower()] = declared
    return types


def check_types(types: dict[str, str]) -> None:
    if any(mark in declared for declared in types.values() for mark in ACTIVE_TYPES):
        raise refused.has_macros()


def check_names(names: Collection[str]) -> None:
    for name in map(str.lower, names):
        if any(mark in name for mark in ACTIVE_NAMES):
            raise refused.has_macros()


def main_part(relations: bytes) -> str:
    """The name of the part that is the document. Raises Refused where that is not one part."""
    targets: list[str] = [
        element.get("Target", "")
        for element in elements(relations)
        if element.get("Type", "").endswith("/officeDocument")
    ]
    if len(targets) != 1:
        raise refused.damaged()
    return posixpath.normpath(targets[0].lstrip("/"))


def extension(types: dict[str, str], main: str) -> str:
    """The extension that the main part stands for; empty where it is another kind."""
    declared = types.get(main.lower()) or types.get(posixpath.splitext(main.lower())[1], "")
    return MAIN_TYPES.get(declared, "")


def check_part(name: str, window: bytes) -> None:
    """One stretch of a part."""
    if DTD in window:
        raise has_entities()
    if any(mark in window for mark in DDE):
        raise reaches_out()
    if b"<script" in window and SCRIPT.search(window):
        raise refused.has_macros()


def check_relations(part: bytes) -> None:
    """Raises Refused where a part loads something from elsewhere, or a link runs something."""
    for element in elements(part):
        kind = element.get("Type", "").lower()
        target = element.get("Target", "")
        is_external = element.get("TargetMode", "").lower() == "external"
        if kind.endswith(FOREIGN_RELATIONS) and (is_external or kind.endswith("/afchunk")):
            raise reaches_out()
        if is_external and not _is_harmless(kind, target):
            raise reaches_out()


def _is_harmless(kind: str, target: str) -> bool:
    scheme = SCHEME.match(target)
    if kind.endswith(FREE_RELATIONS):
        is_drive = LOCAL_TARGET.match(target) is not None
        return scheme is None or is_drive or scheme[1].lower() in LINK_SCHEMES
    # Word notes where the template or picture lay on the author's disk: that reaches nobody.
    return LOCAL_TARGET.match(target) is not None and not kind.endswith("/oleobject")


def elements(part: bytes) -> Iterator[Any]:
    """Each element below the root, of a part without DTD. Raises Refused."""
    if DTD in part.replace(b"\0", b""):
        raise has_entities()
    try:
        reader = etree.iterparse(
            io.BytesIO(part), resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, element in reader:
            yield element
            element.clear()
    except (etree.LxmlError, ValueError, SyntaxError) as error:
        raise refused.damaged() from error


def has_entities() -> Refused:
    return Refused(
        gettext(
            "The file holds definitions (DTD) that no office program writes. "
            "Open it in its program, save it again and upload the new file."
        )
    )


def reaches_out() -> Refused:
    return Refused(
        gettext(
            "When opened, the document would fetch a template, picture or data from elsewhere, "
            "or start a program. Remove such links, or save it as PDF, and upload it again."
        )
    )
