"""PNG and JPEG: drawn anew from their pixels, so that nothing else comes along."""

import contextlib
import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from PIL import Image

from followthrough.lib.uploads import refused
from followthrough.lib.uploads.kinds import PNG
from followthrough.lib.uploads.refused import Refused

# Bytes that pixels may take while a picture is drawn: twice the picture itself, which is turned.
MOST_MEMORY: Final = 100_000_000
MOST_JPEG_PIXELS: Final = 80_000_000
# A camera writes about ten; each goes over the whole picture again.
MOST_SCANS: Final = 40
SCALES: Final = (1, 2, 4, 8)
JPEG_QUALITY: Final = 88
# The quickest: a photograph kept as PNG would take seconds otherwise.
PNG_LEVEL: Final = 1

DRAWING_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf", b"IEND"})
BYTES_OF_COLOUR: Final = {0: 1, 2: 4, 3: 1, 4: 4, 6: 4}
ORIENTATION: Final = 0x0112
TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Baseline, extended and progressive; nobody writes the others, and they take long to read.
FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
PROGRESSIVE: Final = 0xC2
EVERY_FRAME: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
END, SCAN = 0xD9, 0xDA
WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


def png(content: bytes) -> bytes:
    """The same picture as a new PNG. Raises Refused."""
    drawing = b"".join(_drawing_chunks(content))
    header = drawing[16:29]
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    size = BYTES_OF_COLOUR.get(colour, 4) * (2 if depth == 16 else 1)
    if 2 * width * height * size > MOST_MEMORY:
        raise _too_many_pixels()
    return _redrawn(drawing, "PNG", 1, {"compress_level": PNG_LEVEL})


def jpeg(content: bytes) -> bytes:
    """The same picture as a new JPEG, smaller where it has more pixels than we can hold."""
    frame = _frame(content)
    if frame.pixels > MOST_JPEG_PIXELS or frame.scans > MOST_SCANS:
        raise _too_many_pixels()
    scale = next((scale for scale in SCALES if frame.memory(scale) <= MOST_MEMORY), None)
    if scale is None:
        raise _too_many_pixels()
    return _redrawn(content, "JPEG", scale, {"quality": JPEG_QUALITY})


def _redrawn(content: bytes, kind: str, scale: int, options: dict[str, int]) -> bytes:
    drawn = io.BytesIO()
    # Pillow raises whatever the damage provokes: OSError, SyntaxError, struct.error, TypeError …
    try:
        picture: Image.Image = Image.open(io.BytesIO(content), formats=[kind])
        if scale > 1:
            picture.draft(None, (picture.width // scale, picture.height // scale))
        picture = _upright(picture)
        if kind == "JPEG" and picture.mode not in {"L", "RGB"}:
            picture = picture.convert("RGB")
        # Pillow would write comments, profiles and EXIF again if it found them here.
        kept = {"transparency"} & picture.info.keys()
        picture.info = {key: picture.info[key] for key in kept}
        picture.save(drawn, kind, **options)
    except Exception as error:
        raise refused.damaged() from error
    return drawn.getvalue()


def _upright(picture: Image.Image) -> Image.Image:
    """The picture as the camera held it: what says so in the file is not kept."""
    picture.load()
    orientation = None
    # A camera's careless EXIF must not cost the photograph.
    with contextlib.suppress(Exception):
        orientation = picture.getexif().get(ORIENTATION)
    turn = TURNS.get(orientation) if isinstance(orientation, int) else None
    return picture if turn is None else picture.transpose(turn)


def _drawing_chunks(content: bytes) -> Iterator[bytes]:
    """What draws the picture; texts and profiles could unpack to much more than the picture."""
    at = len(PNG)
    if content[at + 4 : at + 8] != b"IHDR" or content[at : at + 4] != b"\x00\x00\x00\x0d":
        raise refused.damaged() if len(content) > at + 8 else refused.incomplete()
    yield PNG
    kind = b""
    while kind != b"IEND":
        if at + 12 > len(content):
            raise refused.incomplete()
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise refused.incomplete()
        if kind in DRAWING_CHUNKS:
            yield content[at:end]
        at = end


@dataclass(frozen=True)
class Frame:
    """What the headers of a JPEG say about its size."""

    width: int
    height: int
    components: int
    coefficients: float  # for each pixel
    scans: int
    is_progressive: bool

    @property
    def pixels(self) -> int:
        return self.width * self.height

    def memory(self, scale: int) -> int:
        """Bytes that it takes to draw it at one part in `scale`."""
        shown = self.pixels * (1 if self.components == 1 else 4) // scale**2
        is_held_whole = self.is_progressive or self.scans > 1
        held = int(2 * self.coefficients * self.pixels) if is_held_whole else 0
        return max(held + shown, 2 * shown)


def _frame(content: bytes) -> Frame:
    header, scans, is_progressive = b"", 0, False
    for marker, body in _segments(content):
        if marker == SCAN:
            scans += 1
        elif marker in EVERY_FRAME:
            if header or marker not in FRAMES:
                raise refused.damaged()
            header, is_progressive = body, marker == PROGRESSIVE
    if len(header) < 6 or not scans:
        raise refused.damaged()
    height, width, components = struct.unpack_from(">HHB", header, 1)
    factors = [(byte >> 4 or 1, byte & 15 or 1) for byte in header[7::3]] or [(1, 1)]
    most = max(across for across, _ in factors) * max(down for _, down in factors)
    share = sum(across * down for across, down in factors) / most
    return Frame(width, height, components, share, scans, is_progressive)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of each segment up to the end of the picture. Raises Refused."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(content) and content[at : at + 2] != bytes([0xFF, END]):
            raise refused.incomplete()
        if content[at] != 0xFF:
            raise refused.damaged()
        marker = content[at + 1]
        if marker == END:
            return
        length = 0 if marker in WITHOUT_LENGTH else int.from_bytes(content[at + 2 : at + 4])
        yield marker, content[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == SCAN:
            found = AFTER_SCAN.search(content, at)
            at = found.start() if found else len(content)


def _too_many_pixels() -> Refused:
    return Refused(
        gettext(
            "The picture has more pixels than can be shown here. "
            "Make it smaller, for example 4000 by 3000 pixels, and upload it again."
        )
    )
