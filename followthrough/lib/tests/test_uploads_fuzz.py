"""Whatever the bytes: a file is taken or refused with a sentence, and nothing else ever happens."""

import io
import unicodedata
import zipfile
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from followthrough.lib.tests.harmless import HARMLESS
from followthrough.lib.tests.hostile import HOSTILE
from followthrough.lib.uploads import Accepted, Refused, inspect
from followthrough.lib.uploads.kinds import JPEG, MEDIA_TYPES, PDF, PNG, ZIP
from followthrough.lib.uploads.names import MOST_CHARACTERS, UNSEEN

SMALL = 60_000
STARTS = (b"", PDF + b"1.7\n", ZIP, PNG, JPEG + b"\xe0", b"\xff\xfe", b"\xef\xbb\xbf")

quickly = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def contents() -> list[bytes]:
    built = [sample.build() for sample in HARMLESS] + [file.build() for file in HOSTILE]
    return [content for content in built if len(content) < SMALL]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file of the corpus with bytes changed, taken out, doubled or brought in from another."""
    content = bytearray(draw(st.sampled_from(contents())))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        end = at + draw(st.integers(0, 40))
        other = draw(st.sampled_from(contents()))
        start = draw(st.integers(0, len(other)))
        pieces = st.one_of(st.binary(max_size=8), st.just(other[start : start + 60]))
        content[at:end] = draw(pieces)
    return bytes(content)


def outcome(content: bytes, name: str) -> Accepted | str:
    try:
        return inspect(io.BytesIO(content), name)
    except Refused as refused:
        return str(refused)


def unguarded(content: bytes) -> None:
    """What a check looks like that trusts the libraries."""
    if content.startswith(ZIP):
        zipfile.ZipFile(io.BytesIO(content)).testzip()
    elif content.startswith((PNG, JPEG)):
        Image.open(io.BytesIO(content)).load()


def check(content: bytes, name: str = "a.pdf") -> None:
    result = outcome(content, name)
    if isinstance(result, str):
        assert result.endswith(".")
        return
    assert result.extension in MEDIA_TYPES
    if result.extension in {"png", "jpg"}:
        assert isinstance(outcome(result.content, name), Accepted)


@quickly
@given(st.sampled_from(STARTS), st.binary(max_size=2000), st.text(max_size=10))
def test_any_bytes_are_taken_or_refused(start: bytes, rest: bytes, name: str) -> None:
    check(start + rest, name)


@quickly
@given(mutated())
def test_any_changed_file_is_taken_or_refused(content: bytes) -> None:
    check(content)


def test_an_unguarded_check_would_be_seen() -> None:
    raised = set()
    for content in contents():
        try:
            unguarded(content)
        except Exception as error:
            raised.add(type(error))

    assert len(raised) >= 5


@quickly
@given(st.text(max_size=300))
def test_any_name_becomes_harmless(name: str) -> None:
    shown = inspect(io.BytesIO(b"Raporti."), name if name.isprintable() else name + ".txt").name

    assert len(shown) <= MOST_CHARACTERS
    assert shown.endswith(".txt")
    assert shown == unicodedata.normalize("NFC", shown)
    assert not any(unicodedata.category(character) in UNSEEN for character in shown)
    assert not set(shown) & set('/\\<>:"|?*')
    assert not shown.startswith(".")
