"""Write a sheet as a Word file, in the typefaces an office has; measures as in sheet.typ."""

import io
import zipfile
from itertools import chain

import segno
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from cases.papers import texts, word_marks as marks
from cases.papers.sheet import (
    Aside,
    Cell,
    Form,
    Heading,
    Imprint,
    Line,
    Paragraph,
    Roll,
    Sheet,
    Signature,
    Table,
    length,
)

RED, GREY = RGBColor(0xC0, 0, 0), RGBColor(0x60, 0x60, 0x60)
PITCH = 28.95  # points: 225 mm / 22 lines
TITLE, BODY, HEI, KAI, SONG = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
WIDTH = 156  # millimetres between the margins
LABEL = 30  # millimetres of a form's first column
LONG_ROW = 420
ROLL_EMS = 23  # characters of 三号 beside the label of a roll
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same sheet gives the same bytes


def write(sheet: Sheet) -> bytes:
    """Return a sheet as DOCX; the same sheet gives the same bytes."""
    sheet = texts.cleaned(sheet, texts.printable)
    document = Document()
    _properties(document, sheet)
    _page(document, sheet.is_form)
    marks.tell_faces(document)
    _top(document, sheet)
    for block in sheet.blocks:
        WAYS[type(block)](document, block)
    if sheet.imprint:
        for paragraph in document.paragraphs[-2:]:  # so that the imprint never stands alone on a page
            paragraph.paragraph_format.keep_with_next = True
        _imprint(document, sheet.imprint)
    written = io.BytesIO()
    document.save(written)
    return _dateless(written.getvalue())


def _properties(document: WordDocument, sheet: Sheet) -> None:
    at = texts.in_city(sheet.at).replace(tzinfo=None)
    about = document.core_properties
    about.title, about.author, about.last_modified_by = sheet.title.replace("\n", "")[:255], sheet.author[:255], ""
    about.created = about.modified = at
    about.comments, about.language = "", "zh-CN"


def _page(document: WordDocument, is_form: bool) -> None:
    """A4 with the margins of official papers, page numbers outside, and the plain style everything stands on."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = (Mm(26), Mm(24)) if is_form else (Mm(37), Mm(35))
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = section.bottom_margin - Mm(10)
    marks.line_grid(section, PITCH)
    style = document.styles["Normal"]
    marks.face(style, BODY, 16)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(PITCH)
    style.paragraph_format.widow_control = False
    for level, name in ((1, HEI), (2, KAI)):
        marks.heading_style(document.styles[f"Heading {level}"], name, PITCH)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Normal"]
        marks.align(paragraph, side)
        edge = "right_indent" if side == "right" else "left_indent"
        setattr(paragraph.paragraph_format, edge, Pt(14))
        marks.page_number(paragraph, SONG, 14)


def _top(document: WordDocument, sheet: Sheet) -> None:
    if sheet.head:
        red = RED if sheet.red else None
        size = max(22, min(40, int(WIDTH / 25.4 * 72 / (1.1 * max(1, len(sheet.head))))))
        head = _plain(document, "center", spacing=None, after=12)
        marks.run(head, sheet.head, TITLE, size, bold=True, colour=red)
        if sheet.left and sheet.number:
            marks.run(_plain(document, "center"), sheet.number, BODY, 16)
        ruled = _plain(document)
        marks.tab_right(ruled, WIDTH)
        marks.run(ruled, f"{sheet.left or sheet.number}\t{sheet.right}", BODY, 16)
        marks.rule_below(ruled, "C00000" if sheet.red else "000000", 2)
        _plain(document, spacing=14 if sheet.shows_title else 10)
    if sheet.shows_title:
        for part in sheet.title.splitlines() or [""]:
            marks.run(_plain(document, "center", spacing=34), part, TITLE, 22, bold=True)
        if sheet.number and not sheet.head:
            marks.run(_plain(document, "center"), sheet.number, BODY, 16)
        if sheet.subtitle:
            marks.run(_plain(document, "center"), sheet.subtitle, KAI, 16)
        _plain(document, spacing=12)


def _plain(document: WordDocument, align="left", *, spacing: float | None = PITCH, before=0, after=0):
    """Add an empty paragraph; spacing is the height of a line in points, None as the type needs."""
    paragraph = document.add_paragraph()
    marks.align(paragraph, align)
    marks.height(paragraph, spacing, before, after)
    return paragraph


def _heading(document: WordDocument, block: Heading) -> None:
    paragraph = document.add_paragraph(style=document.styles[f"Heading {block.level}"])
    paragraph.paragraph_format.first_line_indent = Pt(32)
    marks.run(paragraph, block.text, HEI if block.level == 1 else KAI, 16)


def _paragraph(document: WordDocument, block: Paragraph) -> None:
    paragraph = _plain(document, block.align)
    paragraph.paragraph_format.keep_with_next = block.keep
    if block.indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    marks.run(paragraph, block.text, BODY, 16)


def _form(document: WordDocument, block: Form) -> None:
    pitch = block.size + 6
    table = document.add_table(len(block.rows), 7)
    marks.ruled(table, [LABEL, *[(WIDTH - LABEL) / 6] * 6], padding=(1, 3))
    for row, content in zip(table.rows, block.rows, strict=True):
        if length(content.cells) <= LONG_ROW:
            marks.keep_whole(row)
        label = row.cells[0].paragraphs[0]
        marks.height(label, pitch, 3, 3)
        marks.align(label, "center")
        marks.run(label, _spread(content.label), HEI, block.size)
        marks.middle(row.cells[0])
        label.paragraph_format.keep_with_next = block.whole and content is not block.rows[-1]
        span = 6 // len(content.cells)
        for position, cell in enumerate(content.cells):
            start = 1 + position * span
            _cell(row.cells[start].merge(row.cells[start + span - 1]), cell, block.size)
    _plain(document, spacing=8)


def _cell(place, cell: Cell, size: float) -> None:
    marks.middle(place)
    for position, line in enumerate(cell.lines):
        paragraph = place.paragraphs[0] if position == 0 else place.add_paragraph()
        first, last = position == 0, position == len(cell.lines) - 1
        marks.height(paragraph, size + 6, 3 if first else 0, 3 + cell.least * 2.83 if last else 0)
        _line(paragraph, line, size)


def _line(paragraph, line: Line, size: float) -> None:
    marks.align(paragraph, line.align)
    for span in line.spans:
        name = HEI if span.look in ("strong", "label") else BODY
        colour = {"small": GREY, "red": RED}.get(span.look)
        marks.run(paragraph, span.text, name, size - 1.5 if span.look == "small" else size, colour=colour)


def _table(document: WordDocument, block: Table) -> None:
    if block.title:
        title = _plain(document, "center")
        title.paragraph_format.keep_with_next = True
        marks.run(title, block.title, HEI, 14)
    table = document.add_table(0, len(block.columns))
    total = sum(column.share for column in block.columns)
    widths = [WIDTH * column.share / total for column in block.columns]
    marks.ruled(table, widths, padding=(1, 1.8))
    shown = ([str(value) for value in row] for row in chain([[one.title for one in block.columns]], block.rows))
    rows = ((row, sum(map(len, row)) <= LONG_ROW) for row in shown)
    marks.data_rows(table, rows, widths, [column.align for column in block.columns], BODY, HEI, 12)
    if block.note:
        marks.run(_plain(document, spacing=18, before=4), block.note, BODY, 10.5, colour=GREY)
    _plain(document, spacing=8)


def _roll(document: WordDocument, block: Roll) -> None:
    _plain(document, spacing=PITCH * 0.6)
    for label, names in block.entries:
        paragraph = _plain(document)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Pt(69), Pt(-69)
        marks.tab_at(paragraph, 69)
        spread = "\u3000".join(label) if len(label) == 2 else label
        marks.run(paragraph, f"{spread}：\t", HEI, 16)
        marks.run(paragraph, _names(names), BODY, 16)


def _signature(document: WordDocument, block: Signature) -> None:
    for position, words in enumerate((block.office, block.date)):
        paragraph = _plain(document, "right", spacing=26, before=10 if position == 0 else 0)
        paragraph.paragraph_format.right_indent = Pt(28)
        paragraph.paragraph_format.keep_with_next = True
        if block.seal and position == 0:
            marks.run(paragraph, "（盖章处）", BODY, 12, colour=RED)
            marks.run(paragraph, "\u3000" * 4, BODY, 14)
        marks.run(paragraph, words, BODY, 14)


def _aside(document: WordDocument, block: Aside) -> None:
    rule = _plain(document, spacing=14)
    rule.paragraph_format.keep_with_next = True
    marks.rule_below(rule, "808080", 0.5)
    table = document.add_table(1, 3)
    marks.bare(table, [20, 76, 60] if block.address else [1, 95, 60])
    code, lines, right = table.rows[0].cells
    marks.height(code.paragraphs[0], None, 4, 0)
    if block.address:
        picture = io.BytesIO()
        segno.make(block.address, error="m").save(picture, kind="png", scale=6, border=0)
        picture.seek(0)
        code.paragraphs[0].add_run().add_picture(picture, width=Mm(16))
    for position, words in enumerate(block.lines):
        paragraph = lines.paragraphs[0] if position == 0 else lines.add_paragraph()
        marks.height(paragraph, 17, 0, 0)
        marks.run(paragraph, words, BODY, 10.5)
    marks.height(right.paragraphs[0], 17, 0, 0)
    marks.align(right.paragraphs[0], "right")
    marks.run(right.paragraphs[0], block.right, BODY, 10.5)
    for place in (lines, right):
        marks.middle(place)


def _imprint(document: WordDocument, imprint: Imprint) -> None:
    """A table that floats at the foot of the last page, ruled above, between and below."""
    rows = [f"{imprint.copies_label}：{imprint.copies}。"] if imprint.copies else []
    rows.append(f"{imprint.office}\t{imprint.date}印发")
    table = document.add_table(len(rows), 1)
    marks.bare(table, [WIDTH])
    marks.rules_across(table)
    marks.float_at_foot(table)
    for row, words in zip(table.rows, rows, strict=True):
        paragraph = row.cells[0].paragraphs[0]
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(10)
        marks.height(paragraph, 20, 3, 3)
        marks.tab_right(paragraph, WIDTH - 8)
        marks.run(paragraph, words, BODY, 14)
    _plain(document, spacing=1)


def _names(names: tuple[str, ...]) -> str:
    """Return names in lines, none broken over two: Word may break Chinese between any two signs."""
    lines: list[str] = []
    for name in names:
        longer = f"{lines[-1]}\u3000{name}" if lines else name
        if lines and _ems(longer) <= ROLL_EMS:
            lines[-1] = longer
        else:
            lines.append(name)
    return "\n".join(lines)


def _ems(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)


def _spread(label: str) -> str:
    """Return 事　　项 for 事项: as wide as a label of four."""
    return "\u3000\u3000".join(label) if len(label) == 2 else label


def _dateless(archive: bytes) -> bytes:
    """Return a ZIP file with one date on all its parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            plain = zipfile.ZipInfo(part.filename, ZIP_DATE)
            plain.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(plain, old.read(part))
    return written.getvalue()


WAYS = {
    Heading: _heading, Paragraph: _paragraph, Form: _form, Table: _table, Roll: _roll,
    Signature: _signature, Aside: _aside,
}  # fmt: skip
