"""The open statistics: what came in, was closed, was on time and satisfied, by district or street, safe to publish."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count as CountRows, Q

from cases import masking, measures
from cases.masking import Count, Shown
from cases.measures import LATE, Window
from cases.models import Case
from cases.periods import Period
from cases.queries import TERRITORY
from cases.sums import reading
from cases.workflow import Clock
from grids.models import Grid
from grids.models.grid import DISTRICT, STREET

KEEP_SECONDS = 300
CASES = CountRows("case", distinct=True)
COLUMNS = ("received", "closed", "due", "on_time", "rated", "satisfied")
# which of the stored sums each column shows
SUMS = {
    "received": "reported",
    "closed": "closed",
    "due": "due",
    "on_time": "due_on_time",
    "rated": "rated",
    "satisfied": "satisfied",
}
WHOLE = {"on_time": "due", "satisfied": "rated"}  # what a part is a part of


@dataclass(frozen=True)
class Row:
    """A district or street with its counts as everybody may see them; the last row of a table has no unit."""

    code: str
    received: Shown
    closed: Shown
    due: Shown
    on_time: Shown
    rated: Shown
    satisfied: Shown

    @property
    def on_time_percent(self) -> float | None:
        return _percent(self.on_time, self.due)

    @property
    def satisfied_percent(self) -> float | None:
        return _percent(self.satisfied, self.rated)


@dataclass(frozen=True)
class Table:
    """The rows of a period in the order of their codes, their total, and the moment they were counted."""

    rows: tuple[Row, ...]
    total: Row
    at: datetime


def of(period: Period, district: Grid | None, now: datetime) -> Table:
    """Return the table of the city by district, or of a district by street, kept for five minutes.

    From the stored sums where the period has been counted, three queries; else counted now, six. The total of a
    district is what the table of the city says of it: what is kept back there is kept back here.
    """
    key = f"open-figures-at-{period.kind}-{period.first}-{district.code if district else 'city'}"
    kept = cache.get(key)
    if kept is None:
        kept = _table(period, district, now)
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def _table(period: Period, district: Grid | None, now: datetime) -> Table:
    counted_at = reading.counted_at(period, now)
    level = DISTRICT if district is None else STREET
    grids = Grid.objects.at_level(DISTRICT) if district is None else Grid.objects.children_of(district)
    units = list(grids.values_list("pk", "code").order_by("code"))
    published = None
    if district is not None:
        above = of(period, None, now)
        published = next((row for row in above.rows if row.code == district.code), None)
    if counted_at:
        counts = _stored([pk for pk, _code in units], period)
    else:
        counts = _counts(level, Q(**{TERRITORY[DISTRICT]: district.pk}) if district else Q(), period, now)
    return _masked(units, counts, counted_at or now, published)


def _masked(
    units: Sequence[tuple[int, str]], counts: dict[str, dict[int, int]], at: datetime, published: Row | None = None
) -> Table:
    """Mask each column; a part is kept back wherever its whole is not told exactly."""
    faces: dict[str, tuple[list[Shown], Shown]] = {}
    for name in COLUMNS:
        values = [counts[name].get(pk, 0) for pk, _code in units]
        wholes, total_whole = [None] * len(units), None
        if name in WHOLE:
            shown, shown_total = faces[WHOLE[name]]
            wholes = [face.value or 0 for face in shown]
            total_whole = shown_total.value or 0
        column = [Count(value, whole) for value, whole in zip(values, wholes, strict=True)]
        total = Count(sum(counts[name].values()), total_whole)
        faces[name] = masking.masked(column, total, getattr(published, name, None))
    rows = tuple(
        Row(code, **{name: faces[name][0][place] for name in COLUMNS}) for place, (_pk, code) in enumerate(units)
    )
    total = Row("", **{name: faces[name][1] for name in COLUMNS})
    return Table(rows, dataclasses.replace(published, code="") if published else total, at)


def _stored(units: Sequence[int], period: Period) -> dict[str, dict[int, int]]:
    """Return each count by unit as it was counted last. One query."""
    rows = reading.of_units(units, period)
    return {name: {pk: measures.size(of, row) for pk, row in rows.items()} for name, of in SUMS.items()}


def _counts(level: int, inside: Q, period: Period, now: datetime) -> dict[str, dict[int, int]]:
    """Return each count by unit. Four queries, each grouped by the database."""
    window = Window.of(period, now)
    unit = f"case__{TERRITORY[level]}"
    near = _of_case(inside)
    fell_due = _grouped(
        measures.runs([Clock.HANDLE], window).filter(near), unit, late=CountRows("case", distinct=True, filter=LATE)
    )
    rated = _grouped(
        measures.ratings(window).filter(near),
        unit,
        dissatisfied=CountRows("case", distinct=True, filter=Q(satisfaction__in=measures.NOT_SATISFIED)),
    )
    cases = Case.objects.filter(inside).order_by().values_list(TERRITORY[level]).annotate(n=CountRows("pk"))
    received = cases.filter(measures.reported(window))
    closed = cases.filter(measures.closed(window))
    return {
        "received": {pk: n for pk, n in received if pk},
        "closed": {pk: n for pk, n in closed if pk},
        "due": {pk: n for pk, n, _late in fell_due},
        "on_time": {pk: n - late for pk, n, late in fell_due},
        "rated": {pk: n for pk, n, _bad in rated},
        "satisfied": {pk: n - bad for pk, n, bad in rated},
    }


def _of_case(inside: Q) -> Q:
    return Q(*((f"case__{name}", value) for name, value in inside.children))


def _grouped(rows, unit: str, **more):
    return list(rows.filter(**{f"{unit}__isnull": False}).order_by().values_list(unit).annotate(n=CASES, **more))


def _percent(part: Shown, whole: Shown) -> float | None:
    """Return a rate only where both numbers may be told."""
    return 100 * part.value / whole.value if part.is_exact and whole.is_exact and whole.value else None
