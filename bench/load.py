"""Data to measure on: the whole city with its cases from the project's own loaders, and more by plain inserts."""

import io
import itertools
import os
import random
import time
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection

from cases import clocks, sums
from cases.city import loading
from cases.models import Case, CaseEvent, CountedPeriod, StageClock
from cases.periods import WEEK, Period
from cases.workflow import OPEN, STATES, Clock, State
from grids.models import Category, Grid, Post, ResponsibilityRule, Role
from grids.models.grid import UNIT

STREET = "410106002"  # the street whose desk logs in
BATCH = 2000
DAY = timedelta(days=1)
WORDS = ("路灯不亮了", "井盖破损", "垃圾没有清运", "楼道堆放杂物", "房产证办不下来", "噪声扰民", "占道经营", "污水外溢")


def load_city() -> None:
    """Make the tables and load territory, reference data and the demo's staff."""
    os.environ.setdefault("DEMO_PASSWORD", "only-for-the-bench")
    call_command("migrate", verbosity=0, stdout=io.StringIO())
    for command in ("load_reference", "load_grids", "load_staff"):
        call_command(command, stdout=io.StringIO())
    analyze()


def analyze() -> None:
    """Let PostgreSQL know what the tables hold now; autovacuum would do it a minute too late."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def load_cases(count: int, now: datetime) -> float:
    """Put a city's worth of cases in place of those that are there; return the seconds that loading them took.

    One in five lies in the street that logs in.
    """
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_case, cases_caseday CASCADE")
    began = time.monotonic()
    loading.load(count, seed=1, now=now, busy=STREET)
    took = time.monotonic() - began
    analyze()
    return took


def count_figures(now: datetime) -> None:
    """Count what the dashboard opens with, as the worker would have done before anybody looks."""
    CountedPeriod.objects.all().delete()  # of cases that are no more
    for period in Period.to_open_with(WEEK, now).series():
        sums.recount(period, now)


class Supply:
    """Makes cases in any state that the tables allow, without the work that lifecycle would do for each."""

    def __init__(self):
        units = Grid.objects.at_level(UNIT).order_by("code")
        here = units.filter(code__startswith=STREET)
        everywhere = paths(units)
        random.Random(1).shuffle(everywhere)  # a few thousand cases lie in every district
        self.paths = itertools.cycle(mixed(everywhere, paths(here)))
        self.categories = itertools.cycle(ResponsibilityRule.objects.select_related("category"))
        self.owners = {post.grid_id: post for post in Post.objects.filter(role=Role.STREET_DESK)}
        self.number = itertools.count(1)

    def reported(self, count: int, now: datetime) -> list[int]:
        """Add reports nobody has routed yet and return the ids of their events."""
        return self.store([self.make(State.REPORTED, now) for _number in range(count)], waiting=True)

    def due(self, count: int, now: datetime) -> None:
        """Add cases in progress, half of them at their first rung (80 % of the limit), half at the second (due)."""
        rows = [self.make(State.IN_PROGRESS, now - timedelta(hours=9 + 2 * (number % 2))) for number in range(count)]
        for number, case in enumerate(rows):
            case.escalation_rung, case.escalate_at = number % 2, now - timedelta(minutes=30)
        self.store(rows, limit="10E")

    def overdue(self, count: int, now: datetime) -> None:
        """Add cases in progress whose red card has come: twice the limit is over, everything before was climbed."""
        rows = [self.make(State.IN_PROGRESS, now - timedelta(hours=21)) for _number in range(count)]
        for case in rows:
            case.escalation_rung, case.escalate_at, case.watch_level = 3, now - timedelta(hours=1), 1
        self.store(rows, limit="10E")

    def make(self, state: State, at: datetime) -> Case:
        rule, place, number = next(self.categories), next(self.paths), next(self.number)
        owner = self.owners[place[1]].pk
        assigned = state != State.REPORTED
        return Case(
            number=f"ZZB{number:010d}", state=state, category=rule.category, urgency=rule.category.urgency,
            title=WORDS[number % len(WORDS)], text=f"{WORDS[number % len(WORDS)]}，已经好几天了，希望尽快处理。" * 3,
            district_id=place[0], street_id=place[1], community_id=place[2], grid_id=place[3], lng=113.3, lat=34.8,
            owner_id=owner if assigned else None, waiting_on_id=owner,
            lead_department_id=rule.lead_department_id if assigned else None, reported_at=at,
            accepted_at=at if assigned else None, assigned_at=at if assigned else None,
            due_at=at + 5 * DAY, warn_at=at + 4 * DAY, changed_at=at,
            handle_due_at=at + 5 * DAY if assigned else None, original_due_at=at + 5 * DAY if assigned else None,
        )  # fmt: skip

    def store(self, rows: list[Case], *, waiting: bool = False, limit: str = "5D") -> list[int]:
        Case.objects.bulk_create(rows, batch_size=BATCH)
        StageClock.objects.bulk_create(
            [clock(case, limit) for case in rows if case.state in OPEN and STATES[State(case.state)].clock],
            batch_size=BATCH,
        )
        kind = "case.reported" if waiting else "case.logged"
        events = CaseEvent.objects.bulk_create(
            [
                CaseEvent(
                    case=case, kind=kind, at=case.reported_at, from_state="draft", to_state="reported",
                    handled_at=None if waiting else case.reported_at, try_at=case.reported_at if waiting else None,
                )
                for case in rows
            ],
            batch_size=BATCH,
        )  # fmt: skip
        return [event.pk for event in events]


def clock(case: Case, limit: str) -> StageClock:
    """Return the clock the state of a case waits on; the limit counts for handling alone."""
    stage = STATES[State(case.state)].clock
    if stage == Clock.HANDLE and limit.endswith("E"):
        return clocks.begin(case, stage, now=case.reported_at, limit=clocks.deadlines.Limit.parse(limit))
    times = {"started_at": case.reported_at, "warn_at": case.warn_at, "due_at": case.due_at}
    return StageClock(case=case, stage=stage.value, limit=limit, **times)


def paths(units) -> list[tuple[int, ...]]:
    """Return the ids from district to unit of each unit. One query."""
    columns = ("parent__parent__parent", "parent__parent", "parent", "pk")
    return list(units.values_list(*columns))


def mixed(everywhere: list, here: list) -> list:
    """Return both in one list, every fifth place out of the second one."""
    inner = itertools.cycle(here)
    fours = [everywhere[start : start + 4] for start in range(0, len(everywhere), 4)]
    return [place for four in fours for place in (*four, next(inner))]


def residents_choices() -> list[tuple[str, str]]:
    """Return category and grid codes that a resident may send: each category that has a rule, spread over the city."""
    categories = list(Category.objects.leaves().filter(rules__isnull=False).distinct().values_list("code", flat=True))
    grids = list(Grid.objects.at_level(UNIT).order_by("code").values_list("code", flat=True))[::37]
    return list(zip(itertools.cycle(categories), grids, strict=False))
