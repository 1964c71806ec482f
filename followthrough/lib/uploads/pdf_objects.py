"""The objects that a PDF keeps packed in object streams (ISO 32000-1, 7.5.7), unpacked.

Readers do not insist on the type of an object stream, but need its key `First`. So each `First` is
traced to its object: either that is a plain dictionary (of an outline), or its stream is unpacked,
or the PDF is refused. Nothing is guessed, for a guess is where a script would hide.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext

from followthrough.lib.uploads import refused
from followthrough.lib.uploads.refused import Refused

MEGABYTE: Final = 1024 * 1024
MOST_UNPACKED: Final = 48 * MEGABYTE
MOST_IN_ONE: Final = 8 * MEGABYTE
LONGEST_DICTIONARY: Final = 256 * 1024
MOST_IN_DICTIONARIES: Final = MEGABYTE
MOST_BLANKS: Final = 1000

KEY: Final = b"/First"
OBJECT: Final = b"obj"
STREAM_END: Final = b"endstream"
DELIMITERS: Final = frozenset(b"\0\t\n\f\r ()<>[]{}/%")
NUMBERS: Final = re.compile(rb"\d[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]*$")
BLANK: Final = re.compile(rb"[\0\t\n\f\r ]+|%[^\r\n]*")
STREAM: Final = re.compile(rb"stream[ \t]*(?:\r\n|\n|\r)?")
TOKEN: Final = re.compile(
    rb"<<|>>|[\[\](]|<[0-9A-Fa-f\0\t\n\f\r ]*>|/?[^\0\t\n\f\r ()<>\[\]{}/%]+|/"
)
IN_STRING: Final = re.compile(rb"[()]|\\.", re.DOTALL)
CLOSES: Final = {b"]": b"[", b">>": b"<<"}
FLATE: Final = re.compile(rb"/Fl(?:ateDecode)?(?![A-Za-z])")
# Anything that makes the packed bytes mean something else than plain Flate does.
UNUSUAL: Final = re.compile(
    rb"[#%(]|/(?!Flate)\w+Decode\b|/(?:AHx|A85|LZW|RL|Crypt|F|FFilter|DP|DecodeParms)\b|"
    rb"/Filter[\0\s]*\[?[\0\s]*\d"
)


@dataclass
class Dictionary:
    """Where a dictionary ends, and where its names stand."""

    end: int
    names_at: set[int] = field(default_factory=set)


def unpacked(content: bytes) -> Iterator[bytes]:
    """What each object stream holds. Raises Refused where that cannot be known."""
    end, read, budget = 0, 0, MOST_UNPACKED
    for at in _keys(content):
        if at < end:
            continue
        start = _object_start(content, max(end, at - LONGEST_DICTIONARY), at)
        dictionary = _dictionary(content, start)
        end = dictionary.end
        read += end - start
        if at not in dictionary.names_at or read > MOST_IN_DICTIONARIES:
            raise too_complicated()
        stream = STREAM.match(content, _after_blanks(content, end))
        if stream is None:
            continue
        objects = _inflated(content, stream.end(), content[start:end])
        budget -= len(objects)
        if budget < 0:
            raise too_complicated()
        yield objects


def _keys(content: bytes) -> Iterator[int]:
    at = content.find(KEY)
    while at >= 0:
        after = content[at + len(KEY) : at + len(KEY) + 1]
        if not after or after[0] in DELIMITERS:
            yield at
        at = content.find(KEY, at + len(KEY))


def _object_start(content: bytes, floor: int, at: int) -> int:
    """Where the last object before begins, after its `1 0 obj`."""
    found = content.rfind(OBJECT, floor, at)
    while found >= 0:
        if NUMBERS.search(content[max(found - 30, 0) : found]):
            return found + len(OBJECT)
        found = content.rfind(OBJECT, floor, found)
    raise too_complicated()


def _dictionary(content: bytes, start: int) -> Dictionary:
    read, open_ = Dictionary(start), list[bytes]()
    for at, end, token in _tokens(content, start):
        if token.startswith(b"/"):
            read.names_at.add(at)
        if token in CLOSES.values():
            open_.append(token)
        elif token in CLOSES and (not open_ or open_.pop() != CLOSES[token]):
            break
        # What is not a dictionary is over after its first token.
        if not open_:
            read.end = end
            return read
    raise too_complicated()


def _tokens(content: bytes, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Where each token begins and ends; of a string, only how it opens is given."""
    limit = start + LONGEST_DICTIONARY
    at = _after_blanks(content, start)
    while at < limit and (found := TOKEN.match(content, at)):
        is_string = found[0] == b"("
        end = _string_end(content, found.end(), limit) if is_string else found.end()
        yield at, end, found[0]
        at = _after_blanks(content, end)


def _string_end(content: bytes, at: int, limit: int) -> int:
    depth = 1
    while found := IN_STRING.search(content, at, limit):
        at = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return at
    raise too_complicated()


def _after_blanks(content: bytes, at: int) -> int:
    for _ in range(MOST_BLANKS):
        blank = BLANK.match(content, at)
        if blank is None:
            return at
        at = blank.end()
    raise too_complicated()


def _inflated(content: bytes, start: int, dictionary: bytes) -> bytes:
    end = content.find(STREAM_END, start)
    filters = len(FLATE.findall(dictionary))
    if UNUSUAL.search(dictionary) or filters > 1 or (b"Filter" in dictionary and not filters):
        raise too_complicated()
    if end < 0:
        raise refused.damaged()
    if not filters:
        return content[start:end]
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(content[start:end].lstrip(b"\r\n\t "), MOST_IN_ONE)
    except zlib.error as error:
        raise refused.damaged() from error
    if not unpacker.eof:
        raise too_complicated() if unpacker.unconsumed_tail else refused.damaged()
    return objects


def too_complicated() -> Refused:
    return Refused(
        gettext(
            "The PDF is built in a way that could not be checked. Print it to a new PDF "
            "(“Print”, “Save as PDF”) and upload that."
        )
    )
