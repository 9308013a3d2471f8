"""Tries are counted in the database: for all processes, within a sliding window, without anybody's number."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from residents import counting
from residents.models import Tally

HOURLY = counting.Limit("guess", most=5, window=timedelta(hours=1))
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def tries(subject: str, times: int, now: datetime = NOON) -> list[bool]:
    return [counting.take(HOURLY, subject, now=now) for _time in range(times)]


def test_the_sixth_try_of_five_is_one_too_many():
    assert tries("ZZ1", 6) == [True] * 5 + [False]


def test_each_subject_and_each_kind_has_tries_of_its_own():
    tries("ZZ1", 6)

    assert tries("ZZ2", 1) == [True]
    assert counting.take(counting.Limit("other", 5, HOURLY.window), "ZZ1", now=NOON)


def test_several_kinds_are_counted_at_once_each_in_its_own_window(django_assert_num_queries):
    daily = counting.Limit("guess-a-day", most=5, window=timedelta(days=1))
    tries("ZZ1", 2, NOON - timedelta(minutes=30))
    for hours in (2, 3, 30):
        counting.tally(daily, "ZZ1", now=NOON - timedelta(hours=hours))
    with django_assert_num_queries(2):
        counts = counting.tallies([(daily, "ZZ1"), (HOURLY, "ZZ1"), (HOURLY, "ZZ2")], now=NOON)

    assert counts == [3, 3, 1]
    assert counting.count(HOURLY, "ZZ1", now=NOON) == 3


@pytest.mark.parametrize(("minutes", "may"), [(1, False), (49, False), (70, True)])
def test_tries_count_for_the_window_and_not_much_longer(minutes, may):
    tries("ZZ1", 5)

    assert counting.take(HOURLY, "ZZ1", now=NOON + timedelta(minutes=minutes)) is may


def test_a_right_try_is_given_back():
    for _time in range(20):
        assert counting.take(HOURLY, "ZZ1", now=NOON)
        counting.give_back(HOURLY, "ZZ1", now=NOON)

    assert counting.count(HOURLY, "ZZ1", now=NOON) == 0


def test_the_subject_cannot_be_read_from_the_table():
    tries("13800138000", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(tally::text, ' ') FROM residents_tally tally")
        assert "13800138000" not in cursor.fetchone()[0]


def test_what_no_window_looks_at_is_forgotten():
    tries("ZZ1", 1, NOON - timedelta(days=2000))
    tries("ZZ2", 1, datetime.now(UTC))

    assert counting.forget_old(datetime.now(UTC)) == 1

    assert Tally.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_the_same_moment_five_pass():
    def one(_number: int) -> bool:
        try:
            return counting.take(HOURLY, "ZZ1", now=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(20))) == 5
