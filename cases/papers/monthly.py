"""The monthly bulletin (通报): paragraphs and tables, as Word, PDF or workbook."""

import io
import re
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter import Workbook

from cases.papers import pdf, texts, word
from cases.papers.sheet import Block, Column, Heading, Imprint, Paragraph, Sheet, Signature, Table
from zhengzhou_grid.lib.safe_cells import safe

NOT_IN_TAB_NAMES = re.compile(r"[\[\]:*?/\\']")
TAB_NAME = 31  # characters a workbook allows
CELL = 32_767


@dataclass(frozen=True)
class Section:
    """A part of the bulletin: a heading, paragraphs (one a line), tables."""

    title: str
    text: str = ""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class BulletinPaper:
    """A bulletin ready to print. head gives it a red head with the number; without one the title opens the page."""

    title: str
    office: str
    issued_at: datetime
    sections: tuple[Section, ...]
    opening: str = ""
    number: str = ""
    head: str = ""
    copies_to: tuple[str, ...] = ()


def as_pdf(paper: BulletinPaper) -> bytes:
    """Return the bulletin as PDF. Raises fonts.NoChineseFont."""
    return pdf.write(sheet(paper))


def as_docx(paper: BulletinPaper) -> bytes:
    """Return the bulletin as a Word file."""
    return word.write(sheet(paper))


def as_xlsx(paper: BulletinPaper) -> bytes:
    """Return the bulletin's tables as a workbook, one tab each; numbers are numbers, no text is a formula."""
    paper = texts.cleaned(paper)
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": paper.title, "author": paper.office, "created": _naive(paper.issued_at)})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "宋体"}),
        "head": book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "font_name": "黑体"}
        ),
        "note": book.add_format({"font_color": "#606060", "font_name": "宋体"}),
        **{
            side: book.add_format(
                {"border": 1, "align": side, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"}
            )
            for side in ("left", "center", "right")
        },
    }
    taken: set[str] = set()
    tables = [(table, section) for section in paper.sections for table in section.tables]
    for table, section in tables or [(Table((Column("内容"),), _told(paper)), Section(paper.title))]:
        _tab(book, looks, _tab_name(table.title or section.title, taken), table, paper)
    book.close()
    return written.getvalue()


def sheet(paper: BulletinPaper) -> Sheet:
    """Lay out the bulletin: opening, numbered sections, the office and the date."""
    paper = texts.cleaned(paper)
    blocks: list[Block] = [Paragraph(part) for part in texts.paragraphs(paper.opening)]
    for position, section in enumerate(paper.sections, 1):
        blocks.append(Heading(f"{texts.counted(position)}、{section.title}"))
        blocks += [Paragraph(part) for part in texts.paragraphs(section.text)]
        blocks += section.tables
    day = texts.day(paper.issued_at)
    blocks.append(Signature(paper.office, day))
    copies = "、".join(paper.copies_to)
    return Sheet(
        title=paper.title,
        at=paper.issued_at,
        blocks=tuple(blocks),
        head=paper.head,
        number=paper.number,
        left=paper.office if paper.head else "",
        right=day if paper.head else "",
        imprint=Imprint("抄送", copies, paper.office, day) if copies else None,
        author=paper.office,
    )


def _told(paper: BulletinPaper) -> tuple[tuple[str], ...]:
    """Return what a bulletin without tables says, a line a row."""
    told = [paper.opening, *(f"{section.title}\n{section.text}" for section in paper.sections)]
    return tuple((part,) for text in told for part in texts.paragraphs(text))


def _naive(at: datetime) -> datetime:
    return texts.in_city(at).replace(tzinfo=None)


def _tab_name(title: str, taken: set[str]) -> str:
    """Return a name for a tab that a workbook allows and that no other tab has."""
    plain = NOT_IN_TAB_NAMES.sub(" ", " ".join(title.split()))[:TAB_NAME].strip() or "表"
    name, count = plain, 1
    while name.casefold() in taken:
        count += 1
        name = f"{plain[: TAB_NAME - 5]} {count}"
    taken.add(name.casefold())
    return name


def _tab(book: Workbook, looks: dict, name: str, table: Table, paper: BulletinPaper) -> None:
    tab = book.add_worksheet(name)
    last = len(table.columns) - 1
    title = safe(table.title or paper.title)
    if last:
        tab.merge_range(0, 0, 0, last, title, looks["title"])
    else:
        tab.write_string(0, 0, title, looks["title"])
    tab.set_row(0, 30)
    for number, column in enumerate(table.columns):
        tab.set_column(number, number, 12 * column.share)
        tab.write_string(1, number, safe(column.title), looks["head"])
    for row, values in enumerate(table.rows, 2):
        for number, value in enumerate(values):
            look = looks[table.columns[number].align]
            if isinstance(value, str):
                tab.write_string(row, number, safe(value)[:CELL], look)
            else:
                tab.write_number(row, number, value, look)
    if table.note:
        tab.write_string(2 + len(table.rows), 0, safe(table.note)[:CELL], looks["note"])
    tab.freeze_panes(2, 0)
    tab.repeat_rows(0, 1)
    tab.set_landscape() if last > 5 else tab.set_portrait()
    tab.set_paper(9)
    tab.fit_to_pages(1, 0)
