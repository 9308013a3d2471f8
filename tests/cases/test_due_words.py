"""Time as people say it, in Chinese and English."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from cases import due_words
from cases.deadlines import OfficeCalendar
from cases.workdays import is_workday

HERE = ZoneInfo("Asia/Shanghai")
CALENDAR = OfficeCalendar(is_workday)
NOW = datetime(2026, 11, 23, 15, 28, tzinfo=HERE)  # a Monday


def at(*moment):
    return datetime(*moment, tzinfo=HERE).astimezone(UTC)


@pytest.mark.parametrize(
    ("due_at", "en"),
    [
        (at(2026, 11, 23, 17, 0), "1 h 32 min left"),
        (at(2026, 11, 23, 15, 54), "26 min left"),
        (at(2026, 11, 23, 12, 0), "3 h 28 min late"),
        (at(2026, 11, 24, 17, 0), "1 working day left"),
        (at(2026, 11, 19, 17, 0), "2 working days late"),
        (at(2026, 12, 21, 17, 0), "20 working days left"),
        (at(2026, 11, 24, 2, 0), "10 h 32 min left"),
    ],
)
def test_it_says_what_is_left_or_how_late(due_at, en):
    with translation.override("en"):
        assert due_words.left(due_at, NOW, CALENDAR) == en


def test_a_weekend_between_is_told_in_hours_not_in_no_working_days():
    friday, saturday = at(2026, 11, 27, 17, 0), at(2026, 11, 28, 17, 0)

    with translation.override("en"):
        assert due_words.left(friday, saturday, CALENDAR) == "24 hours late"


@pytest.mark.parametrize(
    ("moment", "en"),
    [
        (at(2026, 11, 23, 17, 0), "today 17:00"),
        (at(2026, 11, 24, 9, 5), "tomorrow 09:05"),
        (at(2026, 11, 22, 22, 48), "yesterday 22:48"),
        (at(2026, 11, 20, 16, 0), "20 Nov 16:00"),
        (at(2025, 11, 20, 16, 0), "20 Nov 2025 16:00"),
    ],
)
def test_it_names_a_moment(moment, en):
    with translation.override("en"):
        assert due_words.moment(moment, NOW) == en


@pytest.mark.parametrize(
    ("limit", "en"),
    [("30m", "30 minutes"), ("1E", "1 hour"), ("4H", "4 working hours"), ("1D", "1 working day"), ("60C", "60 days")],
)
def test_it_reads_out_a_limit(limit, en):
    with translation.override("en"):
        assert due_words.limit(limit) == en


def test_a_long_stretch_round_the_clock_is_days_and_hours():
    with translation.override("en"):
        assert due_words.span(timedelta(days=3, hours=4, minutes=10)) == "3 days 4 hours"
