"""Writes a city's cases of three years into empty tables; the same seed and moment give the same cases."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from cases import office
from cases.city import hands, making, mix
from cases.city.copying import bare
from cases.city.making import MODELS, Maker, Stretch
from cases.city.people import People
from cases.city.times import on_step
from cases.codes import CITY_TIME
from cases.models import Case, CaseDay
from zhengzhou_grid.lib import planner

DAYS = 3 * 365
STRETCH = 5_000  # cases made at a time, or a few more: a stretch ends with a day


class NotEmpty(Exception):
    """There are cases in this database."""


def load(
    count: int, *, seed: int, now: datetime, busy: str = "", tell: Callable[[int], None] = lambda done: None
) -> dict[str, int]:
    """Write cases with their events, clocks and ratings into empty tables, and return how many rows each table got.

    Every fifth case lies below the code `busy`, if one is given. `tell` hears how many cases are done. Many cases are
    made by as many processes as there are processors. Raises NotEmpty, NoCity.
    """
    now = on_step(now)
    days = list(reported(count, now))
    with transaction.atomic():
        if Case.objects.exists():
            raise NotEmpty("There are cases in this database. Load a city into a database of its own.")
        maker = Maker(seed, now, People(), office.calendar(), busy)
        first = _next_case()
        with bare(*MODELS):
            rows = _write(maker, stretches(first, days), tell)
        _continue_counting(first + count, days)
    planner.learn(*MODELS, CaseDay)
    return rows


def reported(count: int, now: datetime) -> Iterator[tuple[date, int]]:
    """Yield the days up to now, each with how many cases are reported on it: more in winter and on Mondays."""
    today = now.astimezone(CITY_TIME).date()
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    weights = [mix.MONTHS[day.month - 1] * mix.WEEKDAYS[day.weekday()] for day in days]
    share, owed, left = count / sum(weights), 0.0, count
    for day, weight in zip(days, weights, strict=True):
        owed += weight * share
        number = left if day == today else min(left, int(owed))
        owed, left = owed - number, left - number
        if number:
            yield day, number


def stretches(first: int, days: list[tuple[date, int]]) -> Iterator[Stretch]:
    """Yield the days in stretches that are made one apart from the other; the ids of cases count from `first`."""
    taken: list[tuple[date, int]] = []
    for day in days:
        taken.append(day)
        stretch = Stretch(first, taken)
        if stretch.count >= STRETCH or day is days[-1]:
            yield stretch
            first, taken = first + stretch.count, []


def _write(maker: Maker, stretches: Iterator[Stretch], tell) -> dict[str, int]:
    copies, rows, done = making.copies(), dict.fromkeys((model._meta.db_table for model in MODELS), 0), 0
    for made in hands.made(maker, list(stretches)):
        for copy, text in zip(copies, made.texts, strict=True):
            copy.send(text)
            rows[copy.table] += text.count("\n")
        done += made.count
        tell(done)
    return rows


def _next_case() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('cases_case', 'id'))")
        return cursor.fetchone()[0]


def _continue_counting(next_case: int, days: list[tuple[date, int]]) -> None:
    """Let the next case and the next number of each day follow those loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), %s, false)", [next_case])
    CaseDay.objects.follow({f"{day:%Y%m%d}": number for day, number in days})
