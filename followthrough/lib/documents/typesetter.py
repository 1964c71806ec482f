"""Run by `pdf` and `pictures` as a process of its own: JSON comes in, the document goes out.

Started by its path, so it imports nothing of ours and starts fast.
"""

import base64
import json
import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("page.typ")
DRAWINGS = Path(__file__).with_name("drawings.typ")
# Dots an inch in a Word file: sharp in print, and small.
DOTS = 220


def to_pdf(fonts: str, document: str) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": document},
        # Tagged for screen readers, and fit to be archived.
        pdf_standards=["ua-1", "a-2a"],
    )


def to_pictures(fonts: str, drawings: str) -> bytes:
    """Each drawing a page of its own, as PNG."""
    made = typst.compile(
        str(DRAWINGS),
        root=str(DRAWINGS.parent),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="png",
        ppi=DOTS,
        sys_inputs={"drawings": drawings},
    )
    pages = made if isinstance(made, list) else [made]
    return json.dumps([base64.b64encode(page).decode() for page in pages]).encode()


if __name__ == "__main__":
    work = {"pdf": to_pdf, "pictures": to_pictures}[sys.argv[1]]
    try:
        sys.stdout.buffer.write(work(sys.argv[2], sys.stdin.buffer.read().decode()))
    except typst.TypstError as problem:
        sys.exit(str(problem))
