"""The open statistics as a page and as a table file; both say the same, small counts masked."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import open_figures
from cases.deadlines import CITY_TZ
from cases.periods import MONTH, QUARTER, Period
from grids.models import Grid
from grids.models.grid import DISTRICT
from zhengzhou_grid.lib.safe_cells import safe

BOM = "\ufeff"  # without it Excel reads UTF-8 as GBK
BACK = {MONTH: 12, QUARTER: 4}  # how far back one may look: a year
KINDS = {"m": MONTH, "q": QUARTER}


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of ?period=m0 … (months back) or q0 … by district, or of one ?district= by street."""
    now = timezone.now()
    slug, period, district = _asked(request, now)
    table = open_figures.of(period, district, now)
    context = {
        "rows": _named(table),
        "total": table.total,
        "district": district,
        "period": period,
        "slug": slug,
        "is_running": period.is_running(now),
        "periods": [(f"{letter}{back}", _period(letter, back, now)) for letter in KINDS for back in _steps(letter)],
        "districts": Grid.objects.districts(),
        "at": table.at,
    }
    return render(request, "square/figures.html", context)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Return the same table as CSV."""
    now = timezone.now()
    _slug, period, district = _asked(request, now)
    table = open_figures.of(period, district, now)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    where = district.code if district else "zhengzhou"
    response["Content-Disposition"] = f'attachment; filename="figures-{where}-{period.first}-{period.last}.csv"'
    response.write(BOM)
    writer = csv.writer(response)
    writer.writerow(
        [
            _("Code"),
            _("Unit"),
            _("From"),
            _("To"),
            _("Received"),
            _("Closed"),
            _("Limit fell in the period"),
            _("Of these on time"),
            _("Rated"),
            _("Of these satisfied"),
        ]
    )
    lines = [*((row, grid.label) for row, grid in _named(table)), (table.total, _("Together"))]
    for row, name in lines:
        counts = [getattr(row, column).text for column in open_figures.COLUMNS]
        writer.writerow([row.code, safe(name), period.first, period.last, *counts])
    return response


def _named(table):
    names = Grid.objects.in_bulk([row.code for row in table.rows], field_name="code")
    return [(row, names[row.code]) for row in table.rows]


def _asked(request: HttpRequest, now) -> tuple[str, Period, Grid | None]:
    """Return period and district asked for; anything else is the running month, or early in it the one before."""
    slug = request.GET.get("period", "")
    known = {f"{letter}{back}" for letter in KINDS for back in _steps(letter)}
    if slug not in known:
        opening = Period.to_open_with(MONTH, now)
        slug = "m0" if opening.is_running(now) else "m1"
    district = Grid.objects.filter(level=DISTRICT, code=request.GET.get("district", "")).first()
    return slug, _period(slug[0], int(slug[1:]), now), district


def _steps(letter: str) -> range:
    return range(BACK[KINDS[letter]] + 1)


def _period(letter: str, back: int, now) -> Period:
    return Period.containing(KINDS[letter], now.astimezone(CITY_TZ).date()).step(-back)
