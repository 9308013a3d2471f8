"""The figures of a territory: eight grouped queries, whatever its size. Counts of cases, never of rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, F, Q
from django.db.models.functions import TruncMonth, TruncQuarter, TruncWeek, TruncYear

from cases import measures, workflow
from cases.deadlines import CITY_TZ
from cases.measures import LATE, Window, territory
from cases.models import Case
from cases.periods import MONTH, QUARTER, WEEK, YEAR, Period
from cases.queries import TERRITORY
from cases.workflow import Clock
from zhengzhou_grid.lib.bilingual import pick

TRUNC = {WEEK: TruncWeek, MONTH: TruncMonth, QUARTER: TruncQuarter, YEAR: TruncYear}
CASES = Count("case", distinct=True)
SHARED = ("case.assigned", "case.return_approved", "case.extended", "case.suspended", "case.voided")


class Share(Aggregate):
    """The value below which a share of the rows lies."""

    function = "PERCENTILE_CONT"
    name = "Share"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression, share: float, **extra):
        super().__init__(expression, share=share, output_field=DurationField(), **extra)


@dataclass(frozen=True)
class Ratio:
    """Part and whole. Without a whole there is no rate: None, never 0 or 100."""

    part: int = 0
    whole: int = 0

    @property
    def percent(self) -> float | None:
        return self.part / self.whole * 100 if self.whole else None

    @property
    def missed(self) -> int:
        return self.whole - self.part

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.part + other.part, self.whole + other.whole)


NOTHING = Ratio()


@dataclass
class Waiting:
    """What stands somewhere now."""

    count: int = 0
    late: int = 0
    soon: int = 0
    in_meeting: int = 0

    def add(self, count: int, late: int, soon: int, in_meeting: int) -> None:
        self.count += count
        self.late += late
        self.soon += soon
        self.in_meeting += in_meeting


@dataclass(frozen=True)
class Passed:
    """How many went through a step in the window, and how long half and nine tenths of them took at most."""

    count: int
    half: timedelta
    nine_tenths: timedelta


@dataclass
class CategoryCount:
    """Cases of one category whose limit fell in the window."""

    code: str
    label: str
    function: str
    due: int = 0
    late: int = 0
    late_by_child: dict = field(default_factory=dict)


@dataclass
class Figures:
    """All numbers of a page. Series run over the periods of the trend; children are ids of the units below."""

    rates: dict[str, dict[Period, Ratio]]
    by_child: dict[int | None, dict[Period, Ratio]]
    waiting: dict[workflow.Step, Waiting]
    waiting_by_child: dict[int | None, Waiting]
    passed: dict[workflow.Step, Passed]
    categories: list[CategoryCount]


def of(grid, period: Period, now) -> Figures:
    """Return the figures of a unit of the tree for a period, with the trend up to it. Eight queries."""
    series = period.series()
    window = Window.of(period, now)
    whole = Window(series[0].start, window.end, now)
    by_child, on_time, response = _due(grid, period.kind, whole)
    solved, satisfied = _ratings(grid, period.kind, whole)
    waiting, waiting_by_child = _waiting(grid, now)
    return Figures(
        rates={
            "on_time": on_time,
            "response": response,
            "solved": solved,
            "satisfied": satisfied,
            "self_found": _reported(grid, period.kind, whole),
            **_shares(grid, period.kind, whole),
        },
        by_child=by_child,
        waiting=waiting,
        waiting_by_child=waiting_by_child,
        passed=_passed(grid, window),
        categories=_categories(grid, window),
    )


def child_field(grid) -> str | None:
    """Return the column that names the unit below, or None at the lowest level."""
    return TERRITORY[grid.level + 1] if grid.level + 1 < len(TERRITORY) else None


def _bucket(kind: str, column: str):
    return TRUNC[kind](column, tzinfo=CITY_TZ)


def _period(kind: str, moment) -> Period:
    return Period(kind, moment.date())


def _due(grid, kind, window):
    """Return on-time handling by child and period, and over all children, and response by period."""
    child = child_field(grid)
    keys = [*([f"case__{child}"] if child else []), "bucket", "stage"]
    rows = (
        measures.runs([Clock.HANDLE, Clock.RESPOND], window)
        .filter(territory(grid, "case__"))
        .annotate(bucket=_bucket(kind, "limit_at"))
        .order_by()
        .values_list(*keys)
        .annotate(due=CASES, late=Count("case", distinct=True, filter=LATE))
    )
    by_child = defaultdict(lambda: defaultdict(Ratio))
    on_time, response = defaultdict(Ratio), defaultdict(Ratio)
    for *unit, bucket, stage, due, late in rows:
        period, ratio = _period(kind, bucket), Ratio(due - late, due)
        if stage == Clock.HANDLE:
            by_child[unit[0] if unit else None][period] += ratio
            on_time[period] += ratio
        else:
            response[period] += ratio
    return by_child, on_time, response


def _ratings(grid, kind, window):
    """Return the shares solved and satisfied by period."""
    rows = (
        measures.ratings(window)
        .filter(territory(grid, "case__"))
        .order_by()
        .values_list(_bucket(kind, "at"))
        .annotate(
            rated=CASES,
            unsolved=Count("case", distinct=True, filter=Q(solved__in=measures.NOT_SOLVED)),
            dissatisfied=Count("case", distinct=True, filter=Q(satisfaction__in=measures.NOT_SATISFIED)),
        )
    )
    solved, satisfied = defaultdict(Ratio), defaultdict(Ratio)
    for bucket, rated, unsolved, dissatisfied in rows:
        period = _period(kind, bucket)
        solved[period] = Ratio(rated - unsolved, rated)
        satisfied[period] = Ratio(rated - dissatisfied, rated)
    return solved, satisfied


def _reported(grid, kind, window):
    """Return the share the grids found themselves by period."""
    rows = (
        Case.objects.filter(territory(grid), measures.reported(window))
        .order_by()
        .values_list(_bucket(kind, "reported_at"))
        .annotate(found=Count("pk", filter=Q(source__in=measures.SELF_FOUND)), everything=Count("pk"))
    )
    return defaultdict(Ratio, {_period(kind, bucket): Ratio(found, everything) for bucket, found, everything in rows})


def _shares(grid, kind, window) -> dict[str, dict[Period, Ratio]]:
    """Return what share of the assignments came back, got a later date, was put on hold or was voided, by period."""
    counts = {
        "assigned": Q(kind="case.assigned") & measures.counted("case__"),
        "returned": Q(kind="case.return_approved") & measures.counted("case__"),
        "extended": Q(kind="case.extended") & measures.counted("case__"),
        "held": Q(kind="case.suspended") & measures.counted("case__"),
        "voided": Q(kind="case.voided"),
        "ever_assigned": Q(kind="case.assigned"),
    }
    rows = (
        measures.every_event(SHARED, window)
        .filter(territory(grid, "case__"))
        .order_by()
        .values(bucket=_bucket(kind, "at"))
        .annotate(**{name: Count("case", distinct=True, filter=condition) for name, condition in counts.items()})
    )
    found = {rate.name: defaultdict(Ratio) for rate in measures.SHARES}
    for row in rows:
        for rate in measures.SHARES:
            found[rate.name][_period(kind, row["bucket"])] = Ratio(row[rate.part], row[rate.whole])
    return found


def _waiting(grid, now):
    """Return what stands at each step, and with each child, now."""
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
    steps = {step: Waiting() for step in workflow.Step}
    by_child = defaultdict(Waiting)
    for *unit, state, count, late, soon, before in rows:
        if state not in workflow.OPEN:
            steps[workflow.Step.EVALUATE].add(count, 0, 0, 0)
            continue
        steps[workflow.STATES[workflow.State(state)].step].add(count, late, soon, before)
        by_child[unit[0] if unit else None].add(count, late, soon, before)
    return steps, by_child


def _passed(grid, window):
    """Return how many passed each step in the window and how long it took them, round the clock."""
    step_of = {clock: step for step, clock in measures.PASSING.items()}
    rows = (
        measures.passed(window)
        .filter(territory(grid, "case__"))
        .order_by()
        .values_list("stage")
        .annotate(
            n=CASES,
            half=Share(F("stopped_at") - F("started_at"), 0.5),
            nine_tenths=Share(F("stopped_at") - F("started_at"), 0.9),
        )
    )
    return {step_of[Clock(stage)]: Passed(count, half, most) for stage, count, half, most in rows}


def _categories(grid, window):
    """Return the categories whose limits fell in the window, most cases first."""
    child = child_field(grid)
    names = ["case__category__code", "case__category__short_zh", "case__category__short_en", "case__category__function"]
    rows = (
        measures.runs([Clock.HANDLE], window)
        .filter(territory(grid, "case__"), case__category__isnull=False)
        .order_by()
        .values_list(*names, *([f"case__{child}"] if child else []))
        .annotate(due=CASES, late=Count("case", distinct=True, filter=LATE))
    )
    found: dict[str, CategoryCount] = {}
    for code, zh, en, function, *unit, due, late in rows:
        category = found.setdefault(code, CategoryCount(code, pick(zh, en) or code, function))
        category.due += due
        category.late += late
        if unit and late:
            category.late_by_child[unit[0]] = late
    return sorted(found.values(), key=lambda category: (-category.due, category.code))


def open_by_child(grid, now) -> dict[int | None, Waiting]:
    """Return what is open with each unit below now. One query."""
    return _waiting(grid, now)[1]


def on_time_by_child(grid, period: Period, now) -> dict[int | None, Ratio]:
    """Return on-time handling of each unit below in one period. One query."""
    by_child, _on_time, _response = _due(grid, period.kind, Window.of(period, now))
    return {unit: sum(periods.values(), NOTHING) for unit, periods in by_child.items()}
