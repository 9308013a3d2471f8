"""What the doors read of the sums: which periods of a series are stored, and their counts.

A third-level grid has its counts, for they are the ranking of its community, and the categories with something late.
Its other categories and its steps are counted as they are asked for: it has few cases, and their sums would be more
rows than there are cases.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, OuterRef, Subquery

from cases.models import Case, CategorySum, CountedPeriod, StepSum, UnitSum
from cases.periods import Period
from cases.sums import rhythm
from grids.models import Grid
from grids.models.grid import UNIT


@dataclass(frozen=True)
class Standing:
    """Which periods of a series are read from the sums, which are counted now, and when the last of them was counted.

    `at` is None where the last period, the one that is shown, is counted now.
    """

    stored: tuple[Period, ...]
    live: tuple[Period, ...]
    at: datetime | None


def standing(series: list[Period], now: datetime) -> Standing:
    """Return where the figures of a series come from, oldest first. One query; two where it begins before the cases do.

    All from the sums; or all but the last ones, which began or ended since they were counted, or were counted too long
    ago; or, when an older one is missing, none. Periods before the first case are kept by nobody and have nothing to
    count.
    """
    nothing = Standing((), tuple(series), None)
    kept = {row.period: row for row in CountedPeriod.objects.filter(kind=series[0].kind)}
    newest = next((period for period in sorted(kept, reverse=True) if rhythm.holds(kept[period], now)), None)
    if newest is None:
        return nothing
    earliest = min(kept)
    if series[0] < earliest and (first := first_report()) and first < earliest.start:
        return nothing  # cases of old have come, and were not counted yet
    missing = tuple(one for one in series if one >= earliest and not (one in kept and rhythm.holds(kept[one], now)))
    if any(period < newest for period in missing):
        return nothing
    stored = tuple(period for period in series if period not in missing)
    shown = kept.get(series[-1], kept[newest])
    return Standing(stored, missing, None if series[-1] in missing else shown.counted_at)


def first_report() -> datetime | None:
    """Return when the first case with a place was reported. One look into an index per district."""
    reports = Case.objects.filter(district=OuterRef("pk")).order_by("reported_at").values("reported_at")[:1]
    return Grid.objects.districts().annotate(at=Subquery(reports)).aggregate(first=Min("at"))["first"]


def counts(grid, periods) -> tuple[dict[Period, dict[str, int]], list[tuple]]:
    """Return the counts of a unit by period, and of the units below: unit, period, due, late. Two queries.

    Periods without a case are left out. A grid has nothing below: it is found under the unit None.
    """
    of_unit = {Period(row["kind"], row["first"]): row for row in _of(UnitSum, periods).filter(unit=grid.pk).values()}
    if grid.level == UNIT:
        return of_unit, [(None, period, row["due"], row["due_late"]) for period, row in of_unit.items()]
    return of_unit, of_children(grid, periods)


def of_children(grid, periods) -> list[tuple]:
    """Return unit, period, how many fell due and how many of them late, for the units below. One query."""
    rows = _of(UnitSum, periods).filter(unit__parent=grid.pk, due__gt=0)
    return [
        (unit, Period(kind, first), due, late)
        for unit, kind, first, due, late in rows.values_list("unit_id", "kind", "first", "due", "due_late")
    ]


def of_units(units, period: Period) -> dict[int, dict[str, int]]:
    """Return the counts of some units (ids) in one period; units without a case are left out. One query."""
    return {row["unit_id"]: row for row in _of(UnitSum, [period]).filter(unit__in=units).values()}


def of_categories(grid, period: Period, names) -> list[tuple]:
    """Return the named columns of each category, how many fell due, and how many of them late. One query."""
    return list(_of(CategorySum, [period]).filter(unit=grid.pk).values_list(*names, "due", "due_late"))


def late_of_categories(grid, period: Period) -> list[tuple[str, int, int]]:
    """Return category code, unit below and how many were late with it, where there were any. One query."""
    rows = _of(CategorySum, [period]).filter(unit__parent=grid.pk, due_late__gt=0)
    return list(rows.values_list("category__code", "unit_id", "due_late"))


def of_steps(grid, period: Period) -> list[tuple]:
    """Return stage, how many passed it, and how long half and nine tenths of them took. One query."""
    return list(_of(StepSum, [period]).filter(unit=grid.pk).values_list("stage", "passed", "half", "nine_tenths"))


def counted_at(period: Period, now: datetime) -> datetime | None:
    """Return when a period was counted; None if it has not been, too long ago, or not to its end. One query."""
    row = CountedPeriod.objects.filter(kind=period.kind, first=period.first).first()
    return row.counted_at if row and rhythm.holds(row, now) else None


def _of(model, periods):
    return model.objects.filter(kind=periods[0].kind, first__in=[period.first for period in periods])
