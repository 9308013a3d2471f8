"""What stands on a paper, top to bottom, before anybody asks whether it becomes Word or PDF."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Span:
    """A piece of a line. Looks: "" as its surroundings, strong, small (grey remark), label (黑体), red."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a cell; align is left, center or right."""

    spans: tuple[Span, ...]
    align: str = "left"


@dataclass(frozen=True)
class Heading:
    """一、 at level 1 (黑体), （一） at level 2 (楷体)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; align is both, left, center or right; keep holds it on the page of what follows."""

    text: str
    align: str = "both"
    indent: bool = True
    keep: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a form; least is its least height in millimetres."""

    lines: tuple[Line, ...]
    least: float = 0


@dataclass(frozen=True)
class FormRow:
    """A label with one, two or three cells beside it."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Form:
    """A ruled form of two columns: labels in 黑体, what was written in beside them. size is of the type, in points.

    whole keeps all rows on one page; only for a form that is shorter than a page."""

    rows: tuple[FormRow, ...]
    size: float = 14
    whole: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, its alignment."""

    title: str
    share: float = 1
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A ruled table; its head comes again on each page. A row has one text or number for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Roll:
    """Who was there: labels with names, a name never broken over two lines."""

    entries: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Signature:
    """The office and the date, at the right; seal leaves a marked place for a real seal and draws none."""

    office: str
    date: str
    seal: bool = False


@dataclass(frozen=True)
class Aside:
    """Small print under a rule: lines at the left after a QR code of the address, if any; a word at the right."""

    lines: tuple[str, ...]
    right: str = ""
    address: str = ""


@dataclass(frozen=True)
class Imprint:
    """版记, at the foot of the last page: who gets a copy, who printed it and when."""

    copies_label: str
    copies: str
    office: str
    date: str


Block = Heading | Paragraph | Form | Table | Roll | Signature | Aside


@dataclass(frozen=True)
class Sheet:
    """A whole paper. at goes into the file's properties; without a head the title opens the page.

    A form has narrower margins above and below, to stand on one page."""

    title: str
    at: datetime
    blocks: tuple[Block, ...]
    head: str = ""
    red: bool = True
    number: str = ""
    left: str = ""
    right: str = ""
    subtitle: str = ""
    imprint: Imprint | None = None
    author: str = ""
    shows_title: bool = True
    is_form: bool = False


def line(*pieces: str | Span, align: str = "left") -> Line:
    """Make a line of texts and spans."""
    return Line(tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces), align)


def cell(text: str, least: float = 0) -> Cell:
    """Make a cell of a text; its line breaks stay."""
    return Cell((line(text),), least)


def length(cells: tuple[Cell, ...]) -> int:
    """Return how many characters the cells of a row take; each line counts as a line of print at least."""
    texts = (span.text for cell in cells for line in cell.lines for span in line.spans)
    return sum(max(30, len(part)) for text in texts for part in text.split("\n"))
