"""The arithmetic of deadlines: the city's nine examples, and what must hold for every start, limit and calendar."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from cases.deadlines import (
    Limit,
    NoOfficeTime,
    OfficeCalendar,
    due,
    half,
    share,
    shift,
    warn,
    working_minutes_between,
)
from cases.ladder import moments as ladder
from cases.workdays import is_workday

SHANGHAI = ZoneInfo("Asia/Shanghai")
CITY = OfficeCalendar(is_workday)
EVENING = OfficeCalendar(
    is_workday, ((time(8, 30), time(11, 30)), (time(14), time(17, 30)), (time(19), time(21))), SHANGHAI
)
ONE_SPAN = OfficeCalendar(partial(is_workday, overrides={date(2026, 11, 25): False}), ((time(7), time(15, 10)),))


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def limit(text):
    return Limit.parse(text)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(SHANGHAI))
calendars = st.sampled_from([CITY, EVENING, ONE_SPAN])
hours = st.integers(1, 60)
days = st.integers(1, 25)
limits = st.one_of(
    st.builds(Limit, st.integers(1, 90), st.just("m")),
    st.builds(Limit, hours, st.sampled_from("EH")),
    st.builds(Limit, days, st.sampled_from("DC")),
)
office_limits = st.builds(Limit, days, st.sampled_from("HD"))
holds = settings(max_examples=40, deadline=None, database=None)


# The examples of the city


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2026-09-30 16:00", "8H", "2026-10-08 17:00"),
        ("2026-09-30 16:00", "2D", "2026-10-09 17:00"),
        ("2026-09-30 16:00", "3D", "2026-10-10 17:00"),  # a Saturday, make-up work
        ("2026-02-13 17:30", "1D", "2026-02-14 17:00"),  # a Saturday, make-up work
        ("2026-02-14 15:00", "4H", "2026-02-24 11:00"),
        ("2026-09-20 09:00", "4H", "2026-09-20 14:00"),  # a Sunday, make-up work
        ("2026-11-23 16:00", "4H", "2026-11-24 12:00"),
        ("2026-11-27 16:00", "2D", "2026-12-01 17:00"),  # from a Friday
        ("2026-11-23 10:00", "20D", "2026-12-21 17:00"),
    ],
)
def test_it_agrees_with_the_examples_of_the_city(start, text, expected):
    assert due(local(start), limit(text), CITY) == local(expected)


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2026-10-02 23:50", "30m", "2026-10-03 00:20"),  # emergencies run at night and on holidays
        ("2026-10-02 23:50", "24E", "2026-10-03 23:50"),
        ("2026-11-23 09:00", "3H", "2026-11-23 12:00"),  # the last moment before lunch, not the first after it
        ("2026-11-23 12:20", "1H", "2026-11-23 14:00"),  # during lunch
        ("2026-11-23 06:00", "1H", "2026-11-23 10:00"),  # before opening
        ("2026-11-21 11:00", "7H", "2026-11-23 17:00"),  # on a Saturday
        ("2026-11-23 06:00", "1D", "2026-11-24 17:00"),  # days start on the next day even before opening
        ("2026-11-21 11:00", "1D", "2026-11-23 17:00"),
        ("2026-11-23 10:00", "60C", "2027-01-22 17:00"),
        ("2026-11-23 23:59", "1C", "2026-11-24 17:00"),
        ("2026-11-24 00:01", "1C", "2026-11-25 17:00"),
        ("2026-12-31 16:00", "2H", "2027-01-04 10:00"),  # the year nobody has published: 1.1 is still a day off
        ("2026-12-30 10:00", "3D", "2027-01-05 17:00"),
    ],
)
def test_it_counts_each_clock_in_its_own_way(start, text, expected):
    assert due(local(start), limit(text), CITY) == local(expected)


def test_it_skips_every_break_of_a_day_with_three_segments():
    assert due(local("2026-11-23 11:00"), limit("5H"), EVENING) == local("2026-11-23 20:00")
    assert due(local("2026-11-23 11:00"), limit("6H"), EVENING) == local("2026-11-23 21:00")
    assert due(local("2026-11-23 11:00"), limit("7H"), EVENING) == local("2026-11-24 09:30")


def test_it_lets_the_table_of_the_city_close_an_office():
    assert due(local("2026-11-24 10:00"), limit("1D"), ONE_SPAN) == local("2026-11-26 15:10")


def test_it_takes_the_same_instant_in_any_time_zone():
    start = local("2026-11-23 00:30")  # still the day before in UTC
    assert due(start.astimezone(UTC), limit("2D"), CITY) == due(start, limit("2D"), CITY) == local("2026-11-25 17:00")


def test_it_answers_in_utc():
    assert due(local("2026-11-23 10:00"), limit("2D"), CITY).tzinfo is UTC


# What holds for every start, limit and calendar


@holds
@given(moments, limits, calendars)
def test_it_is_never_due_before_the_start(start, lim, calendar):
    assert due(start, lim, calendar) > start


@holds
@given(moments, moments, limits, calendars)
def test_it_is_due_no_earlier_for_a_later_start(a, b, lim, calendar):
    earlier, later = sorted((a, b))
    assert due(earlier, lim, calendar) <= due(later, lim, calendar)


@holds
@given(moments, limits, calendars)
def test_it_is_due_later_for_a_longer_limit(start, lim, calendar):
    assert due(start, lim, calendar) < due(start, Limit(lim.amount + 1, lim.unit), calendar)


@holds
@given(moments, days, days, st.sampled_from("mEHDC"), calendars)
def test_it_does_not_matter_in_how_many_parts_a_limit_is_counted(start, a, b, unit, calendar):
    in_two = due(due(start, Limit(a, unit), calendar), Limit(b, unit), calendar)
    assert in_two == due(start, Limit(a + b, unit), calendar)


@holds
@given(moments, office_limits, calendars)
def test_it_is_due_while_the_office_is_open_or_just_closing(start, lim, calendar):
    due_at = due(start, lim, calendar).astimezone(SHANGHAI)
    assert calendar.is_workday(due_at.date())
    assert any(opens < due_at.time() <= closes for opens, closes in calendar.segments)


@holds
@given(moments, days, calendars)
def test_it_ends_days_at_close_of_business(start, amount, calendar):
    due_at = due(start, Limit(amount, "D"), calendar).astimezone(SHANGHAI)
    assert due_at.time() == calendar.segments[-1][1]
    after = range(1, (due_at.date() - start.date()).days + 1)
    assert sum(calendar.is_workday(start.date() + timedelta(days=n)) for n in after) == amount


@holds
@given(moments, hours, calendars)
def test_it_spends_exactly_the_hours_of_the_limit(start, amount, calendar):
    assert working_minutes_between(start, due(start, Limit(amount, "H"), calendar), calendar) == amount * 60


@holds
@given(moments, limits, calendars, st.floats(0, 2), st.floats(0, 2))
def test_it_uses_a_limit_up_in_order(start, lim, calendar, a, b):
    less, more = sorted((a, b))
    assert start <= share(start, less, lim, calendar) <= share(start, more, lim, calendar)
    assert share(start, 1, lim, calendar) == due(start, lim, calendar)


@holds
@given(moments, limits, calendars)
def test_it_warns_between_the_start_and_the_deadline(start, lim, calendar):
    assert start <= warn(start, lim, calendar) <= due(start, lim, calendar)


@holds
@given(moments, limits, calendars)
def test_it_climbs_the_ladder_upwards_only(start, lim, calendar):
    rungs = ladder(start, lim, calendar)
    assert len(rungs) == 4
    assert list(rungs) == sorted(rungs)
    assert rungs[1] == due(start, lim, calendar)
    assert rungs[2] > rungs[1]


@holds
@given(moments, moments, moments, calendars)
def test_it_adds_up_working_time(a, b, c, calendar):
    a, b, c = (moment.replace(second=0, microsecond=0) for moment in (a, b, c))
    there = working_minutes_between(a, b, calendar)
    assert there + working_minutes_between(b, c, calendar) == working_minutes_between(a, c, calendar)
    assert there == -working_minutes_between(b, a, calendar)


@holds
@given(moments, st.lists(moments, min_size=3, max_size=3), limits, calendars)
def test_it_moves_a_deadline_as_far_for_two_pauses_that_meet_as_for_one(start, edges, lim, calendar):
    first, middle, last = sorted(edges)
    due_at = due(start, lim, calendar)
    in_two = shift(shift(due_at, first, middle, lim, calendar), middle, last, lim, calendar)
    assert in_two == shift(due_at, first, last, lim, calendar) >= due_at


@holds
@given(moments, limits, calendars, st.integers(0, 20 * 24 * 60))
def test_it_gives_a_case_paused_from_its_start_the_deadline_of_a_later_start(start, lim, calendar, minutes):
    resumed_at = start + timedelta(minutes=minutes)
    paused = shift(due(start, lim, calendar), start, resumed_at, lim, calendar)
    assert paused == due(resumed_at, lim, calendar)


@holds
@given(limits)
def test_it_reads_a_limit_as_it_wrote_it(lim):
    assert Limit.parse(str(lim)) == lim


# Warnings, the ladder, rework and pauses by example


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2026-11-23 09:00", "4H", "2026-11-23 11:00"),  # two hours left come before 80 %
        ("2026-11-23 09:00", "20H", "2026-11-25 11:00"),  # 80 % come first: 16 of 20 hours
        ("2026-11-23 09:00", "2H", "2026-11-23 10:36"),  # a short limit is not yellow from its start
        ("2026-11-23 22:00", "4E", "2026-11-24 00:00"),
        ("2026-11-23 22:00", "30m", "2026-11-23 22:24"),
        ("2026-11-23 10:00", "5D", "2026-11-27 17:00"),  # four of five days
        ("2026-11-23 10:00", "1D", "2026-11-24 15:36"),
    ],
)
def test_it_warns_at_four_fifths_or_two_hours_before(start, text, expected):
    assert warn(local(start), limit(text), CITY) == local(expected)


@pytest.mark.parametrize(
    ("start", "text", "rungs"),
    [
        ("2026-11-23 10:00", "1D", ["11-24 15:36", "11-24 17:00", "11-25 13:30", "11-25 17:00"]),
        ("2026-11-23 10:00", "5D", ["11-27 17:00", "11-30 17:00", "12-01 17:00", "12-03 17:00"]),
        ("2026-11-23 22:00", "4E", ["11-24 01:12", "11-24 02:00", "11-24 04:00", "11-24 06:00"]),
        ("2026-11-23 09:00", "4H", ["11-23 13:12", "11-23 14:00", "11-23 16:00", "11-24 10:00"]),
    ],
)
def test_it_places_the_rungs_of_the_ladder(start, text, rungs):
    assert list(ladder(local(start), limit(text), CITY)) == [local(f"2026-{rung}") for rung in rungs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10D", "5D"),
        ("3D", "2D"),
        ("1D", "4H"),
        ("9H", "5H"),
        ("6H", "4H"),
        ("24E", "12E"),
        ("4E", "4E"),
        ("60C", "30C"),
        ("1C", "1C"),
        ("600m", "300m"),
        ("30m", "240m"),
    ],
)
def test_it_halves_a_limit_for_rework_but_leaves_four_hours(text, expected):
    assert half(limit(text)) == limit(expected)


def test_it_moves_a_deadline_by_the_time_the_paused_clock_would_have_run():
    paused_at, resumed_at = local("2026-11-27 16:00"), local("2026-11-30 10:00")  # Friday to Monday
    due_at = local("2026-12-01 15:00")
    assert shift(due_at, paused_at, resumed_at, limit("8H"), CITY) == local("2026-12-01 17:00")
    assert shift(due_at, paused_at, resumed_at, limit("72E"), CITY) == local("2026-12-04 09:00")
    due_at = local("2026-12-01 17:00")
    assert shift(due_at, paused_at, resumed_at, limit("2D"), CITY) == local("2026-12-02 17:00")
    assert shift(due_at, paused_at, resumed_at, limit("60C"), CITY) == local("2026-12-04 17:00")


def test_it_extends_a_deadline_by_counting_on_from_it():
    due_at = due(local("2026-11-23 10:00"), limit("8H"), CITY)
    assert due(due_at, limit("2D"), CITY) == local("2026-11-26 17:00")


# What it refuses


@pytest.mark.parametrize("text", ["", "4", "H", "0H", "-1D", "4h", "1.5D", " 4H", "4H\n", "4H2D", "10000D", "４H"])
def test_it_refuses_text_that_is_not_a_limit(text):
    with pytest.raises(ValueError, match="not a limit"):
        Limit.parse(text)


@pytest.mark.parametrize(("amount", "unit"), [(0, "H"), (True, "H"), (1.5, "D"), (10_000, "D"), (1, "X"), (1, "EH")])
def test_it_refuses_a_limit_on_no_clock(amount, unit):
    with pytest.raises(ValueError, match="a limit's"):
        Limit(amount, unit)


def test_it_refuses_a_moment_without_a_time_zone():
    with pytest.raises(ValueError, match="naive"):
        due(datetime(2026, 11, 23, 10), limit("4H"), CITY)


def test_it_refuses_a_pause_that_ends_before_it_begins():
    later, earlier = local("2026-11-23 11:00"), local("2026-11-23 10:00")
    with pytest.raises(ValueError, match="pause"):
        shift(later, later, earlier, limit("4H"), CITY)


@pytest.mark.parametrize(
    "segments",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(13), time(17)), (time(9), time(12))),
        ((time(9), time(13)), (time(12), time(17))),
    ],
)
def test_it_refuses_office_hours_that_make_no_day(segments):
    with pytest.raises(ValueError, match="segments"):
        OfficeCalendar(is_workday, segments)


def test_it_counts_on_over_years_of_week_ends():
    assert due(local("2027-01-01 10:00"), limit("900D"), CITY) > local("2030-06-01 00:00")


def test_it_gives_up_on_a_calendar_without_working_days_instead_of_searching_for_ever():
    with pytest.raises(NoOfficeTime):
        due(local("2026-11-23 10:00"), limit("1H"), OfficeCalendar(lambda day: False))
