"""The calendars kept in the database: exceptions, hours of the city and of a district, and how long they are kept."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from cases import office
from cases.deadlines import CITY_HOURS, Limit, due
from cases.models import OfficeHours, WorkdayOverride
from grids.models import Grid
from zhengzhou_grid.lib import snapshot

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_snapshot():
    office.forget()
    yield
    office.forget()


def test_it_uses_the_usual_hours_while_the_tables_are_empty():
    assert office.calendar().segments == CITY_HOURS
    assert due(MONDAY, Limit(1, "D"), office.calendar()) == datetime(2026, 11, 24, 17, tzinfo=SHANGHAI)


def test_it_follows_the_exceptions_of_the_city():
    WorkdayOverride.objects.create(date=date(2026, 11, 24), is_workday=False, name="heavy snow")
    assert due(MONDAY, Limit(1, "D"), office.calendar()) == datetime(2026, 11, 25, 17, tzinfo=SHANGHAI)


def test_it_follows_the_hours_of_the_city():
    OfficeHours.objects.create(opens=time(14), closes=time(18))
    OfficeHours.objects.create(opens=time(8), closes=time(12))
    assert office.calendar().segments == ((time(8), time(12)), (time(14), time(18)))
    assert office.calendar(district_id=1).segments == office.calendar().segments


def test_it_lets_a_district_have_hours_of_its_own():
    district = Grid.objects.create(code="410102", name="中原区", full_name="中原区", name_en="Zhongyuan District")
    OfficeHours.objects.create(district=district, opens=time(8, 30), closes=time(16, 30))
    assert office.calendar(district.pk).segments == ((time(8, 30), time(16, 30)),)
    assert office.calendar().segments == CITY_HOURS


def test_it_joins_segments_that_overlap():
    assert office.union([(time(11), time(17)), (time(9), time(12)), (time(17), time(18))]) == ((time(9), time(18)),)


def test_it_reads_the_tables_once_and_again_when_told_to_forget(django_assert_num_queries):
    with django_assert_num_queries(2):
        office.calendar()
        office.calendar(district_id=1)
        office.years_to_import(MONDAY)
    OfficeHours.objects.create(opens=time(8), closes=time(18))
    assert office.calendar().segments == CITY_HOURS
    office.forget()
    assert office.calendar().segments == ((time(8), time(18)),)


def test_it_reads_the_tables_again_after_a_minute(monkeypatch):
    seconds = 1000.0
    monkeypatch.setattr(snapshot.time, "monotonic", lambda: seconds)
    office.calendar()
    OfficeHours.objects.create(opens=time(8), closes=time(18))
    seconds += 59
    assert office.calendar().segments == CITY_HOURS
    seconds += 1
    assert office.calendar().segments == ((time(8), time(18)),)


def test_it_names_the_years_whose_holidays_are_missing():
    assert office.years_to_import(MONDAY) == (2027,)
    assert office.years_to_import(datetime(2026, 6, 1, tzinfo=SHANGHAI)) == ()


@pytest.mark.parametrize(("opens", "closes"), [(time(12), time(9)), (time(9), time(9))])
def test_it_refuses_hours_that_close_before_they_open(opens, closes):
    with pytest.raises(IntegrityError, match="open_before_they_close"):
        OfficeHours.objects.create(opens=opens, closes=closes)


def test_it_refuses_the_same_opening_twice():
    OfficeHours.objects.create(opens=time(9), closes=time(12))
    with pytest.raises(IntegrityError, match="open_once"):
        OfficeHours.objects.create(opens=time(9), closes=time(13))
