"""Look at a PDF as a reader does: its words without spaces, its pages as pictures, and what is wrong with a page."""

import io
import re
import tempfile
from pathlib import Path

import typst
from PIL import Image
from pypdf import PdfReader

DPI = 100
EDGE = 5  # millimetres around a page that no printer reaches: nothing may stand there
FOOT = 30  # millimetres at the foot with nothing but the page's number
INK = 128  # darker than this is ink
LEAST_INK = 200  # dots of it on a page that says something
SHOW = """
#set page(width: auto, height: auto, margin: 0pt)
#set image(alt: "page")
#for number in range(1, int(sys.inputs.count) + 1) { page(image("paper.pdf", page: number)) }
"""


def words(file: bytes) -> str:
    """Return the text of a PDF without any space."""
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages))


def pictures(file: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as pictures, drawn from the file itself."""
    count = len(PdfReader(io.BytesIO(file)).pages)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "paper.pdf").write_bytes(file)
        show = Path(folder, "show.typ")
        show.write_text(SHOW)
        drawn = typst.compile(show, root=folder, format="png", ppi=DPI, sys_inputs={"count": str(count)})
        pages = drawn if isinstance(drawn, list) else [drawn]
        return [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]


def faults(file: bytes) -> list[str]:
    """Return what is wrong with the pages of a PDF: a blank one, words beyond the edge of the paper."""
    found = []
    for number, (page, picture) in enumerate(zip(PdfReader(io.BytesIO(file)).pages, pictures(file), strict=True), 1):
        found += [f"page {number} {fault}" for fault in faults_of(picture)]
        found += [f"page {number} has words beyond the paper: {text}" for text in _beyond(page)]
    return found


def faults_of(picture: Image.Image) -> list[str]:
    """Return what is wrong with the picture of a page."""
    picture = picture.convert("L")
    width, height = picture.size
    edge, foot = (round(size / 25.4 * DPI) for size in (EDGE, FOOT))
    border = picture.copy()
    border.paste(255, (edge, edge, width - edge, height - edge))
    is_blank = _ink(picture.crop((0, 0, width, height - foot))) < LEAST_INK
    return ["is blank"] * is_blank + ["runs off the paper"] * bool(_ink(border))


def _ink(picture: Image.Image) -> int:
    return sum(picture.histogram()[:INK])


def _beyond(page) -> list[str]:
    """Return the words that begin outside the page, where no picture shows them."""
    beyond: list[str] = []
    right, top = float(page.mediabox.width), float(page.mediabox.height)

    def look(text, _matrix, place, *_rest):
        if text.strip() and not (0 <= place[4] <= right and 0 <= place[5] <= top):
            beyond.append(text.strip())

    page.extract_text(visitor_text=look)
    return beyond
