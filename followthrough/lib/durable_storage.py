"""Files that are whole or not there at all, also after a power cut."""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Writes beside the final name, forces it to disk, then renames: readers see all or nothing.

    Django's own writes under the final name, so a row that was committed could name half a file
    when the machine went down.
    """

    def _save(self, name: str, content: File[Any]) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{uuid4().hex}")
        try:
            with draft.open("xb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            draft.chmod(0o600)
            draft.rename(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _force(place.parent)
        return name


def _force(folder: Path) -> None:
    """The name itself is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
