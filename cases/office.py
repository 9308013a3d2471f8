"""The calendars as the database has them, for the pure rules of deadlines.py and workdays.py.

Every transition needs a calendar and the tables change a few times a year, so each process keeps one immutable
snapshot for 60 seconds. A change of the tables is therefore seen by every process within a minute; the process that
made it calls `forget` and sees it at once. Stored due times are not recomputed by a change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from types import MappingProxyType

from django.utils.translation import gettext

from cases.deadlines import OfficeCalendar
from cases.due_words import At
from cases.models import OfficeHours, WorkdayOverride
from cases.workdays import is_workday, years_without_official_calendar
from zhengzhou_grid.lib.snapshot import Snapshot

LOOK_AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    overrides: Mapping[date, bool]
    city: OfficeCalendar
    by_district: Mapping[int, OfficeCalendar]


def calendar(district_id: int | None = None) -> OfficeCalendar:
    """Return the calendar of a district's offices, or of the city where the district has no hours of its own.

    Costs two queries at most once a minute per process.
    """
    current = _snapshot.get()
    return current.by_district.get(district_id, current.city)


def due_words(case, at: At) -> str:
    """Return when a case is due in words: 还有 1 小时 32 分, 超期 2 个工作日; for finished cases their state."""
    if not case.is_open:
        return case.state_label
    if case.due_at is None:
        return gettext("On hold")
    return at.left(case.due_at, calendar(case.district_id))


def years_to_import(now: datetime) -> tuple[int, ...]:
    """Return the years within the next 90 days whose public holidays nobody has entered yet."""
    current = _snapshot.get()
    years = range(current.city.local_date(now).year, current.city.local_date(now + LOOK_AHEAD).year + 1)
    return years_without_official_calendar(years, current.overrides)


def years_guessed(years: Iterable[int]) -> tuple[int, ...]:
    """Return those of some years whose public holidays nobody has entered yet."""
    return years_without_official_calendar(years, _snapshot.get().overrides)


def forget() -> None:
    """Drop this process's snapshot; the next question reads the tables again."""
    _snapshot.forget()


def union(segments: Iterable[tuple[time, time]]) -> tuple[tuple[time, time], ...]:
    """Return the segments in order, overlapping or touching ones joined: open is open, however often it is said."""
    joined: list[tuple[time, time]] = []
    for opens, closes in sorted(segments):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _read() -> _Snapshot:
    overrides = MappingProxyType(dict(WorkdayOverride.objects.values_list("date", "is_workday")))
    segments: dict[int | None, list[tuple[time, time]]] = {}
    for district_id, opens, closes in OfficeHours.objects.values_list("district_id", "opens", "closes"):
        segments.setdefault(district_id, []).append((opens, closes))
    works = partial(is_workday, overrides=overrides)
    city_segments = segments.pop(None, None)
    return _Snapshot(
        overrides=overrides,
        city=OfficeCalendar(works, union(city_segments)) if city_segments else OfficeCalendar(works),
        by_district={district_id: OfficeCalendar(works, union(rows)) for district_id, rows in segments.items()},
    )


_snapshot = Snapshot(_read)
