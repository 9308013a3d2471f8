"""Where the figures of a page come from: the sums, the cases as they stand, or both while a period is young."""

from datetime import datetime, timedelta

import pytest

from cases import sums
from cases.dashboards import figures
from cases.deadlines import CITY_TZ
from cases.models import Case, CountedPeriod, UnitSum
from cases.periods import WEEK, Period
from cases.sums import reading, rhythm
from cases.workflow import State


@pytest.fixture
def week(now):
    return Period(WEEK, now.date())


@pytest.fixture
def counted(city, week, count):
    count(week)
    return city


class TestStanding:
    def test_without_any_sums_all_is_counted_now(self, city, week, now):
        assert reading.standing(week.series(), now) == reading.Standing((), tuple(week.series()), None)

    def test_with_every_period_counted_all_is_read(self, counted, week, now):
        assert reading.standing(week.series(), now) == reading.Standing(tuple(week.series()), (), now)

    def test_a_week_that_began_since_is_counted_now_and_the_others_are_read(self, counted, week):
        series, monday = week.next.series(), week.end + timedelta(hours=9)
        sums.recount(week, week.end + rhythm.LONGEST_TASK)

        assert reading.standing(series, monday) == reading.Standing(tuple(series[:-1]), (week.next,), None)

    def test_a_week_that_ended_since_it_was_counted_is_counted_now_too(self, counted, week):
        series, monday = week.next.series(), week.end + timedelta(minutes=1)

        assert reading.standing(series, monday) == reading.Standing(tuple(series[:-2]), (week, week.next), None)

    def test_what_a_task_of_the_last_minutes_may_still_write_is_waited_for(self, counted, week):
        series, monday = week.next.series(), week.end + timedelta(hours=9)
        sums.recount(week, week.end + timedelta(minutes=1))

        assert reading.standing(series, monday).live == (week, week.next)

    def test_a_running_week_counted_long_ago_is_counted_now(self, counted, week, now):
        series = week.series()

        assert reading.standing(series, now + timedelta(minutes=14)).live == ()
        assert reading.standing(series, now + timedelta(minutes=15)).live == (week,)
        assert reading.counted_at(week, now + timedelta(minutes=15)) is None

    def test_what_takes_long_to_count_is_read_for_twice_its_turn(self, counted, week, now):
        CountedPeriod.objects.filter(kind=WEEK, first=week.first).update(seconds=15)

        assert reading.standing(week.series(), now + timedelta(minutes=49)).live == ()
        assert reading.standing(week.series(), now + timedelta(minutes=50)).live == (week,)

    def test_with_an_older_period_missing_nothing_is_read(self, counted, week, now):
        CountedPeriod.objects.filter(kind=WEEK, first=week.step(-3).first).update(counted_at=None)

        assert reading.standing(week.series(), now).stored == ()

    def test_before_the_first_case_there_is_nothing_to_count(self, report, week, now):
        report("A01", at=now - timedelta(days=9))
        sums.sweep(now)

        assert CountedPeriod.objects.filter(kind=WEEK).count() == 3
        assert reading.standing(week.series(), now).stored == tuple(week.series())

    def test_a_case_from_before_the_first_period_counted_makes_all_count_now(self, report, week, now):
        report("A01", at=now - timedelta(days=9))
        sums.sweep(now)
        report("A01", at=now - timedelta(days=60))

        assert reading.standing(week.series(), now).stored == ()
        sums.sweep(now + timedelta(minutes=1))
        assert reading.standing(week.series(), now).stored == tuple(week.series())


class TestFigures:
    def test_they_stay_as_counted_while_cases_change(self, counted, week, now):
        before = figures.of(counted.street, week, now)

        Case.objects.update(state=State.VOIDED, closed_at=None, merged_into=None, owing=[])

        after = figures.of(counted.street, week, now)
        assert (after.rates, after.by_child, after.passed) == (before.rates, before.by_child, before.passed)
        assert after.waiting != before.waiting  # what stands now is never stored

    def test_a_week_that_has_just_begun_is_counted_beside_the_stored_ones(self, counted, report, week):
        monday = week.end + timedelta(hours=9)
        sums.recount(week, week.end + rhythm.LONGEST_TASK)
        report("A01", at=monday)

        found = figures.of(counted.street, week.next, monday + timedelta(minutes=1))

        assert found.rates["self_found"][week.next].whole == 1
        assert found.rates["self_found"][week].whole == reading.counts(counted.street, [week])[0][week]["reported"]
        assert found.counted_at is None

    def test_a_case_of_yesterday_is_not_seen_before_the_next_count(self, counted, report, week, now):
        before = figures.of(counted.street, week, now).rates["self_found"][week]
        report("A01", at=now)

        assert figures.of(counted.street, week, now).rates["self_found"][week] == before
        sums.sweep(now + timedelta(minutes=10))
        after = figures.of(counted.street, week, now + timedelta(minutes=10)).rates["self_found"][week]
        assert after.whole == before.whole + 1


class TestRhythm:
    """Each moment is of Tuesday 24 November 2026 in the city."""

    @pytest.fixture
    def at(self):
        return lambda hour, minute=0, day=24: datetime(2026, 11, day, hour, minute, tzinfo=CITY_TZ)

    @pytest.fixture
    def running(self, at):
        return lambda counted_at, seconds=0.5: CountedPeriod(
            kind=WEEK, first=at(0, day=23).date(), counted_at=counted_at, seconds=seconds
        )

    @pytest.fixture
    def past(self, at):
        return lambda counted_at: CountedPeriod(kind=WEEK, first=at(0, day=16).date(), counted_at=counted_at)

    def test_a_running_week_of_a_small_city_is_counted_every_minute(self, running, at):
        assert not rhythm.is_due(running(at(10)), at(10) + timedelta(seconds=30))
        assert rhythm.is_due(running(at(10)), at(10, 1))

    def test_what_takes_six_seconds_is_counted_every_ten_minutes(self, running, at):
        assert not rhythm.is_due(running(at(10), seconds=6), at(10, 9))
        assert rhythm.is_due(running(at(10), seconds=6), at(10, 10))

    def test_a_week_that_was_never_counted_is_due(self, past, at):
        assert rhythm.is_due(past(None), at(10))

    def test_a_week_counted_before_its_end_is_due_once_every_task_of_it_is_over(self, past, at):
        assert not rhythm.is_due(past(at(23, 59, day=22)), at(0, 9, day=23))
        assert rhythm.is_due(past(at(23, 59, day=22)), at(0, 10, day=23))
        assert rhythm.is_due(past(at(0, 9, day=23)), at(0, 10, day=23))
        assert not rhythm.is_due(past(at(0, 10, day=23)), at(0, 11, day=23))

    def test_a_week_counted_in_the_minutes_after_its_end_is_counted_again_by_the_command(self, past, at):
        week = past(at(0, 1, day=23))

        assert rhythm.stale([week], at(0, 30, day=23)) == [week.period]

    def test_a_past_week_is_counted_again_at_night_and_once_a_night(self, past, at):
        assert not rhythm.is_due(past(at(3, day=23)), at(0, 59))
        assert rhythm.is_due(past(at(3, day=23)), at(1))
        assert not rhythm.is_due(past(at(1)), at(3))
        assert not rhythm.is_due(past(at(3, day=23)), at(5))

    def test_the_running_ones_come_first_and_new_ones_before_old_ones(self, past, running, at):
        year = CountedPeriod(kind="year", first=at(0).date().replace(month=1, day=1))
        older = CountedPeriod(kind=WEEK, first=at(0, day=9).date())

        found = rhythm.due([older, past(None), year, running(None)], at(10))

        assert found == [running(None).period, year.period, past(None).period, older.period]


class TestSweep:
    @pytest.fixture(autouse=True)
    def _since_september(self, report, now):
        report("A01", at=now - timedelta(days=60))

    def test_it_counts_all_of_a_small_city_in_one_go_and_then_rests(self, now):
        counted = sums.sweep(now, seconds=600)

        assert counted == CountedPeriod.objects.filter(counted_at=now).count() == CountedPeriod.objects.count()
        assert UnitSum.objects.exists()
        assert sums.sweep(now + timedelta(seconds=20)) == 0

    def test_it_stops_when_its_time_is_over_and_goes_on_next_time(self, now):
        assert sums.sweep(now, seconds=0) == 1
        assert sums.sweep(now, seconds=0) == 1
        assert CountedPeriod.objects.filter(counted_at=now).count() == 2


def test_without_a_case_the_running_periods_are_counted(world, now):
    assert sums.sweep(now) == 4
    assert not UnitSum.objects.exists()
