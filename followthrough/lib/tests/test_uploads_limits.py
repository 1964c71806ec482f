"""Whatever is sent, looking at it stays below 200 MB of memory and 2 seconds of computing."""

import io
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from followthrough.lib.tests.harmless import excel, objects, pdf, stream, word, zipped
from followthrough.lib.uploads import MOST_BYTES

MEGABYTE = 1024 * 1024
MOST_MEMORY = 200 * MEGABYTE
MOST_SECONDS = 2
FULL = MOST_BYTES - 5000

# The kernel keeps a peak for each process and lets the process itself start it anew.
CHILD = """
import pathlib, sys, time, django
django.setup()
from followthrough.lib.uploads import Refused, inspect
status, peak = pathlib.Path("/proc/self/status"), pathlib.Path("/proc/self/clear_refs")

def look(path):
    with path.open("rb") as file:
        return inspect(file, path.name).extension

for path in map(pathlib.Path, sys.argv[1:]):
    peak.write_text("5")
    started = time.process_time()
    try:
        said = look(path)
    except Refused:
        said = "refused"
    spent = time.process_time() - started
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    print(path.name, said, spent, line.split()[1])
"""
HOARDER = CHILD.replace(
    "    with", "    hoard, start = b'x' * 250_000_000, time.process_time()\n    with"
).replace("    with", "    while time.process_time() < start + 2.1: pass\n    with")


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)  # noqa: S311


def image(kind: str, mode: str, size: tuple[int, int], **options: object) -> bytes:
    """A picture of noise, the hardest to pack; one tile of it where it would not fit otherwise."""
    tile = Image.frombytes("L", (1000, 1000), noise(1_000_000)).convert(mode)
    whole = Image.new(mode, size)
    for across in range(0, size[0], 1000):
        for down in range(0, size[1], 1000):
            whole.paste(tile, (across, down))
    file = io.BytesIO()
    whole.save(file, kind, **options)
    return file.getvalue()


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def pictures() -> bytes:
    parts = {f"word/media/{number}.png": noise(MEGABYTE) for number in range(19)}
    return zipped(word(parts), zipfile.ZIP_STORED)


def rows() -> bytes:
    row = b'<row r="1"><c r="A1" s="1" t="s"><v>%d</v></c><c r="B1"><v>%d</v></c></row>'
    sheet = b"<sheetData>" + b"".join(row % (n * 7, n * n) for n in range(50_000))
    return zipped(excel({f"xl/worksheets/sheet{n}.xml": sheet for n in range(34)}))


linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="left out: only Linux lets a process start its peak anew"
)

FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "turned-photo": ("jpg", lambda: image("JPEG", "RGB", (4000, 3000), quality=90, exif=turned())),
    "huge-photo": ("jpg", lambda: image("JPEG", "RGB", (8000, 6000), quality=20)),
    "progressive": (
        "jpg",
        lambda: image("JPEG", "RGB", (5000, 4000), quality=50, progressive=True, exif=turned()),
    ),
    "screen": ("png", lambda: image("PNG", "RGBA", (4000, 3000), compress_level=1)),
    "black": ("png", lambda: image("PNG", "1", (10_000, 5000), compress_level=1)),
    "wide-letter": ("txt", lambda: ("Takimi. €" * (FULL // 18)).encode("utf-16")),
    "smileys": ("txt", lambda: "a😀".encode() * (FULL // 5)),
    "quotes": ("csv", lambda: b'"a";"b;\n"\n' * (FULL // 11)),
    "pictures": ("docx", pictures),
    "rows": ("xlsx", rows),
    "packed-PDF": ("pdf", lambda: pdf(*[stream(noise(MEGABYTE), b"/X 1")] * 19)),
    "objects": ("pdf", lambda: pdf(*[objects(b"<< /Title (a) >>" * 400_000)] * 7)),
    "names": ("pdf", lambda: pdf(b"/a" * (FULL // 2))),
    "slashes": ("pdf", lambda: pdf(b"/" * FULL)),
    "nearly": ("pdf", lambda: pdf(b"/Launch1" * (FULL // 8))),
    "angles": ("pdf", lambda: pdf(b"<" * FULL)),
    "escapes": ("refused", lambda: pdf(b"/#41" * (FULL // 4))),
    "keys": ("refused", lambda: pdf(b"<< " + b"/First " * (FULL // 7))),
    "outlines": ("pdf", lambda: pdf(*[b"<< /First 4 0 R /Title (a) >>"] * 20_000)),
    "far-keys": ("refused", lambda: pdf(b"obj " * (FULL // 5) + b"/First 1")),
    "brackets": ("refused", lambda: pdf(b"<< /First (" + b"(" * FULL)),
    "members": ("refused", lambda: zipped({f"a{n}": b"" for n in range(60_000)})),
}


Measured = dict[str, tuple[str, float, int]]


def measured(program: str, files: list[Path]) -> Measured:
    """By name: what came out, seconds of computing, and the most memory in bytes."""
    command = [sys.executable, "-c", program, *map(str, files)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    rows = [line.split() for line in ran.stdout.splitlines()]
    return {name: (said, float(spent), int(peak) * 1024) for name, said, spent, peak in rows}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    folder = tmp_path_factory.mktemp("files")
    for name, (_, build) in FILES.items():
        (folder / name).write_bytes(build())
    found = measured(CHILD, [folder / name for name in FILES])
    shutil.rmtree(folder)
    return found


@linux_only
@pytest.mark.parametrize("name", FILES)
def test_limits_hold(name: str, results: Measured) -> None:
    said, seconds, memory = results[name]

    assert said == FILES[name][0]
    assert seconds < MOST_SECONDS
    assert memory < MOST_MEMORY


@linux_only
def test_a_check_that_hoards_and_dawdles_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(pdf())

    _, seconds, memory = measured(HOARDER, [file])["file"]

    assert seconds > MOST_SECONDS
    assert memory > MOST_MEMORY
