"""A backup file: a tar that says first what is in it, and last that it said so.

`manifest.json` names every other member with its size and SHA-256; `manifest.json.sha256` closes
the file. Nothing here knows Django: a backup can be checked where nothing is installed yet.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast
from uuid import uuid4

FORMAT = "followthrough-backup/1"
MANIFEST, SEAL = "manifest.json", "manifest.json.sha256"
FILES = "files"
# A manifest of a hundred thousand files has about 15 MB.
MOST_MANIFEST = 100_000_000
CHUNK = 1 << 20


class BadArchive(Exception):
    """The file is no whole backup; the message says what is wrong with it."""


@dataclass(frozen=True)
class Member:
    """One file of the backup. The path is where it lies in the restored data folder."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds and what it was made from; `made_at` is ISO, in UTC.

    `missing` are stored files that the database names and that were not there.
    """

    app_version: str
    made_at: str
    engine: str
    database: str
    migrations: list[str]
    log_lines: int
    log_digest: str
    missing: list[str]
    members: list[Member]
    format: str = FORMAT

    def to_bytes(self) -> bytes:
        return (json.dumps(asdict(self), indent=1) + "\n").encode()


@dataclass
class _Hashing:
    """A file that is only written to, and hashed on the way."""

    out: IO[bytes]
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.out.write(data)


def member_of(path: str, file: Path) -> Member:
    return Member(path, file.stat().st_size, digest_of(file))


def digest_of(file: Path) -> str:
    """The SHA-256 of a whole file, as `sha256sum` prints it."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write(target: Path, manifest: Manifest, source: Path) -> str:
    """Write the backup of the members below `source`; returns the SHA-256 of the whole file.

    Until it is whole and on disk it has another name, so `target` is never half there.
    """
    draft = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            hashing = _Hashing(out)
            _fill(hashing, manifest, source)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return str(hashing.digest.hexdigest())


def _fill(out: _Hashing, manifest: Manifest, source: Path) -> None:
    told = manifest.to_bytes()
    seal = hashlib.sha256(told).hexdigest().encode()
    with tarfile.open(fileobj=cast(IO[bytes], out), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, MANIFEST, io.BytesIO(told), len(told))
        for member in manifest.members:
            with (source / member.path).open("rb") as content:
                _add(tar, member.path, content, member.size)
        _add(tar, SEAL, io.BytesIO(seal), len(seal))


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    tar.addfile(header, content)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(archive: Path) -> Manifest:
    """What the backup says it holds; reads no more than that. Raises BadArchive."""
    with _opened(archive) as tar:
        return _manifest(tar)


def unpack(archive: Path, into: Path | None) -> Manifest:
    """Check every byte against the manifest, and put the members below `into` if it is given.

    Raises BadArchive at the first fault; what was unpacked before it stays there.
    """
    with _opened(archive) as tar:
        manifest = _manifest(tar)
        awaited = iter(manifest.members)
        for header in _headers(tar):
            if header.name == SEAL:
                _check_seal(tar, header, manifest)
                break
            _check_member(tar, header, next(awaited, None), into)
        else:
            raise BadArchive("The backup is cut off: its end is missing.")
        if (left := next(awaited, None)) is not None:
            raise BadArchive(f"The backup is not whole: {left.path} is missing.")
    return manifest


def _check_member(
    tar: tarfile.TarFile, header: tarfile.TarInfo, awaited: Member | None, into: Path | None
) -> None:
    if awaited is None or header.name != awaited.path:
        raise BadArchive(f"The backup holds {header.name}, of which its manifest says nothing.")
    content = tar.extractfile(header)
    if content is None:
        raise BadArchive(f"In the backup, {header.name} is not a file.")
    size, digest = _copied(content, into / awaited.path if into else None)
    if (size, digest) != (awaited.size, awaited.sha256):
        raise BadArchive(f"In the backup, {awaited.path} was changed or damaged.")


def _copied(content: IO[bytes], to: Path | None) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    if to is None:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
        return size, digest.hexdigest()
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        while chunk := content.read(CHUNK):
            size += out.write(chunk)
            digest.update(chunk)
        out.flush()
        os.fsync(out.fileno())
    return size, digest.hexdigest()


def _check_seal(tar: tarfile.TarFile, header: tarfile.TarInfo, manifest: Manifest) -> None:
    content = tar.extractfile(header)
    told = content.read(CHUNK) if content else b""
    if told.decode("ascii", "replace") != hashlib.sha256(manifest.to_bytes()).hexdigest():
        raise BadArchive("The backup's manifest was changed or damaged.")


class _opened:  # noqa: N801 - read as a verb
    """The tar, read once from front to back; whatever is wrong with it is a BadArchive."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive

    def __enter__(self) -> tarfile.TarFile:
        try:
            self.tar = tarfile.open(self.archive, mode="r|")
        except OSError as problem:
            why = problem.strerror or str(problem)
            raise BadArchive(f"{self.archive} cannot be read: {why}.") from problem
        except tarfile.TarError as problem:
            raise BadArchive(f"{self.archive} is not a backup of Followthrough.") from problem
        return self.tar

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        self.tar.close()
        if isinstance(problem, tarfile.TarError | EOFError):
            raise BadArchive("The backup is cut off or damaged.") from problem


def _headers(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (header := tar.next()) is not None:
        yield header


def _manifest(tar: tarfile.TarFile) -> Manifest:
    header = tar.next()
    content = tar.extractfile(header) if header and header.name == MANIFEST else None
    if header is None or content is None or header.size > MOST_MANIFEST:
        raise BadArchive("This is not a backup of Followthrough: it does not begin with one.")
    try:
        told = json.loads(content.read())
        if told.get("format") != FORMAT:
            raise BadArchive(
                f"This backup is of another format ({told.get('format')}); this version of "
                f"Followthrough reads {FORMAT}. Install the version that wrote it."
            )
        members = [Member(**one) for one in told.pop("members")]
        manifest = Manifest(**told, members=members)
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise BadArchive("The backup's manifest was changed or damaged.") from problem
    for member in members:
        _check_path(member.path)
    return manifest


def _check_path(path: str) -> None:
    """A member stays below the folder it is unpacked into."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\0" in path:
        raise BadArchive(f"The backup names a place outside of its folder: {path!r}.")
