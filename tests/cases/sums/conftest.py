"""A city of eight units with cases of every sort, and its figures as pages would show them."""

from datetime import timedelta

import pytest

from cases import meetings, periods, sums
from cases.city import loading
from cases.dashboards import figures
from cases.deadlines import CITY_TZ
from cases.models import AgendaItem, Case, CaseEvent, Resolution
from cases.periods import Period
from cases.workflow import State
from grids import tree
from grids.models import Grid

CASES = 500


@pytest.fixture
def now(now):
    """Some hours into the running week, so that it has something to count; no limit ends at such a minute."""
    return now + timedelta(hours=7, minutes=13)


@pytest.fixture
def city(world, who, now):
    """Load cases and spread them; some are voided, held, unplaced below a street, or have a date from a meeting."""
    community = tree.add(world.street, name="淮阳路社区", name_en="Huaiyanglu Community")
    world.second = tree.add(community, name="淮阳路社区第一网格", name_en="Huaiyanglu Community Grid 1")
    world.third = tree.add(world.community, name="盛世社区第二网格", name_en="Shengshi Community Grid 2")
    loading.load(CASES, seed=11, now=now - timedelta(minutes=1))
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    put(cases[::3], community=community, grid=world.second)
    put(cases[1::5], community=world.community, grid=world.third)
    put(cases[::17], community=None, grid=None)
    put(cases[::29], category=None)
    put(cases[::13], state=State.VOIDED, closed_at=None, owing=[], merged_into=None)
    put(cases[5::19], state=State.SUSPENDED, closed_at=None, merged_into=None, comes_back_at=now + timedelta(days=9))
    for case in Case.objects.filter(assigned_at__isnull=False)[::7]:  # the loader extends none
        at, state = case.assigned_at, case.state
        CaseEvent.objects.create(case=case, kind="case.extended", at=at, from_state=state, to_state=state)
    held = now + timedelta(days=1)
    world.meeting = meetings.call(world.district, held_at=held, place="三楼会议室", by=who("district"), now=world.now)
    for number, case in enumerate(Case.objects.filter(handle_due_at__isnull=False).order_by("pk")[3::11]):
        moved(case, world, by=timedelta(days=7 * (number % 5)), decided=timedelta(days=number % 3 - 1))
    return world


def put(keys, **changes) -> None:
    assert Case.objects.filter(pk__in=keys).update(**changes) == len(keys)


def moved(case, world, *, by: timedelta, decided: timedelta) -> None:
    """Give a case a date by a meeting, decided some time from its limit."""
    due_at = case.handle_due_at
    item = AgendaItem.objects.create(
        case=case, grid=world.district, meeting=world.meeting, state=AgendaItem.State.DECIDED, reason="legacy",
        proposed_at=case.reported_at,
    )  # fmt: skip
    Resolution.objects.create(
        item=item, text="由住建局牵头。", lead_department=world.departments["housing"], lead_post=world.cadre_post,
        due_at=due_at + by, decided_at=due_at + decided,
    )  # fmt: skip
    put([case.pk], resolution_due_at=due_at + by)


@pytest.fixture
def count(now):
    """Count the series of some periods: count(week, month)."""

    def do(*asked, at=now):
        for period in sorted({each for one in asked for each in one.series()}):
            sums.recount(period, at)

    return do


@pytest.fixture
def running(now):
    """Return the running period of each kind."""
    return [Period.containing(kind, now.astimezone(CITY_TZ).date()) for kind in periods.KINDS]


@pytest.fixture
def shown(now):
    """Return all that a board shows of a unit for a period, without zeros, and whether it came from the sums."""

    def read(grid, period):
        found = figures.of(grid, period, now)
        children = [None] if grid.is_unit else list(Grid.objects.children_of(grid).values_list("pk", flat=True))
        return {
            "rates": {name: _without_zeros(series) for name, series in found.rates.items()},
            "by_child": {child: _without_zeros(found.by_child.get(child, {})) for child in children},
            "passed": found.passed,
            "categories": found.categories,
            "waiting": found.waiting,
        }, found.counted_at

    return read


def _without_zeros(series) -> dict:
    return {period: ratio for period, ratio in series.items() if ratio.whole or ratio.part}
