"""The figures of a territory, from the stored sums or counted as the cases stand; what stands now is always counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cases import measures, workflow
from cases.dashboards import live
from cases.measures import Window
from cases.periods import Period
from cases.sums import reading
from cases.workflow import Clock
from grids.models.grid import UNIT
from zhengzhou_grid.lib.bilingual import pick

CATEGORY = ("code", "short_zh", "short_en", "function")


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
    """All numbers of a page. Series run over the periods of the trend; children are ids of the units below.

    `counted_at` says when the period was counted; None where all of it is counted as the cases stand.
    """

    rates: dict[str, dict[Period, Ratio]]
    by_child: dict[int | None, dict[Period, Ratio]]
    waiting: dict[workflow.Step, Waiting]
    waiting_by_child: dict[int | None, Waiting]
    passed: dict[workflow.Step, Passed]
    categories: list[CategoryCount]
    counted_at: datetime | None = None


def of(grid, period: Period, now) -> Figures:
    """Return the figures of a unit of the tree for a period, with the trend up to it.

    Eight queries; ten in the minutes after a period began, for that one is counted apart.
    """
    series = period.series()
    standing = reading.standing(series, now)
    counts, below = reading.counts(grid, standing.stored) if standing.stored else ({}, [])
    if standing.live:
        found, more = live.counts(grid, period.kind, _window(standing.live, now))
        counts, below = counts | found, below + more
    waiting, waiting_by_child = _waiting(grid, now)
    window = Window.of(period, standing.at or now)
    is_stored = period in standing.stored and grid.level != UNIT
    return Figures(
        rates=_rates(counts),
        by_child=_by_child(below),
        waiting=waiting,
        waiting_by_child=waiting_by_child,
        passed=_passed(reading.of_steps(grid, period) if is_stored else live.steps(grid, window)),
        categories=_stored_categories(grid, period) if is_stored else _live_categories(grid, window),
        counted_at=standing.at,
    )


def open_by_child(grid, now) -> dict[int | None, Waiting]:
    """Return what is open with each unit below now. One query."""
    return _waiting(grid, now)[1]


def on_time_by_child(grid, period: Period, now) -> tuple[dict[int | None, Ratio], datetime | None]:
    """Return on-time handling of each unit below in one period, and when it was counted (None: now). Three queries."""
    standing = reading.standing([period], now)
    if standing.stored:
        _own, below = reading.counts(grid, [period])
        rows = [(unit, due, late) for unit, _period, due, late in below]
    else:
        rows = live.due_by_child(grid, Window.of(period, now))
    return {unit: Ratio(due - late, due) for unit, due, late in rows if due}, standing.at


def _window(periods: tuple[Period, ...], now) -> Window:
    return Window(periods[0].start, Window.of(periods[-1], now).end, now)


def _rates(counts: dict[Period, dict[str, int]]) -> dict[str, dict[Period, Ratio]]:
    """Return each rate by period, as far as anything was counted."""
    return {
        rate.name: defaultdict(
            Ratio,
            {
                period: Ratio(measures.size(rate.part, row), measures.size(rate.whole, row))
                for period, row in counts.items()
            },
        )
        for rate in (*measures.SHARES, *measures.RATES)
    }


def _by_child(rows: Iterable[tuple]) -> dict[int | None, dict[Period, Ratio]]:
    found = defaultdict(lambda: defaultdict(Ratio))
    for unit, period, due, late in rows:
        found[unit][period] = Ratio(due - late, due)
    return found


def _waiting(grid, now):
    """Return what stands at each step, and with each child, now."""
    steps = {step: Waiting() for step in workflow.Step}
    by_child = defaultdict(Waiting)
    for unit, state, count, late, soon, before in live.waiting(grid, now):
        if state not in workflow.OPEN:
            steps[workflow.Step.EVALUATE].add(count, 0, 0, 0)
            continue
        steps[workflow.STATES[workflow.State(state)].step].add(count, late, soon, before)
        by_child[unit].add(count, late, soon, before)
    return steps, by_child


def _passed(rows: Iterable[tuple]) -> dict[workflow.Step, Passed]:
    step_of = {clock: step for step, clock in measures.PASSING.items()}
    return {step_of[Clock(stage)]: Passed(count, half, most) for stage, count, half, most in rows}


def _live_categories(grid, window: Window) -> list[CategoryCount]:
    """Return the categories whose limits fell in a window, most cases first."""
    found: dict[str, CategoryCount] = {}
    for *names, unit, due, late in live.categories(grid, window, CATEGORY):
        category = found.setdefault(names[0], _category(*names))
        category.due += due
        category.late += late
        if unit and late:
            category.late_by_child[unit] = late
    return _most_first(found)


def _stored_categories(grid, period: Period) -> list[CategoryCount]:
    found: dict[str, CategoryCount] = {}
    for *names, due, late in reading.of_categories(grid, period, [f"category__{name}" for name in CATEGORY]):
        found[names[0]] = _category(*names)
        found[names[0]].due, found[names[0]].late = due, late
    for code, unit, late in reading.late_of_categories(grid, period):
        if code in found:
            found[code].late_by_child[unit] = late
    return _most_first(found)


def _category(code: str, zh: str, en: str, function: str) -> CategoryCount:
    return CategoryCount(code, pick(zh, en) or code, function)


def _most_first(found: dict[str, CategoryCount]) -> list[CategoryCount]:
    return sorted(found.values(), key=lambda category: (-category.due, category.code))
