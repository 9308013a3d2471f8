"""The stored sums say what counting the cases says, whatever happens while they are counted."""

import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO

import psycopg2
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.models import F

from cases import lifecycle, measures, open_figures, permissions, sums
from cases.measures import Window
from cases.models import Case, CategorySum, CountedPeriod, StepSum, UnitSum
from cases.periods import MONTH, WEEK, Period
from cases.sums import counting, reading
from cases.workflow import Clock, State
from grids.models import Grid

TABLES = (UnitSum, CategorySum, StepSum)


def stored() -> list:
    """Return every row of the sums."""
    return [sorted(table.objects.values_list()) for table in TABLES]


def counted_at(period):
    return CountedPeriod.objects.get(kind=period.kind, first=period.first).counted_at


def places_on_disk() -> list:
    """Return where PostgreSQL keeps each row: a row that is written again moves."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT ctid::text FROM {table._meta.db_table} ORDER BY ctid")
            found.append(cursor.fetchall())
    return found


class TestEquality:
    def test_the_sums_of_each_unit_and_period_are_what_counting_its_cases_says(self, city, now, running, shown, count):
        periods = [period.step(-back) for period in running for back in (0, 1, 3)]
        asked = [(unit, period) for unit in Grid.objects.all() for period in periods]
        counted = [shown(unit, period) for unit, period in asked]

        count(*periods)

        assert all(at is None for _figures, at in counted)
        for (unit, period), (figures, _at) in zip(asked, counted, strict=True):
            from_sums, at = shown(unit, period)
            assert at == now, (unit.code, period)
            assert from_sums == figures, (unit.code, period)

    @pytest.mark.parametrize("kind", ["month", "quarter"])
    def test_the_open_figures_are_the_same_from_the_sums(self, city, now, running, kind, django_assert_num_queries):
        period = next(one for one in running if one.kind == kind).previous
        cache.clear()
        before = [open_figures.of(period, where, now) for where in (None, city.district)]

        sums.recount(period, now)
        cache.clear()

        assert [open_figures.of(period, where, now) for where in (None, city.district)] == before
        assert before[0].total.received.value > 5
        cache.clear()
        with django_assert_num_queries(3):
            open_figures.of(period, None, now)

    def test_the_city_has_something_for_each_count(self, city, running, count):
        years = running[-1].series()
        count(running[-1])

        counts = [reading.of_units([city.district.pk], year).get(city.district.pk) for year in years]
        assert {name for name in counting.COUNTS if not sum(each[name] for each in counts if each)} == set()

    def test_the_city_has_cases_that_a_meeting_moved_and_others_that_it_came_too_late_for(self, city, now):
        ever = Window(now - timedelta(days=1500), now, now)
        met = measures.runs([Clock.HANDLE], ever).filter(case__resolution_due_at__isnull=False)

        assert met.exclude(limit_at=F("due_at")).exists()
        assert met.filter(limit_at=F("due_at")).exclude(case__resolution_due_at=F("due_at")).exists()


class TestLaterChanges:
    @pytest.fixture
    def week(self, now):
        return Period(WEEK, now.date())

    @pytest.fixture
    def sums_of(self, world, week):
        return lambda: reading.of_units([world.street.pk], week).get(world.street.pk)

    def test_a_case_that_was_voided_leaves_the_sums(self, report, sums_of, week, now):
        case = report("A01", at=now - timedelta(hours=1))
        sums.recount(week, now)
        before = sums_of()

        Case.objects.filter(pk=case.pk).update(state=State.VOIDED)
        sums.recount(week, now + timedelta(minutes=5))

        assert (before["reported"], before["assigned"]) == (1, 1)
        assert (sums_of()["reported"], sums_of()["assigned"], sums_of()["ever_assigned"]) == (0, 0, 1)

    def test_a_unit_whose_last_case_left_has_no_row(self, report, sums_of, week, now):
        case = report("A01", at=now - timedelta(hours=1))
        sums.recount(week, now)

        Case.objects.filter(pk=case.pk).update(street=None, community=None, grid=None)
        sums.recount(week, now + timedelta(minutes=5))

        assert sums_of() is None

    def test_a_rating_is_counted_with_the_next_count(self, bring, sums_of, week, now):
        case = bring("closed", "A01", at=now - timedelta(hours=1))
        sums.recount(week, now)
        before = sums_of()

        later = now + timedelta(minutes=3)
        lifecycle.evaluate(case, solved="no", satisfaction="dissatisfied", by=permissions.REPORTER, now=later)
        sums.recount(week, now + timedelta(minutes=5))

        assert before["rated"] == 0
        assert (sums_of()["rated"], sums_of()["unsolved"], sums_of()["dissatisfied"]) == (1, 1, 1)

    def test_a_return_is_counted_with_the_next_count(self, bring, who, sums_of, week, now):
        case = bring("in_progress", at=now - timedelta(hours=1))
        sums.recount(week, now)
        before = sums_of()

        later = now + timedelta(minutes=3)
        case = lifecycle.request_return(case, reason="wrong_unit", note="不归我们。", by=who("cadre"), now=later)
        lifecycle.approve_return(case, note="同意。", by=who("street"), now=later)
        sums.recount(week, now + timedelta(minutes=5))

        assert before["returned"] == 0
        assert sums_of()["returned"] == 1


class TestCountingAgain:
    def test_it_gives_the_same_rows_and_writes_none(self, city, now, running, count):
        count(*running)
        rows, places = stored(), places_on_disk()

        count(*running, at=now + timedelta(seconds=1))

        assert stored() == rows
        assert places_on_disk() == places

    def test_an_older_moment_never_replaces_a_later_one(self, city, now, running):
        sums.recount(running[0], now)

        assert not sums.recount(running[0], now - timedelta(minutes=1))
        assert counted_at(running[0]) == now

    def test_what_cannot_be_counted_keeps_its_old_sums_and_stops_no_other(self, report, now, running):
        for _each in range(3):
            report("A01", at=now - timedelta(hours=1))
        sums.sweep(now)
        rows = stored()
        Case.objects.update(state=State.VOIDED)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                " $$BEGIN IF OLD.kind = 'week' THEN RAISE 'refused'; END IF; RETURN OLD; END$$;"
                "CREATE TRIGGER refuse BEFORE DELETE ON cases_stepsum FOR EACH ROW EXECUTE FUNCTION refuse()"
            )

        counted = sums.sweep(now + timedelta(hours=1))

        assert counted == 3
        assert [row for row in stored()[0] if WEEK in row] == [row for row in rows[0] if WEEK in row] != []
        assert counted_at(running[0]) == now
        assert counted_at(running[1]) == now + timedelta(hours=1)
        assert not StepSum.objects.filter(kind=MONTH, first=running[1].first).exists()


class TestCommand:
    def test_it_counts_what_was_never_counted_and_says_how_much(self, report):
        report("A01", at=datetime(2026, 9, 30, 4, tzinfo=UTC))
        out = StringIO()

        call_command("recount_figures", stdout=out)

        assert not CountedPeriod.objects.filter(counted_at=None).exists()
        assert f"{CountedPeriod.objects.count()} periods counted" in out.getvalue()

    def test_with_all_it_counts_past_periods_again(self, report, running):
        report("A01", at=datetime(2026, 9, 30, 4, tzinfo=UTC))
        call_command("recount_figures")
        old = counted_at(running[0].step(-5))

        call_command("recount_figures", "--all")

        assert counted_at(running[0].step(-5)) > old


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_a_period_that_is_being_counted_is_left_to_who_counts_it(self, world, now, running):
        with transaction.atomic():
            CountedPeriod.objects.create(kind=WEEK, first=running[0].first)
        with transaction.atomic():
            CountedPeriod.objects.select_for_update().get(kind=WEEK, first=running[0].first)

            assert in_a_thread(lambda: sums.recount(running[0], now, wait=False)) == [False]

    def test_two_who_count_at_once_leave_one_set_of_rows(self, city, now, running):
        sums.recount(running[-1], now - timedelta(minutes=1))
        rows = stored()
        TABLES[0].objects.all().delete()

        done = in_a_thread(*[lambda: sums.recount(running[-1], now)] * 2)

        assert sorted(done) == [False, True]
        assert stored() == rows

    def test_who_is_cut_off_in_the_middle_leaves_the_old_sums(self, world, report, now, running):
        report("A01", at=now - timedelta(hours=1))
        sums.recount(running[0], now)
        rows = stored()
        Case.objects.update(state=State.VOIDED)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS"
                " $$BEGIN PERFORM pg_sleep(60); RETURN OLD; END$$;"
                "CREATE TRIGGER linger BEFORE DELETE ON cases_stepsum FOR EACH ROW EXECUTE FUNCTION linger()"
            )

        try:
            cutter = threading.Thread(target=cut_off_who_lingers)
            cutter.start()
            given = in_a_thread(lambda: sums.recount(running[0], now + timedelta(hours=1)))
            cutter.join()
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP FUNCTION linger CASCADE")

        assert given == [OperationalError]
        assert stored() == rows
        assert counted_at(running[0]) == now


def cut_off_who_lingers() -> None:
    """End the connection of who sleeps in the middle of a statement, as soon as somebody does."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        other.autocommit = True
        for _try in range(300):
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event = 'PgSleep'"
            )
            if cursor.fetchall():
                return
            time.sleep(0.1)


def in_a_thread(*acts) -> list:
    """Do each at the same time over a connection of its own, and return what they gave, or how it failed."""
    given = []

    def run(act):
        try:
            given.append(act())
        except OperationalError as error:
            given.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given
