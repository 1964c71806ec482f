"""Run by `pdf` as a process of its own: the document as JSON comes in, the PDF goes out.

Started by its path, so it imports nothing of ours and starts fast.
"""

import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("page.typ")


def main(fonts: str) -> None:
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": sys.stdin.buffer.read().decode()},
        # Tagged for screen readers, and fit to be archived.
        pdf_standards=["ua-1", "a-2a"],
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except typst.TypstError as problem:
        sys.exit(str(problem))
