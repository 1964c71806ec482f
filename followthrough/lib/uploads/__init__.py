"""Files that anybody may send: what is taken, decided by content; what is stored of it."""

import hashlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext

from followthrough.lib.uploads import kinds, names, packages, pdf, pictures, refused, texts
from followthrough.lib.uploads.refused import Refused

__all__ = ["MOST_BYTES", "Accepted", "Refused", "inspect"]

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE


@dataclass(frozen=True)
class Accepted:
    """A file to be stored: pictures are drawn anew, everything else is kept as it came."""

    extension: str
    media_type: str
    content: bytes
    sha256: str
    size: int
    name: str


def inspect(file: IO[bytes], name: str) -> Accepted:
    """What to store of a file, which is read from its start. Raises Refused.

    Stays below 200 MB of memory and 2 seconds of computing, whatever the file.
    """
    extension, content = _examined(_read(file), name)
    return Accepted(
        extension=extension,
        media_type=kinds.MEDIA_TYPES[extension],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        name=names.clean(name, extension),
    )


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise too_large()
    if not content:
        raise Refused(gettext("The file is empty. Check it and upload it again."))
    return content


def too_large() -> Refused:
    return Refused(
        gettext(
            "The file is larger than %(limit)s MB. Make it smaller, for example by saving it as "
            "PDF with smaller pictures, or upload it in parts."
        )
        % {"limit": MOST_BYTES // MEGABYTE}
    )


def _examined(content: bytes, name: str) -> tuple[str, bytes]:
    """The extension by content, and what is to be stored."""
    if content.startswith(kinds.PNG):
        return "png", _small_enough(pictures.png(content))
    if content.startswith(kinds.JPEG):
        return "jpg", _small_enough(pictures.jpeg(content))
    if content.startswith(kinds.PDF):
        pdf.check(content)
        return "pdf", content
    if content.startswith(kinds.ZIP):
        return packages.check(content), content
    if texts.is_text(content):
        return texts.check(content, name), content
    if kinds.PDF in content[:1024]:
        raise refused.something_added()
    raise kinds.refusal_of(content)


def _small_enough(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise too_large()
    return content
