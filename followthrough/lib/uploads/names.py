"""The name a file is shown and downloaded under: harmless whatever the sender called it."""

import re
import unicodedata

from followthrough.lib.uploads.kinds import MEDIA_TYPES

MOST_CHARACTERS = 120
NAMELESS = "file"

# Control, format (direction marks, zero width), surrogate and private characters, line separators.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Windows refuses these in names, and reads a colon as a second stream of the file.
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
SPACE = re.compile(r"\s+")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

SCRIPT_ENDINGS = """
    asp aspx bash bat cgi cmd com cpl dll exe hta htm html inf jar js jse jsp lnk mht mhtml mjs msi
    phar php phtml pif pl ps1 psm1 py rb reg scr sct sh shtml svg svgz swf url vb vbe vbs wsc wsf
    wsh xhtml xht xml xsl xslt
"""
OTHER_ENDINGS = """
    7z ai avi bmp doc docm dot dotx eml eps gif gz heic jpeg jpe jfif json log md mov mp3 mp4 msg
    odg odp ott ots pps ppt pptx rar rtf tab tar tif tiff tsv webp xls xlsb xlsm xltx zip
"""
SCRIPTS = frozenset(SCRIPT_ENDINGS.split())
ENDINGS = SCRIPTS | frozenset(OTHER_ENDINGS.split()) | frozenset(MEDIA_TYPES)


def ending(name: str) -> str:
    """What stands after the last point, in small letters; empty where there is none."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def clean(name: str, extension: str) -> str:
    """A display name of at most 120 characters that ends with the extension of the content."""
    seen = "".join(
        " " if character.isspace() else character
        for character in re.split(r"[/\\]", name)[-1]
        if character.isspace() or unicodedata.category(character) not in UNSEEN
    )
    stem = SPACE.sub(" ", NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", seen))).strip()
    while ending(stem) in ENDINGS:
        stem = stem.rpartition(".")[0].rstrip()
    stem = stem.strip(" .")[: MOST_CHARACTERS - len(extension) - 2].strip(" .")
    if DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem or NAMELESS}.{extension}"
