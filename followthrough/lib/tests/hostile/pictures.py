"""Pictures that are bombs, cut, damaged or of other kinds."""

import struct
import zlib

from followthrough.lib.tests.harmless import jpeg, png
from followthrough.lib.tests.hostile.case import DAMAGED, INCOMPLETE, PICTURE, PIXELS, group

ZEROES = bytes(600)


def png_of(width: int, height: int) -> bytes:
    """A small PNG that says it is large, with the right checksum."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    checked = header + struct.pack(">I", zlib.crc32(header))
    return png()[:12] + checked + png()[33:]


def jpeg_of(width: int, height: int, progressive: bool = False) -> bytes:
    content = jpeg(progressive=progressive)
    frame = content.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    return content[: frame + 5] + struct.pack(">HH", height, width) + content[frame + 9 :]


def many_scans() -> bytes:
    content = jpeg(progressive=True)
    return content[:-2] + content[content.rindex(b"\xff\xda") : -2] * 500 + b"\xff\xd9"


def lossless() -> bytes:
    return jpeg().replace(b"\xff\xc0", b"\xff\xc3", 1)


def bad_checksum() -> bytes:
    content = bytearray(png())
    content[29] ^= 1
    return bytes(content)


FILES = [
    *group(
        "pixel bomb",
        PIXELS,
        {
            "sky.png": lambda: png_of(50_000, 50_000),
            "wide.png": lambda: png_of(2**31 - 1, 1),
            "sky.jpg": lambda: jpeg_of(65_000, 65_000),
            "scans.jpg": many_scans,
            "held.jpg": lambda: jpeg_of(8_000, 8_000, progressive=True),
        },
    ),
    *group(
        "cut picture",
        INCOMPLETE,
        {
            "half.png": lambda: png()[: len(png()) // 2],
            "no end.png": lambda: png()[:-12],
            "start.png": lambda: png()[:10],
            "half.jpg": lambda: jpeg()[: len(jpeg()) // 2],
            "no end.jpg": lambda: jpeg()[:-2],
            "start.jpg": lambda: jpeg()[:5],
        },
    ),
    *group(
        "damaged picture",
        DAMAGED,
        {
            "checksum.png": bad_checksum,
            "page.png": lambda: png()[:8] + b"<script>alert(1)</script>",
            "lossless.jpg": lossless,
            "page.jpg": lambda: b"\xff\xd8\xff\xe0\0\4ab<html><script>alert(1)</script>",
            "empty.jpg": lambda: b"\xff\xd8\xff\xd9",
            "zero.png": lambda: png_of(0, 0),
            "turned.jpg": lambda: jpeg_of(0, 0),
        },
    ),
    *group(
        "other picture",
        PICTURE,
        {
            "moving.png": b"GIF89a\1\0\1\0" + ZEROES,
            "photo.jpg": b"RIFF\x10\0\0\0WEBPVP8 " + ZEROES,
            "screen.png": b"BM\x36\0\0\0" + ZEROES,
            "scan.jpg": b"II*\0\x08\0\0\0" + ZEROES,
            "iphone.jpg": b"\0\0\0\x18ftypheic\0\0" + ZEROES,
            "new.jpg": b"\0\0\0\x18ftypavif\0\0" + ZEROES,
            "icon.png": b"\0\0\1\0\1\0" + ZEROES,
        },
    ),
]
