"""What a document says, without a word on how it looks. Pure values; all text is plain text.

A renderer takes the whole tree: `docx.to_docx(document)`, `pdf.to_pdf(document)`. Whatever a person
typed may stand in any text: it is data in both, never code, and no character can break them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Run:
    """A stretch of text of one kind. A new line in it is a new line on the page.

    `is_blank` is a place that whoever signs still has to fill in: it is bracketed and marked.
    `link` is an address; anything but http, https and mailto is shown as plain text.
    `language` is the code of a text that is not in the document's language. `sign` is the code of a
    shape of lib.glyphs that stands before the text and says the same as it.
    """

    text: str
    is_strong: bool = False
    is_emphasised: bool = False
    is_blank: bool = False
    link: str = ""
    language: str = ""
    sign: str = ""


Text = str | Run | Sequence[Run]
_LISTED = 2


def runs(text: Text) -> tuple[Run, ...]:
    """Any of the ways to write a text, as its runs; empty ones are left out."""
    if isinstance(text, str):
        text = Run(text)
    if isinstance(text, Run):
        text = (text,)
    return tuple(run for run in text if run.text)


def plain(text: Text) -> str:
    return "".join(run.text for run in runs(text))


@dataclass(frozen=True)
class Heading:
    """Level 1 is the first below the title. Levels must not be skipped going down."""

    text: Text
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: Text
    is_centred: bool = False
    # Stays on the page of what follows it.
    is_kept_with_next: bool = False


@dataclass(frozen=True)
class Bullets:
    items: Sequence[Text]


@dataclass(frozen=True)
class Numbers:
    """Numbered from 1; a second list begins anew."""

    items: Sequence[Text]


@dataclass(frozen=True)
class Table:
    """The header row is repeated on every page. `widths` are shares of the text's width.

    An empty cell is shown as a dash, unless `is_form`: then it is a place to write in.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[Text]]
    widths: Sequence[float] = ()
    caption: str = ""
    is_form: bool = False
    # The columns whose cells are numbers, from 0: they stand at the right.
    numeric: frozenset[int] = frozenset()
    # The column whose cells name their row.
    row_header: int = 0

    def __post_init__(self) -> None:
        columns = len(self.header)
        if any(len(row) != columns for row in self.rows) or len(self.widths) not in {0, columns}:
            raise ValueError("every row and the widths have as many parts as the header")

    @property
    def shares(self) -> tuple[float, ...]:
        """The width of each column, as a part of 1."""
        given = self.widths or [1] * len(self.header)
        return tuple(width / sum(given) for width in given)


def headings(document: "Document") -> list[Heading]:
    """Those that a table of contents lists."""
    return [one for one in document.parts if isinstance(one, Heading) and one.level <= _LISTED]


def shown(cell: Text, table: Table) -> Text:
    return cell if plain(cell) or table.is_form else "–"


@dataclass(frozen=True)
class Field:
    """A label and its value; without a value a dotted line to fill in by hand."""

    label: str
    value: Text = ""


@dataclass(frozen=True)
class Fields:
    items: Sequence[Field]


@dataclass(frozen=True)
class Signature:
    """Lines to sign on, side by side, each with its caption below. At most three."""

    places: Sequence[str]


@dataclass(frozen=True)
class Note:
    """A paragraph that stands out: what the reader must not miss."""

    text: Text


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Drawing:
    """An SVG that brings its own colours (`drawings`), and the same in words for who cannot see it.

    `width` is in millimetres. What it shows as numbers also stands in a table beside it. `live` is
    the markup of the same drawing for a web page, coloured by its style sheet; escaped already.
    """

    svg: str
    alt: str
    caption: str = ""
    width: float = 164
    live: str = ""


@dataclass(frozen=True)
class Contents:
    """The list of headings down to level 2, each a link to its place."""

    title: str


Part = (
    Heading
    | Paragraph
    | Bullets
    | Numbers
    | Table
    | Fields
    | Signature
    | Note
    | PageBreak
    | Drawing
    | Contents
)


@dataclass(frozen=True)
class Document:
    """`language` is a code of lib.languages; `made_at` goes into the file's properties.

    `letterhead` are the lines above the title, the first of them the sender's name. `mark` is a
    word at the head of every page, like DRAFT. `is_compact` saves space: smaller text and margins.
    """

    title: str
    language: str
    parts: Sequence[Part]
    made_at: datetime
    subject: str = ""
    author: str = ""
    letterhead: Sequence[str] = ()
    mark: str = ""
    is_compact: bool = False

    def __post_init__(self) -> None:
        """A level of headings that is skipped would leave a screen reader without its way."""
        level = 0
        for part in self.parts:
            if isinstance(part, Heading):
                if part.level > level + 1:
                    raise ValueError(f"the heading {plain(part.text)!r} skips a level")
                level = part.level
