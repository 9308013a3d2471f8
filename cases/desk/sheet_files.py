"""The template of a sheet of matters with the words it knows, and the rows of a sheet that are left, as XLSX."""

import io

from django.utils.translation import gettext, gettext_lazy as _
from xlsxwriter import Workbook

from cases import sheets
from cases.models import BY_STAFF, MatterSheet, SheetRow
from cases.sheets.columns import WHAT_TO_MEND
from grids import catalogue
from grids.permissions import grids_visible_to
from zhengzhou_grid.lib.safe_cells import safe

MATTERS, WORDS = _("Matters"), _("Known words")
MOST_PLACES = 3000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template(scope) -> bytes:
    """Return an empty sheet: one column each, its hint on the heading, and lists to choose from."""
    kinds = [f"{leaf.code} {leaf.label}" for leaf in catalogue.leaves()]
    places = [f"{grid.code} {grid.label}" for grid in grids_visible_to(scope).order_by("code")[:MOST_PLACES]]
    lists = {"source": [str(source.label) for source in BY_STAFF], "category": kinds, "grid": places}
    out = io.BytesIO()
    with Workbook(out) as book:
        page = _headed(book, [])
        words = book.add_worksheet(str(WORDS))
        for place, (key, choices) in enumerate(lists.items()):
            words.write_string(0, place, str(_column(key).label), book.add_format({"bold": True}))
            words.write_column(1, place, choices)
            words.set_column(place, place, 34)
            if choices:
                at, letter = sheets.columns.KEYS.index(key), "ABC"[place]
                source = f"='{WORDS}'!${letter}$2:${letter}${len(choices) + 1}"
                rule = {"validate": "list", "source": source, "error_type": "information"}
                page.data_validation(1, at, sheets.MOST_ROWS, at, rule)
    return out.getvalue()


def left(sheet: MatterSheet, scope, now) -> bytes:
    """Return the rows that are not logged as they were typed, with what to mend in the last column."""
    waiting = list(sheet.rows.filter(state=SheetRow.State.WAITING))
    readings = sheets.Reader(scope, now, sheet.source).read_all(waiting)
    out = io.BytesIO()
    with Workbook(out) as book:
        page = _headed(book, [str(WHAT_TO_MEND)])
        for line, said in enumerate((said for said in readings if not said.is_ready or said.row.trouble), 1):
            for at, key in enumerate(sheets.columns.KEYS):
                page.write_string(line, at, safe(said.row.cells.get(key, "")))
            faults = [f"{_column(key).label}: {words}" for key, words in said.errors.items()]
            page.write_string(line, len(sheets.COLUMNS), safe(" ".join([*faults, said.row.trouble])))
    return out.getvalue()


def _headed(book: Workbook, more: list[str]):
    """Return a new worksheet with the headings."""
    page = book.add_worksheet(gettext(MATTERS))
    bold, text = book.add_format({"bold": True, "bg_color": "#e6eff6"}), book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    for at, column in enumerate(sheets.COLUMNS):
        page.set_column(at, at, column.width, text)  # as text: a number keeps its zeros, a telephone its digits
        page.write_string(0, at, str(column.label), bold)
        if column.hint:
            page.write_comment(0, at, str(column.hint))
    for at, heading in enumerate(more, len(sheets.COLUMNS)):
        page.set_column(at, at, 50)
        page.write_string(0, at, heading, bold)
    return page


def _column(key: str) -> sheets.columns.Column:
    return sheets.columns.BY_KEY[key]
