"""Working-time arithmetic: calendar in, moments out. No ORM, no clock, no settings.

Three kinds of clock run in the grid system (terms after the usual practice of city hotlines and 民法典 §§ 201-204):

- emergency (m, E): minutes or hours round the clock; nights and holidays count;
- working hours (H): from the moment of the start, outside office hours from the next opening;
- days: working days (D) start on the *next* working day and end at close of business of the last one;
  calendar days (C) count every day from the next one and end at close of business of the last one.

A moment that falls on the edge between two office segments is the earlier one: four hours from 09:00 with a lunch
break from 12:00 to 13:00 end at 14:00, three hours end at 12:00. Results are in UTC; starts must be aware.

To extend a deadline by a limit, count the limit from the old deadline: `due(due_at, extra, calendar)`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

UNITS = "mEHDC"
WARN_SHARE = 0.8
WARN_LEFT = timedelta(hours=2)
LONGEST_CLOSURE_DAYS = 366
CITY_TZ = ZoneInfo("Asia/Shanghai")
CITY_HOURS = ((time(9), time(12)), (time(13), time(17)))  # 郑州市政务服务办事大厅, notice of 2018

_LIMIT = re.compile(rf"([1-9][0-9]{{0,3}})([{UNITS}])")


class NoOfficeTime(ValueError):
    """The calendar has no working day within a year: no deadline can be counted."""


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time on one of the clocks, written "30m", "24E", "4H", "2D", "60C" (also in the database)."""

    amount: int
    unit: str

    def __post_init__(self):
        if type(self.amount) is not int or not 1 <= self.amount <= 9999:
            raise ValueError(f"a limit's amount is a whole number from 1 to 9999, not {self.amount!r}")
        if len(self.unit) != 1 or self.unit not in UNITS:
            raise ValueError(f"a limit's unit is one of {UNITS}, not {self.unit!r}")

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read what `str` of a limit wrote. Raises ValueError for anything else."""
        match = _LIMIT.fullmatch(text)
        if not match:
            raise ValueError(f"not a limit: {text!r}")
        return cls(int(match[1]), match[2])

    @classmethod
    def minutes(cls, amount: int) -> "Limit":
        """Return a limit of minutes round the clock."""
        return cls(amount, "m")

    def __str__(self):
        return f"{self.amount}{self.unit}"

    @property
    def is_round_the_clock(self) -> bool:
        """True for emergency clocks, which run at night and on holidays."""
        return self.unit in "mE"

    @property
    def is_in_days(self) -> bool:
        """True for working days and calendar days, False for minutes and hours."""
        return self.unit in "DC"

    @property
    def duration(self) -> timedelta:
        """The length of a limit in minutes or hours. Raises ValueError for days, whose length the calendar decides."""
        if self.is_in_days:
            raise ValueError(f"{self} has no length without a calendar")
        return timedelta(minutes=self.amount) if self.unit == "m" else timedelta(hours=self.amount)


REWORK_MINIMUM = Limit(4, "H")


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When an office is open: which days, and the same segments on each of them. Local times, half-open."""

    is_workday: Callable[[date], bool]
    segments: tuple[tuple[time, time], ...] = CITY_HOURS
    tz: tzinfo = CITY_TZ
    day_length: timedelta = field(init=False)

    def __post_init__(self):
        edges = [edge for segment in self.segments for edge in segment]
        ordered = all(opens < closes for opens, closes in self.segments)
        if not edges or not ordered or edges != sorted(edges):
            raise ValueError("office segments must be given in order, each opening before it closes, without overlap")
        length = sum((_length(opens, closes) for opens, closes in self.segments), timedelta())
        object.__setattr__(self, "day_length", length)

    def local_date(self, moment: datetime) -> date:
        """Return the day on which the moment falls where the office is."""
        return moment.astimezone(self.tz).date()

    def midnight(self, day: date) -> datetime:
        """Return the beginning of the day."""
        return self._moment(day, time.min)

    def closing(self, day: date) -> datetime:
        """Return the close of business of the day, whether or not it is a working day."""
        return self._moment(day, self.segments[-1][1])

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the openings and closings of a working day."""
        for opens, closes in self.segments:
            yield self._moment(day, opens), self._moment(day, closes)

    def workdays_from(self, day: date) -> Iterator[date]:
        """Yield working days from the given day on, without end. Raises NoOfficeTime after a year without any."""
        idle_days = 0
        while idle_days < LONGEST_CLOSURE_DAYS:
            if self.is_workday(day):
                idle_days = 0
                yield day
            else:
                idle_days += 1
            day += timedelta(days=1)
        raise NoOfficeTime(f"no working day in the year before {day}")

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.tz).astimezone(UTC)


def due(start: datetime, limit: Limit, calendar: OfficeCalendar) -> datetime:
    """Return the last moment at which the limit is still kept."""
    return share(start, 1, limit, calendar)


def share(start: datetime, fraction: float, limit: Limit, calendar: OfficeCalendar) -> datetime:
    """Return the moment at which a fraction of the limit is used; 1.5 is half the limit after the deadline.

    Working days are used up evenly over their office hours: 80 % of 1 D (7 office hours) is 5 h 36 min after the
    opening of the next working day.
    """
    start = _utc(start)
    if fraction < 0:
        raise ValueError("a share of a limit cannot be negative")
    if limit.is_round_the_clock:
        return start + limit.duration * fraction
    if limit.unit == "H":
        return _after_working(start, limit.duration * fraction, calendar)
    today = calendar.local_date(start)
    if limit.unit == "D":
        first_moment = calendar.midnight(today + timedelta(days=1))
        return _after_working(first_moment, calendar.day_length * limit.amount * fraction, calendar)
    return start + (calendar.closing(today + timedelta(days=limit.amount)) - start) * fraction


def warn(start: datetime, limit: Limit, calendar: OfficeCalendar) -> datetime:
    """Return the moment the lamp turns yellow: 80 % used or, on clocks of hours, two hours left, if that is earlier.

    Limits of two hours or less follow the 80 % alone: a lamp that is yellow from the start says nothing.
    """
    warn_at = share(start, WARN_SHARE, limit, calendar)
    if limit.is_in_days or limit.duration <= WARN_LEFT:
        return warn_at
    return min(warn_at, share(start, 1 - WARN_LEFT / limit.duration, limit, calendar))


def is_left(now: datetime, due_at: datetime, hours: int, limit: Limit, calendar: OfficeCalendar) -> bool:
    """Tell whether at least some hours are left: round the clock for emergency limits, else of office time."""
    if limit.is_round_the_clock:
        return _utc(due_at) - _utc(now) >= timedelta(hours=hours)
    return working_minutes_between(now, due_at, calendar) >= hours * 60


def opening(moment: datetime, calendar: OfficeCalendar) -> datetime:
    """Return a moment of office time itself, closing included; any other moment becomes the next opening."""
    moment = _utc(moment)
    for day in calendar.workdays_from(calendar.local_date(moment)):
        for opens, closes in calendar.spans(day):
            if moment <= closes:
                return max(moment, opens)
    raise NoOfficeTime(f"no working day after {moment}")


def half(limit: Limit, minimum: Limit = REWORK_MINIMUM) -> Limit:
    """Return the limit for doing a case again: half of the first one, rounded up, at least the minimum.

    The minimum is in hours and is counted on the clock of the limit, so an emergency stays one. Half of one working
    day is the minimum itself; half of one calendar day stays one.
    """
    if minimum.unit not in "EH":
        raise ValueError(f"the minimum is given in hours, not {minimum}")
    if limit.unit == "m":
        return Limit.minutes(max(_half_up(limit.amount), minimum.amount * 60))
    if limit == Limit(1, "D"):
        return Limit(minimum.amount, "H")
    if limit.is_in_days:
        return Limit(_half_up(limit.amount), limit.unit)
    return Limit(max(_half_up(limit.amount), minimum.amount), limit.unit)


def shift(
    due_at: datetime, paused_at: datetime, resumed_at: datetime, limit: Limit, calendar: OfficeCalendar
) -> datetime:
    """Return the deadline moved by a pause, in the coin of the limit's own clock.

    Round the clock: by the time passed. Working hours: by the office time passed. Days: by the working days
    (calendar days for C) that began during the pause, so a pause within one day moves nothing, and two pauses that
    meet move as much as one. Raises ValueError if the pause ends before it begins.
    """
    due_at, paused_at, resumed_at = _utc(due_at), _utc(paused_at), _utc(resumed_at)
    if resumed_at < paused_at:
        raise ValueError("a pause cannot end before it begins")
    if limit.is_round_the_clock:
        return due_at + (resumed_at - paused_at)
    if limit.unit == "H":
        return _after_working(due_at, _worked(paused_at, resumed_at, calendar), calendar)
    first_day, last_day = calendar.local_date(paused_at), calendar.local_date(resumed_at)
    days_passed = (last_day - first_day).days
    if limit.unit == "C":
        return due_at + timedelta(days=days_passed)
    workdays = sum(calendar.is_workday(first_day + timedelta(days=n)) for n in range(1, days_passed + 1))
    return _after_working(due_at, calendar.day_length * workdays, calendar)


def working_minutes_between(start: datetime, end: datetime, calendar: OfficeCalendar) -> int:
    """Return the whole minutes of office time from start to end; negative if the end comes first."""
    start, end = _utc(start), _utc(end)
    if end < start:
        return -working_minutes_between(end, start, calendar)
    return _worked(start, end, calendar) // timedelta(minutes=1)


def _after_working(start: datetime, work: timedelta, calendar: OfficeCalendar) -> datetime:
    # The earliest moment by which `work` of office time has passed. Whole days are taken in one step.
    if not work:
        return start
    first_day = calendar.local_date(start)
    for day in calendar.workdays_from(first_day):
        if day > first_day and work > calendar.day_length:
            work -= calendar.day_length
            continue
        for opens, closes in calendar.spans(day):
            opens = max(opens, start)
            if opens < closes:
                if work <= closes - opens:
                    return opens + work
                work -= closes - opens


def _worked(start: datetime, end: datetime, calendar: OfficeCalendar) -> timedelta:
    # Office time in [start, end). The first and last day are cut to size, those between are whole.
    total = timedelta()
    first_day, last_day = calendar.local_date(start), calendar.local_date(end)
    for n in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=n)
        if not calendar.is_workday(day):
            continue
        if first_day < day < last_day:
            total += calendar.day_length
            continue
        for opens, closes in calendar.spans(day):
            total += max(timedelta(), min(closes, end) - max(opens, start))
    return total


def _half_up(amount: int) -> int:
    return (amount + 1) // 2


def _length(opens: time, closes: time) -> timedelta:
    return datetime.combine(date.min, closes) - datetime.combine(date.min, opens)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a naive datetime says nothing about when: {moment!r}")
    return moment.astimezone(UTC)
