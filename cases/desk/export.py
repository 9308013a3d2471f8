"""Cases as a table file, CSV or XLSX: contacts masked, texts made safe, a few hundred cases in memory at a time."""

import csv
import io
import tempfile
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy as _
from xlsxwriter import Workbook

from cases.deadlines import CITY_TZ
from cases.models import Case
from grids import catalogue, names
from grids.models import Department, Post
from residents import privacy
from zhengzhou_grid.lib.safe_cells import safe

MOST_ROWS = 10_000
SLICE = 500
BOM = "\ufeff"  # without it Excel reads UTF-8 as GBK
PLACES = ("district", "street", "community", "grid")
MOMENTS = ("reported_at", "accepted_at", "assigned_at", "fed_back_at", "closed_at", "due_at", "original_due_at")
HEADINGS = (
    _("Number"), _("State"), _("Title"), _("What happened"), _("Category"), _("Urgency"), _("District"), _("Street"),
    _("Community"), _("Grid"), _("Address"), _("Households"), _("Lead department"), _("Responsible post"),
    _("Waits for"), _("Source"), _("Reporter"), _("Telephone"), _("Reported"), _("Accepted"), _("Assigned"),
    _("Fed back"), _("Closed"), _("Due"), _("Original due time"), _("Result"), _("Times reworked"),
    _("Times reopened"), _("Times urged"),
)  # fmt: skip
Cell = str | int


def keys(cases) -> list[int]:
    """Return the keys of the cases to write, at most MOST_ROWS of them; of sensitive matters none: files travel."""
    return list(cases.exclude(category__is_sensitive=True).values_list("pk", flat=True)[:MOST_ROWS])


def table(keys: list[int]) -> Iterator[list[Cell]]:
    """Yield the headings and then a row for each case, in the order of the keys. Four queries for each slice."""
    yield [gettext(heading) for heading in HEADINGS]
    for start in range(0, len(keys), SLICE):
        part = keys[start : start + SLICE]
        found = Case.objects.select_related("reporter").in_bulk(part)
        yield from _rows([found[key] for key in part if key in found])


def as_csv(rows: Iterator[list[Cell]]) -> Iterator[bytes]:
    """Yield the lines of a CSV file."""
    line = io.StringIO()
    writer = csv.writer(line)
    line.write(BOM)
    for row in rows:
        writer.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def as_xlsx(rows: Iterator[list[Cell]]):
    """Return an open file with an XLSX table; rows go to the disk as they come."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    book = Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            write = sheet.write_number if isinstance(cell, int) else sheet.write_string
            write(number, column, cell)
    book.close()
    out.seek(0)
    return out


def _rows(cases: list[Case]) -> Iterator[list[Cell]]:
    named = names.of(getattr(case, f"{place}_id") for case in cases for place in PLACES)
    posts = Post.objects.with_places().in_bulk({pk for case in cases for pk in (case.owner_id, case.waiting_on_id)})
    departments = Department.objects.in_bulk({case.lead_department_id for case in cases})
    categories = catalogue.categories()
    for case in cases:
        category = categories.get(case.category_id)
        department = departments.get(case.lead_department_id)
        shown = (
            case.number,
            case.state_label,
            privacy.mask_text(case.title),
            privacy.mask_text(case.text),
            f"{category.code} {category.label}" if category else "",
            case.get_urgency_display(),
            *(_name(named.get(getattr(case, f"{place}_id"))) for place in PLACES),
            privacy.mask_text(case.address),
            case.households,
            department.label if department else "",
            str(posts.get(case.owner_id, "")),
            str(posts.get(case.waiting_on_id, "")),
            case.get_source_display(),
            *_reporter(case),
            *(_moment(getattr(case, name)) for name in MOMENTS),
            case.get_result_display(),
            case.rework_count,
            case.reopen_count,
            case.urge_count,
        )
        yield [cell if isinstance(cell, int) else safe(str(cell)) for cell in shown]


def _reporter(case: Case) -> tuple[str, str]:
    """Return the masked name and number; nothing of who does not want the unit to know: files travel."""
    if case.reporter_id is None or case.hides_reporter:
        return "", ""
    return case.reporter.masked_name, case.reporter.masked_phone


def _name(grid) -> str:
    return grid.label if grid else ""


def _moment(at) -> str:
    return f"{at.astimezone(CITY_TZ):%Y-%m-%d %H:%M}" if at else ""
