"""The notice board (公示牌) of a third-level grid: A4, hung at an entrance and read from two metres."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import segno
import typst

from cases.papers import fonts, texts
from cases.papers.pdf import CannotSet

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
    """What stands on one board. Pictures are SVG; address is what the QR code opens."""

    above: str
    grid: str
    leader: str
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

    Raises fonts.NoChineseFont; CannotSet when the template fails."""
    faces = fonts.find() if faces is None else faces
    at = texts.in_city(at)
    made = {"year": at.year, "month": at.month, "day": at.day, "hour": at.hour, "minute": at.minute, "second": 0}
    data = {
        "boards": [_data(board) for board in boards],
        "fonts": faces.families,
        "bold": faces.bold_title,
        "made": made,
    }
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=list(faces.folders),
            format="pdf",
            sys_inputs={"boards": json.dumps(data, ensure_ascii=False)},
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise CannotSet(str(error)) from error


def _data(board: Board) -> dict:
    data = asdict(texts.cleaned(board))
    data["cadres"] = data["cadres"][:MOST_CADRES]
    data["qr"] = segno.make(board.address, error="m").svg_inline(border=0, dark="#18212b")
    return data
