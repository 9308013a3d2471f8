"""Figures counted from the cases as they stand: grouped queries, whatever the size. Counts of cases, never of rows."""

from collections import defaultdict

from django.db.models import Aggregate, Count, DurationField, F, Q
from django.db.models.functions import TruncMonth, TruncQuarter, TruncWeek, TruncYear

from cases import measures, workflow
from cases.deadlines import CITY_TZ
from cases.measures import COUNTS, TALLIES, Window, territory
from cases.models import Case
from cases.periods import MONTH, QUARTER, WEEK, YEAR, Period
from cases.queries import TERRITORY
from cases.workflow import Clock

TRUNC = {WEEK: TruncWeek, MONTH: TruncMonth, QUARTER: TruncQuarter, YEAR: TruncYear}
ON_A_BOARD = ("ratings", "reported", "events")  # tallies counted for the unit alone; the runs also for those below


class Share(Aggregate):
    """The value below which a share of the rows lies."""

    function = "PERCENTILE_CONT"
    name = "Share"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression, share: float, **extra):
        super().__init__(expression, share=share, output_field=DurationField(), **extra)


def child_field(grid) -> str | None:
    """Return the column that names the unit below, or None at the lowest level."""
    return TERRITORY[grid.level + 1] if grid.level + 1 < len(TERRITORY) else None


def counts(grid, kind: str, window: Window) -> tuple[dict[Period, dict[str, int]], list[tuple]]:
    """Return the counts of a unit by period, and of the units below: unit, period, due, late. Four queries.

    Cases that lie with no unit below are found under the unit None.
    """
    of_unit = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    of_children = []
    child = child_field(grid)
    for *unit, period, row in _counted("runs", grid, kind, window, *([f"case__{child}"] if child else [])):
        for name, count in row.items():
            of_unit[period][name] += count  # a case lies with one unit below
        of_children.append((unit[0] if unit else None, period, row["due"], row["due_late"]))
    for name in ON_A_BOARD:
        for period, row in _counted(name, grid, kind, window):
            of_unit[period] |= row
    return dict(of_unit), of_children


def due_by_child(grid, window: Window) -> list[tuple]:
    """Return unit below, how many fell due in a window, and how many of them late. One query."""
    child = child_field(grid)
    tally = TALLIES["runs"]
    rows = measures.runs([Clock.HANDLE], window).filter(territory(grid, tally.case)).order_by()
    counted = _counts(tally, ("due", "due_late"))
    if child:
        return list(rows.values_list(f"case__{child}").annotate(**counted))
    return [(None, *rows.aggregate(**counted).values())]


def _counted(name: str, grid, kind: str, window: Window, *keys):
    """Yield the keys, the period, and the counts of a tally by name."""
    tally = TALLIES[name]
    rows = tally.rows(window).filter(territory(grid, tally.case)).order_by()
    bucket = TRUNC[kind](tally.moment, tzinfo=CITY_TZ)
    for *found, moment, count in _in_two(rows.values_list(*keys, bucket).annotate(**_counts(tally)), len(keys) + 1):
        yield *found, Period(kind, moment.date()), dict(zip(tally.counts, count, strict=True))


def _in_two(rows, size: int):
    for row in rows:
        yield *row[:size], row[size:]


def _counts(tally, names=None) -> dict[str, Count]:
    case = tally.of("pk")
    return {
        f"n_{name}": Count(case, distinct=True, filter=condition)
        for name, condition in tally.counts.items()
        if names is None or name in names
    }


def waiting(grid, now):
    """Return unit below, state, how many are there, late, due soon and before a meeting, now. One query."""
    child = child_field(grid)
    rows = (
        Case.objects.filter(territory(grid), Q(state__in=workflow.OPEN) | measures.ratable(now))
        .order_by()
        .values_list(*([child] if child else []), "state")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            soon=Count("pk", filter=Q(warn_at__lte=now, due_at__gte=now)),
            before=Count("pk", filter=Q(in_meeting=True)),
        )
    )
    return [row if child else (None, *row) for row in rows]


def steps(grid, window: Window) -> list[tuple]:
    """Return stage, how many passed it, and how long half and nine tenths of them took, round the clock. One query."""
    rows = measures.passed(window).filter(territory(grid, "case__")).order_by().values_list("stage")
    took = F("stopped_at") - F("started_at")
    counted = {"n": Count("case", distinct=True), "half": Share(took, 0.5), "nine_tenths": Share(took, 0.9)}
    return list(rows.annotate(**counted))


def categories(grid, window: Window, names) -> list[tuple]:
    """Return the named columns of each category, the unit below, how many fell due, and how many late. One query."""
    child, tally = child_field(grid), TALLIES["runs"]
    columns = [tally.of(f"category__{name}") for name in names]
    rows = (
        measures.runs([Clock.HANDLE], window)
        .filter(territory(grid, tally.case), case__category__isnull=False)
        .order_by()
        .values_list(*columns, *([tally.of(child)] if child else []))
        .annotate(**_counts(tally, ("due", "due_late")))
    )
    return [row if child else (*row[:-2], None, *row[-2:]) for row in rows]
