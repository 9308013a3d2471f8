"""The notice board (公示牌) of a third-level grid: A4, hung at an entrance and read from two metres."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import segno

from cases.papers import fonts, pdf, texts

TEMPLATE = Path(__file__).with_name("board.typ")
MOST_CADRES = 7  # more would need smaller type than can be read from where people stand


@dataclass(frozen=True)
class Cadre:
    """Who came from which department, and for what."""

    department: str
    courtesy: str
    duties: str


@dataclass(frozen=True)
class Promise:
    """A limit: 2, 小时, 占消防通道."""

    number: str
    unit: str
    what: str


@dataclass(frozen=True)
class Rung:
    """Whom to call one level up."""

    title: str
    phone: str


@dataclass(frozen=True)
class Board:
    """What stands on one board. Pictures are SVG, the photo in one too; address is what the QR code opens."""

    above: str
    grid: str
    leader: str
    photo: str
    phone: str
    hours: str
    cadres: tuple[Cadre, ...]
    promises: tuple[Promise, ...]
    ladder: tuple[Rung, ...]
    address: str
    net: str
    badge: str
    foot: str


def as_pdf(boards: tuple[Board, ...], at: datetime, faces: fonts.Fonts | None = None) -> bytes:
    """Return boards as PDF, one a page.

    Raises fonts.NoChineseFont; pdf.CannotSet when the template fails."""
    return pdf.compiled(TEMPLATE, "boards", [_data(board) for board in boards], at, faces)


def _data(board: Board) -> dict:
    data = asdict(texts.cleaned(board))
    data["cadres"] = data["cadres"][:MOST_CADRES]
    data["qr"] = segno.make(board.address, error="m").svg_inline(border=0, dark="#18212b")
    return data
