"""Which days are working days: the city's table, the published calendar, and the guess for years without one."""

from datetime import date, timedelta

import pytest

from cases.workdays import is_workday, years_without_official_calendar


def entered_notice(year, days_off):
    return {date(year, 2, 1) + timedelta(days=n): False for n in range(days_off)}


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 14), True),  # Saturday, make-up work
        (date(2026, 2, 28), True),
        (date(2026, 10, 10), True),
        (date(2026, 9, 20), True),  # Sunday, make-up work
        (date(2026, 1, 4), True),
    ],
)
def test_it_follows_the_published_calendar(day, works):
    assert is_workday(day) is works


def test_it_counts_248_working_days_in_2026():
    assert sum(is_workday(date(2026, 1, 1) + timedelta(days=n)) for n in range(365)) == 248


def test_it_lets_the_table_of_the_city_win():
    overrides = {date(2026, 11, 23): False, date(2026, 11, 22): True, date(2027, 1, 1): True}
    assert not is_workday(date(2026, 11, 23), overrides)
    assert is_workday(date(2026, 11, 22), overrides)
    assert is_workday(date(2027, 1, 1), overrides)
    assert is_workday(date(2026, 11, 24), overrides)


@pytest.mark.parametrize("year", [2003, 2027, 2040])
def test_it_guesses_a_year_nobody_has_published(year):
    days_off = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    for n in range(365):
        day = date(year, 1, 1) + timedelta(days=n)
        assert is_workday(day) is (day.weekday() < 5 and (day.month, day.day) not in days_off)


def test_it_names_the_years_it_has_to_guess():
    assert years_without_official_calendar([2028, 2026, 2027, 2027]) == (2027, 2028)
    assert years_without_official_calendar(range(2004, 2027)) == ()


def test_it_knows_a_year_once_its_days_off_are_entered():
    assert years_without_official_calendar([2027], entered_notice(2027, 13)) == ()
    assert years_without_official_calendar([2028], entered_notice(2027, 13)) == (2028,)


def test_it_still_warns_when_only_a_few_days_of_a_year_are_entered():
    assert years_without_official_calendar([2027], entered_notice(2027, 12)) == (2027,)
    make_up_days = dict.fromkeys(entered_notice(2027, 20), True)
    assert years_without_official_calendar([2027], make_up_days) == (2027,)
