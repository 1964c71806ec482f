"""Uploads: hostile files are refused with their reason, harmless ones stored without traces."""

import hashlib
import io
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from followthrough.lib.tests import harmless
from followthrough.lib.tests.harmless import HARMLESS, Sample
from followthrough.lib.tests.hostile import HOSTILE, Hostile
from followthrough.lib.uploads import MOST_BYTES, Accepted, Refused, inspect
from followthrough.lib.uploads.kinds import JPEG, MEDIA_TYPES, PDF, PNG, ZIP

WHAT_TO_DO = ("upload", "Upload", "give", "Give", "Make", "Save")


def inspected(content: bytes, name: str) -> Accepted:
    return inspect(io.BytesIO(content), name)


@cache
def starts_and_digests() -> list[tuple[bytes, str]]:
    """Of the whole corpus, which would be too large to keep."""
    built = (file.build() for file in HOSTILE)
    return [(content[:8], hashlib.sha256(content).hexdigest()) for content in built]


def hostile_id(file: Hostile) -> str:
    return f"{file.category}-{file.name}"


@pytest.mark.parametrize("file", HOSTILE, ids=hostile_id)
def test_a_hostile_file_is_refused_with_its_reason(file: Hostile) -> None:
    with pytest.raises(Refused) as refused:
        inspected(file.build(), file.name)

    assert file.says in str(refused.value)
    assert any(words in str(refused.value) for words in WHAT_TO_DO)


def test_the_corpus_is_large_and_each_file_is_another() -> None:
    contents = {digest for _, digest in starts_and_digests()}

    assert len(HOSTILE) >= 250
    assert len(contents) >= 240
    assert len({file.category for file in HOSTILE}) >= 30


def test_a_check_of_names_would_let_most_of_the_corpus_in() -> None:
    taken = [file for file in HOSTILE if Path(file.name).suffix[1:] in MEDIA_TYPES]

    assert len(taken) > 0.9 * len(HOSTILE)


def test_a_check_of_first_bytes_would_let_half_of_the_corpus_in() -> None:
    taken = [start for start, _ in starts_and_digests() if start.startswith((PDF, PNG, JPEG, ZIP))]

    assert len(taken) > 0.5 * len(HOSTILE)


@pytest.mark.parametrize("sample", HARMLESS, ids=lambda sample: sample.name)
def test_a_harmless_file_is_taken_by_its_content(sample: Sample) -> None:
    content = sample.build()

    accepted = inspected(content, sample.name)

    assert accepted.extension == sample.extension
    assert accepted.media_type == MEDIA_TYPES[sample.extension]
    assert accepted.sha256 == hashlib.sha256(accepted.content).hexdigest()
    assert accepted.size == len(accepted.content) <= MOST_BYTES
    assert accepted.name.endswith(f".{sample.extension}")
    if sample.extension not in {"png", "jpg"}:
        assert accepted.content == content


def test_a_file_is_read_from_its_start() -> None:
    file = io.BytesIO(harmless.pdf())
    file.read(5)

    assert inspect(file, "a.pdf").content == harmless.pdf()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_stored_without_place_and_camera(kind: str) -> None:
    came = harmless.with_place(kind, comment=harmless.COMMENT)

    stored = inspected(came, "a").content

    assert Image.open(io.BytesIO(came)).getexif().get_ifd(0x8825)
    assert not Image.open(io.BytesIO(stored)).getexif()
    for trace in (b"Exif", b"eXIf", b"Camera", harmless.COMMENT):
        assert trace not in stored


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_stored_upright(orientation: int) -> None:
    stored = inspected(harmless.with_place("JPEG", orientation, quality=95), "a").content

    upright = Image.open(io.BytesIO(stored))
    dark = {
        1: (2, 24), 2: (61, 24), 3: (61, 24), 4: (2, 24),
        5: (24, 2), 6: (24, 2), 7: (24, 61), 8: (24, 61),
    }[orientation]  # fmt: skip

    assert upright.size == ((64, 48) if orientation < 5 else (48, 64))
    assert upright.convert("L").getpixel(dark) < 20  # type: ignore[operator]


@pytest.mark.parametrize("build", [harmless.png, harmless.jpeg])
def test_what_hangs_on_a_picture_is_not_stored(build: object) -> None:
    assert callable(build)
    hanging = harmless.zipped({"evil.js": b"alert(1)"})

    stored = inspected(build() + hanging, "a.png").content

    assert b"evil.js" not in stored
    assert stored == inspected(build(), "a.png").content


def test_a_large_photograph_is_made_smaller() -> None:
    file = io.BytesIO()
    Image.new("RGB", (8000, 6000), "grey").save(file, "JPEG")

    stored = inspected(file.getvalue(), "a.jpg").content

    assert Image.open(io.BytesIO(stored)).size == (4000, 3000)


def test_careless_camera_data_does_not_cost_the_photograph() -> None:
    careless = harmless.with_place("JPEG", 6).replace(b"II*\0\x08\0\0\0", b"II*\0\xff\xff\0\0", 1)

    assert inspected(careless, "a.jpg").extension == "jpg"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("photo.png", "photo.pdf"),
        ("Raporti v1.2", "Raporti v1.2.pdf"),
        ("report.pdf.exe", "report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Arta\\plan.docx", "plan.pdf"),
        ("report\u202efdp.exe", "reportfdp.pdf"),
        ("a\0b\r\nc\u200b.pdf", "ab c.pdf"),
        ("Përmbledhje e\u0308.pdf", "Përmbledhje ë.pdf"),
        ('a<b>"c|d?*.pdf', "a_b__c_d__.pdf"),
        ("a" * 500, "a" * 115 + ".pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("\ud800.pdf", "file.pdf"),
    ],
)
def test_names_are_cleaned(given: str, shown: str) -> None:
    assert inspected(harmless.pdf(), given).name == unicodedata.normalize("NFC", shown)
