"""From a pasted text or an uploaded file to rows of plain texts. What comes from outside is bounded before it is read.

An XLSX is a ZIP of XML: its members are added up before one is unpacked (zipfile never yields more than a member says
it holds), entities are refused (defusedxml), formulas are not evaluated: a cell is the value that was stored with it.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cases.sheets import columns

MOST_ROWS = 1000
MOST_COLUMNS = 40
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_MEMBERS = 200
MOST_LINES = 5 * MOST_ROWS  # with the empty ones between
LONGEST_CELL = 6000
ENCODINGS = ("utf-8-sig", "gb18030")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
TEXTUAL = (".csv", ".txt", ".tsv")

# What zipfile, the XML parser and openpyxl raise on broken or hostile files.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError,
    EOFError, OSError, SyntaxError, RuntimeError, ArithmeticError,
)  # fmt: skip


class BadSheet(Exception):
    """This cannot be taken as a table of matters; the message says why and what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Table:
    """Rows as (number in the sheet, cells by key), and the headings nobody knows."""

    rows: tuple[tuple[int, dict[str, str]], ...]
    unknown: tuple[str, ...] = ()


def from_file(upload) -> Table:
    """Return the rows of an uploaded XLSX or CSV. Raises BadSheet."""
    if upload.size > MOST_BYTES:
        raise BadSheet(gettext("The file is larger than 5 MB. Leave pictures out, or split it."))
    start = upload.read(8)
    upload.seek(0)
    if start.startswith(OLD_EXCEL):
        raise BadSheet(gettext("This is an old .xls file, or one with a password. Save it as .xlsx without one."))
    if start.startswith(ZIP):
        return _table(_xlsx(upload))
    if not upload.name.lower().endswith(TEXTUAL):
        raise BadSheet(gettext("Only .xlsx and .csv can be read. Save the table as one of these."))
    return _table(_separated(_decoded(upload.read())))


def from_paste(text: str) -> Table:
    """Return the rows of a text copied out of a spreadsheet. Raises BadSheet."""
    return _table(_separated(text))


def _xlsx(upload) -> Iterator[list[str]]:
    """Yield the lines of the first sheet."""
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise BadSheet(gettext("Unpacked, this file is too large. Copy only the table into a new file."))
        upload.seek(0)
        book = load_workbook(upload, read_only=True, data_only=True, keep_links=False)
        try:
            if not book.worksheets:
                raise BadSheet(gettext("There is no table in this file."))
            for row in book.worksheets[0].iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True):
                yield [_text(value) for value in row]
        finally:
            book.close()
    except UNREADABLE as error:
        raise BadSheet(
            gettext("This file cannot be read. Open it and save it anew as .xlsx, or paste the table.")
        ) from error


def _decoded(content: bytes) -> str:
    """Return the text of a CSV: UTF-8 or what Excel in Chinese writes."""
    if b"\0" in content:
        raise BadSheet(gettext("This is no text file. Save the table as .xlsx or .csv."))
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheet(gettext("The signs of this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."))


def _separated(text: str) -> Iterator[list[str]]:
    """Yield the lines of a text with tabs, semicolons or commas between the cells, whichever its first line has."""
    first = text.lstrip().split("\n", 1)[0]
    sign = "\t" if "\t" in first else max(",;，", key=first.count)
    try:
        for count, row in enumerate(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=sign)):
            if count >= MOST_LINES:
                return
            yield [cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise BadSheet(
            gettext("The lines of this table cannot be told apart. Paste it anew, or save it as .xlsx.")
        ) from error


def _table(lines: Iterator[list[str]]) -> Table:
    """Tell headings from rows. A table without any heading is read in the order of the template."""
    keys: list[str] | None = None
    unknown: tuple[str, ...] = ()
    rows = []
    for number, line in enumerate(lines, 1):
        if not any(line):
            continue
        if keys is None:
            keys = _keys(line)
            if any(keys):
                unknown = tuple(
                    cell for cell, key in zip(line, keys, strict=True) if cell and not key and not columns.is_ours(cell)
                )
                continue
            keys = list(columns.KEYS)
        rows.append((number, {key: cell for key, cell in zip(keys, line, strict=False) if key and cell}))
        if len(rows) > MOST_ROWS:
            raise BadSheet(gettext("At most %(count)s rows at a time. Split the table.") % {"count": MOST_ROWS})
    if keys is not None and "text" not in keys:
        raise BadSheet(gettext("No column is headed “%(heading)s”.") % {"heading": columns.BY_KEY["text"].label})
    rows = [row for row in rows if row[1]]
    if not rows:
        raise BadSheet(gettext("There are no rows in it."))
    return Table(tuple(rows), unknown)


def _keys(line: list[str]) -> list[str]:
    """Return the key of each heading; the first of two columns with the same one counts."""
    keys: list[str] = []
    for cell in line:
        key = columns.key_of(cell)
        keys.append("" if key in keys else key)
    return keys


def _text(value) -> str:
    """Return a cell of a spreadsheet as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\0", "").strip()[:LONGEST_CELL]
