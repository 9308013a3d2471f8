"""Labels for public objects: twelve to a sheet of A4, to be cut apart; each leads to the report form at its place."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import segno

from cases.papers import fonts, pdf, texts

TEMPLATE = Path(__file__).with_name("labels.typ")


@dataclass(frozen=True)
class Label:
    """What stands on one label; address is what its QR code opens."""

    kind: str
    place: str
    unit: str
    code: str
    address: str


def as_pdf(labels: tuple[Label, ...], at: datetime, faces: fonts.Fonts | None = None) -> bytes:
    """Return labels as PDF.

    Raises fonts.NoChineseFont; pdf.CannotSet when the template fails."""
    return pdf.compiled(TEMPLATE, "labels", [_data(label) for label in labels], at, faces)


def _data(label: Label) -> dict:
    # half the squares may be worn off outdoors and it is still read
    qr = segno.make(label.address, error="h", boost_error=False).svg_inline(border=0, dark="#000000")
    return asdict(texts.cleaned(label)) | {"qr": qr}
