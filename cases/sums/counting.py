"""The only writer of the sums: counts a period anew and stores what has changed since.

What is counted, and of which rows, comes from cases.measures; here stands only how it is added up. A period is one
transaction, claimed by its row in CountedPeriod: readers see the old sums until the new ones are complete, and whoever
comes second finds the row taken or counts the same again.
"""

import logging
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F

from cases import measures, periods
from cases.deadlines import CITY_TZ
from cases.measures import COUNTS, TALLIES, Window
from cases.models import CategorySum, CountedPeriod, StepSum, UnitSum
from cases.periods import Period
from cases.queries import TERRITORY
from cases.sums import reading, rhythm
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

BUDGET = 20.0  # seconds of a sweep: below the soft limit of a task, and never long in the way of other ticks
PLACES = [f"{name}_id" for name in TERRITORY]
ABOVE_THE_LOWEST = PLACES[:-1]  # who has sums of steps and of every category: reading.py says why grids need none
SETTINGS = {
    "work_mem": "128MB",
    "random_page_cost": "1.1",  # cases of a month are looked up, where the default would read the whole table
    "jit": "off",  # compiling these statements takes longer than it saves
    "statement_timeout": "10min",  # as long as a task may run
    "lock_timeout": "10min",
}


def sweep(now, seconds: float = BUDGET) -> int:
    """Count the periods whose time has come, for about so many seconds, and return how many; the rest comes next time.

    A period that somebody else is counting is left to them; one that cannot be counted is logged and stops no other.
    """
    began, counted = time.monotonic(), 0
    for period in rhythm.due(_kept(now), now):
        try:
            counted += recount(period, now, wait=False)
        except Exception as error:  # noqa: BLE001 - the old sums stay, and say when they were counted
            log.error("The figures of %s could not be counted: %s", period, trouble.words(error))
        if time.monotonic() - began > seconds:
            break
    return counted


def everything(now, *, tell: Callable[[int, int, Period], None], afresh: bool) -> int:
    """Count what is due, the nightly round included, or every period; `tell` hears (done, of, period) before each."""
    kept = _kept(now)
    chosen = sorted((row.period for row in kept), key=rhythm.newest_first) if afresh else rhythm.stale(kept, now)
    for number, period in enumerate(chosen):
        tell(number, len(chosen), period)
        recount(period, now, wait=True)
    return len(chosen)


def recount(period: Period, now, *, wait: bool = True) -> bool:
    """Count a period as of `now` and return whether it was done: not if it was counted later, or is being counted.

    Waits for who is at it, or with `wait=False` leaves it to them.
    """
    CountedPeriod.objects.bulk_create([CountedPeriod(kind=period.kind, first=period.first)], ignore_conflicts=True)
    with transaction.atomic():
        _make_room()
        rows = CountedPeriod.objects.filter(kind=period.kind, first=period.first)
        row = rows.select_for_update(skip_locked=not wait).first()
        if row is None or (row.counted_at and row.counted_at >= now):
            return False
        began = time.monotonic()
        with connection.cursor() as cursor:
            for statement, values in (_cases(period, now), _steps(period, now)):
                cursor.execute(statement, values)
        rows.update(counted_at=now, seconds=time.monotonic() - began)
    return True


def _make_room() -> None:
    """Let the statements of this transaction have the memory and the time that counting takes."""
    with connection.cursor() as cursor:
        for name, value in SETTINGS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _kept(now) -> list[CountedPeriod]:
    """Return the row of each period from the first case on to the running ones; makes those that are missing."""
    kept = list(CountedPeriod.objects.all())
    known = {row.period for row in kept}
    today, first = (at.astimezone(CITY_TZ).date() for at in (now, reading.first_report() or now))
    new = []
    for kind in periods.KINDS:
        period = Period.containing(kind, today)
        while period.last >= first:
            if period not in known:
                new.append(CountedPeriod(kind=kind, first=period.first))
            period = period.previous
    CountedPeriod.objects.bulk_create(new, ignore_conflicts=True)
    return kept + new


# --- the statements --------------------------------------------------------------------------------------------------


def _cases(period: Period, now) -> tuple[str, list]:
    """Return the statement that counts cases by unit and by category, with its values.

    Each case becomes one row that says by which counts it is counted; then each unit on its path takes it once.
    """
    window = Window.of(period, now)
    parts, values = [], []
    for tally in TALLIES.values():
        sql, given = _rows(tally, window)
        named = ", ".join(["case_id", *PLACES, "category_id", *tally.counts])
        flags = ", ".join(name if name in tally.counts else f"FALSE AS {name}" for name in COUNTS)
        parts.append(f"SELECT case_id, {', '.join(PLACES)}, category_id, {flags} FROM ({sql}) AS one ({named})")
        values += given
    keys = ", ".join(["case_id", *PLACES, "category_id"])
    facts = (
        f"SELECT {keys}, {', '.join(f'bool_or({name}) AS {name}' for name in COUNTS)}"
        f" FROM ({' UNION ALL '.join(parts)}) AS every GROUP BY {keys}"
    )
    of_units = f"SELECT unit_id, {_counted(COUNTS)} FROM facts, {_units(PLACES)} GROUP BY unit_id"
    of_categories = (
        f"SELECT unit_id, category_id, {_counted(('due', 'due_late'))} FROM facts, {_units(PLACES)}"
        " AND due AND category_id IS NOT NULL GROUP BY unit_id, category_id"
        f" HAVING min(depth) < {len(PLACES)} OR bool_or(due_late)"  # of a grid only what its community names
    )
    units, unit_values = _store(UnitSum, ["unit_id"], COUNTS, of_units, period)
    categories, category_values = _store(
        CategorySum, ["unit_id", "category_id"], ("due", "due_late"), of_categories, period
    )
    return (
        f"WITH facts AS MATERIALIZED ({facts}), {units}, {categories} SELECT 1",
        [*values, *unit_values, *category_values],
    )


def _steps(period: Period, now) -> tuple[str, list]:
    """Return the statement that counts who passed each step, and how long it took them, by unit."""
    rows = measures.passed(Window.of(period, now)).order_by()
    case = [F(f"case__{name}") for name in ABOVE_THE_LOWEST]
    sql, values = rows.values_list("case_id", *case, "stage", F("stopped_at") - F("started_at")).query.sql_with_params()
    counted = (
        "SELECT unit_id, stage, count(DISTINCT case_id)::integer AS passed,"
        " percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS half,"
        " percentile_cont(0.9) WITHIN GROUP (ORDER BY took) AS nine_tenths"
        f" FROM ({sql}) AS one (case_id, {', '.join(ABOVE_THE_LOWEST)}, stage, took), {_units(ABOVE_THE_LOWEST)}"
        " GROUP BY unit_id, stage"
    )
    steps, step_values = _store(StepSum, ["unit_id", "stage"], ("passed", "half", "nine_tenths"), counted, period)
    return f"WITH {steps} SELECT 1", [*values, *step_values]


def _rows(tally, window: Window) -> tuple[str, tuple]:
    """Return the query of a tally's rows: the case, its path, its category, and whether each condition holds."""
    conditions = {
        f"is_{name}": ExpressionWrapper(condition, BooleanField()) for name, condition in tally.counts.items()
    }
    case = [tally.of("id"), *(tally.of(name) for name in PLACES), tally.of("category_id")]
    return tally.rows(window).order_by().annotate(**conditions).values_list(*case, *conditions).query.sql_with_params()


def _units(places: list[str]) -> str:
    """Return what gives each unit on a path, the district at depth 1, and begins the conditions."""
    return f"unnest(ARRAY[{', '.join(places)}]) WITH ORDINALITY AS unit (unit_id, depth) WHERE unit_id IS NOT NULL"


def _counted(names) -> str:
    return ", ".join(f"(count(*) FILTER (WHERE {name}))::integer AS {name}" for name in names)


def _store(model, keys: list[str], counts, counted: str, period: Period) -> tuple[str, list]:
    """Return the parts of a WITH that make a table say what a query counted, writing only rows that changed."""
    table = model._meta.db_table
    name = table.removeprefix("cases_")
    key, columns = ", ".join(keys), ", ".join([*keys, *counts])
    there = "kind = %s AND first = %s"
    same = " AND ".join(f"old.{one} = gone.{one}" for one in keys)
    # What a WITH will hold is not known to the planner, which would compare each row with each: hence EXCEPT both ways.
    sql = (
        f"{name} AS MATERIALIZED ({counted}),"
        f" {name}_gone AS MATERIALIZED (SELECT {key} FROM {table} WHERE {there} EXCEPT SELECT {key} FROM {name}),"
        f" {name}_less AS (DELETE FROM {table} AS old USING {name}_gone AS gone WHERE {there} AND {same}),"
        f" {name}_new AS (INSERT INTO {table} (kind, first, {columns})"
        f" SELECT %s, %s::date, {columns} FROM"
        f" (SELECT {columns} FROM {name} EXCEPT SELECT {columns} FROM {table} WHERE {there}) AS changed"
        f" ON CONFLICT (kind, first, {key}) DO UPDATE SET"
        f" {', '.join(f'{one} = EXCLUDED.{one}' for one in counts)})"
    )
    return sql, [period.kind, period.first] * 4
