"""Which days are working days: the city's own table, else the published calendar, else a plain guess. No ORM.

The package `chinese_calendar` knows the notices of the State Council up to its last year (2026 in 1.11.0) and raises
NotImplementedError beyond it. Deadlines cross into years that nobody has published yet, so a missing year is guessed,
never refused; `years_without_official_calendar` tells pages to say so.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import chinese_calendar

NO_OVERRIDES: Mapping[date, bool] = MappingProxyType({})

# 全国年节及纪念日放假办法 (2024 revision): the public holidays that do not follow the moon or the sun.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

# The same rule gives 13 days off a year. With fewer in the table, the year's notice has not been entered.
STATUTORY_DAYS_OFF = 13


def is_workday(day: date, overrides: Mapping[date, bool] = NO_OVERRIDES) -> bool:
    """Say whether offices work on the day. `overrides` maps days to True (work) or False (rest) and wins."""
    decided = overrides.get(day)
    return _is_workday_by_default(day) if decided is None else decided


def years_without_official_calendar(
    years: Iterable[int], overrides: Mapping[date, bool] = NO_OVERRIDES
) -> tuple[int, ...]:
    """Return those of the years, in order, whose working days are guessed.

    A year the package lacks counts as known once the overrides name at least the statutory 13 days off in it;
    a single local closing day does not hide the gap.
    """
    return tuple(
        year
        for year in sorted(set(years))
        if not _is_published(year)
        and sum(day.year == year and not works for day, works in overrides.items()) < STATUTORY_DAYS_OFF
    )


# The package looks through all its holidays on each call; a due date of 20 days asks about thirty days.
@lru_cache(maxsize=8192)
def _is_workday_by_default(day: date) -> bool:
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS


@lru_cache(maxsize=64)
def _is_published(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
