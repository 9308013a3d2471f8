"""Weeks, months, quarters and years of the city's calendar."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from cases.periods import MONTH, QUARTER, WEEK, YEAR, Period

CITY = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_it_knows_its_first_and_last_day(kind, first, last):
    period = Period.containing(kind, date(2026, 11, 25))

    assert (period.first, period.last) == (first, last)


def test_it_steps_over_the_turn_of_the_year():
    assert Period.containing(MONTH, date(2026, 1, 15)).previous.first == date(2025, 12, 1)
    assert Period.containing(QUARTER, date(2026, 11, 1)).next.first == date(2027, 1, 1)


def test_it_is_half_open():
    week = Period(WEEK, date(2026, 11, 16))

    assert week.end == week.next.start == datetime(2026, 11, 23, tzinfo=CITY)
    assert not week.is_running(week.end)


@pytest.mark.parametrize(
    ("now", "first"), [(datetime(2026, 11, 23, 15, 28, tzinfo=CITY), 16), (datetime(2026, 11, 26, 9, tzinfo=CITY), 23)]
)
def test_a_week_just_begun_is_not_opened_with(now, first):
    assert Period.to_open_with(WEEK, now).first == date(2026, 11, first)


def test_a_trend_ends_with_the_period_itself():
    series = Period(WEEK, date(2026, 11, 16)).series()

    assert len(series) == 12
    assert series[-1] == Period(WEEK, date(2026, 11, 16))
    assert all(later == earlier.next for earlier, later in pairwise(series))


def test_it_speaks_of_this_and_last():
    now = datetime(2026, 11, 23, 9, tzinfo=CITY)

    with translation.override("en"):
        assert Period(WEEK, date(2026, 11, 23)).word(now) == "This week"
        assert Period(WEEK, date(2026, 11, 16)).word(now) == "Last week"
        assert Period(WEEK, date(2026, 11, 9)).word(now) == "Week 46 of 2026"
