"""What the page of a sheet shows: how many rows are where, and one page of the rows of one heap."""

from collections import Counter
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import sheets
from cases.models import Case, MatterSheet, SheetRow

MOST_TO_MEND, MOST_SHOWN = 20, 50  # rows a page; a row to mend has a field for each column
HEAPS = {
    "mend": _("To mend"),
    "ready": _("Right"),
    "done": _("Logged"),
    "left_out": _("Left out"),
}
DONE = (SheetRow.State.TAKEN, SheetRow.State.TWIN)


@dataclass(frozen=True)
class Cell:
    """One cell of a row to mend: its field, what stands in it, what is wrong or worth knowing."""

    column: sheets.columns.Column
    name: str
    value: str
    error: str
    note: str

    @property
    def box(self) -> str:
        return f"{self.name}-box"


@dataclass(frozen=True)
class Line:
    """One row as the page shows it."""

    row: SheetRow
    said: sheets.Reading
    url: str = ""  # of the case, where the person may see it

    @property
    def faulty(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.error]

    @property
    def others(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.error]

    @property
    def cells(self) -> list[Cell]:
        number, typed, said = self.row.number, self.row.cells, self.said
        return [
            Cell(
                column,
                f"row-{number}-{column.key}",
                typed.get(column.key, ""),
                said.errors.get(column.key, ""),
                said.notes.get(column.key, ""),
            )
            for column in sheets.COLUMNS
        ]


def show(sheet: MatterSheet, query: QueryDict, scope, now) -> dict:
    """Return the context. What is wrong is worked out anew at each look: the area and the tables may change."""
    rows = list(sheet.rows.select_related("case"))
    states = Counter(row.state for row in rows)
    waiting = [row for row in rows if row.state == SheetRow.State.WAITING]
    before = [row for row in rows if row.state not in (SheetRow.State.WAITING, SheetRow.State.LEFT_OUT)]
    read = sheets.Reader(scope, now, sheet.source).read_all(waiting, before)
    heaps = {
        "mend": [said for said in read if not said.is_ready or said.row.trouble],
        "ready": [said for said in read if said.is_ready and not said.row.trouble],
        "done": [sheets.Reading(row) for row in rows if row.state in DONE],
        "left_out": [sheets.Reading(row) for row in rows if row.state == SheetRow.State.LEFT_OUT],
    }
    picked = _picked(query, heaps)
    only = query.get("row", "")
    shown = [said for said in heaps[picked] if only.isdigit() and said.row.number == int(only)] or heaps[picked]
    is_open = picked in ("mend", "left_out") or (len(shown) == 1 and only.isdigit() and picked == "ready")
    size = MOST_TO_MEND if is_open else MOST_SHOWN
    pages = max(1, -(-len(shown) // size))
    page = min(max(1, int(query["page"]) if query.get("page", "").isdecimal() else 1), pages)
    asked, done = states[SheetRow.State.ASKED], len(heaps["done"])
    return {
        "sheet": sheet,
        "total": len(rows),
        "heaps": [(name, label, len(heaps[name])) for name, label in HEAPS.items()],
        "picked": picked,
        "is_open": is_open,
        "lines": _lines(shown[(page - 1) * size : page * size], scope),
        "page": page,
        "pages": pages,
        "ready": sum(said.is_ready for said in read),
        "to_mend": len(heaps["mend"]),
        "known": sum(said.is_ready and said.twin is not None for said in read),
        "asked": asked,
        "done": done,
        "twins": states[SheetRow.State.TWIN],
        "taken": states[SheetRow.State.TAKEN],
        "columns": sheets.COLUMNS,
    }


def corrections(data: QueryDict) -> tuple[dict[int, dict[str, str]], frozenset[int]]:
    """Return the cells that were typed by row, and the rows to leave out."""
    numbers = [int(number) for number in data.getlist("shown") if number.isascii() and number.isdigit()][:MOST_SHOWN]
    keys = [column.key for column in sheets.COLUMNS]
    changes = {
        number: {key: data[name] for key in keys if (name := f"row-{number}-{key}") in data} for number in numbers
    }
    return changes, frozenset(number for number in numbers if f"row-{number}-out" in data)


def _picked(query: QueryDict, heaps: dict[str, list]) -> str:
    wanted = query.get("show", "")
    return wanted if wanted in HEAPS else next((name for name, found in heaps.items() if found), "mend")


def _lines(readings: list[sheets.Reading], scope) -> list[Line]:
    """Return the lines with links to those of their cases that the person may see. One query."""
    cases = {case.pk for said in readings if (case := said.row.case or said.twin)}
    visible = Case.objects.visible_to(scope).filter(pk__in=cases) if cases else ()
    urls = {case.pk: reverse("desk-case", args=[case.number]) for case in visible}
    return [
        Line(said.row, said, urls.get(case.pk, "") if (case := said.row.case or said.twin) else "") for said in readings
    ]
