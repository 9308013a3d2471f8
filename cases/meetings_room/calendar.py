"""A month of meetings as weeks: those called, and the regular days of the units whose meetings I run."""

import calendar as months
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases import meetings, office
from cases.deadlines import CITY_TZ
from cases.meetings import rhythm, units
from cases.meetings_room import listing
from cases.models import JointMeeting
from zhengzhou_grid.lib.bilingual import pick


@dataclass
class Day:
    """One square: its meetings, the units that would meet on it by their rhythm and have called nothing near it."""

    date: date
    is_in_month: bool
    is_today: bool
    is_workday: bool
    meetings: list[JointMeeting] = field(default_factory=list)
    regular: list[str] = field(default_factory=list)


def page(asked: str, scope, now: datetime) -> dict:
    """Return the weeks of a month written 2026-11, else of this one."""
    today = timezone.localtime(now).date()
    first = _month(asked) or today.replace(day=1)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    works = office.calendar().is_workday
    days = {day: Day(day, day.month == first.month, day == today, works(day)) for week in weeks for day in week}
    begin, end = weeks[0][0], weeks[-1][-1]
    start = datetime.combine(begin, time.min, CITY_TZ)
    stop = datetime.combine(end + timedelta(days=1), time.min, CITY_TZ)
    called = list(listing.seen(scope).filter(held_at__gte=start, held_at__lt=stop).order_by("held_at"))
    for meeting in called:
        days[timezone.localtime(meeting.held_at).date()].meetings.append(meeting)
    for unit in meetings.managed_by(scope):
        taken = {
            timezone.localtime(each.held_at).date() for each in called if each.grid_id == (unit.pk if unit else None)
        }
        for day in rhythm.days(units.rule_of(unit), max(begin, today), end):
            if not any(abs((day - other).days) <= 2 for other in taken):
                days[day].regular.append(unit.label if unit else pick("郑州市", "Zhengzhou"))
    return {
        "weeks": [[days[day] for day in week] for week in weeks],
        "month": first,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (first + timedelta(days=32)).strftime("%Y-%m"),
        "coming": [day for day in days.values() if day.is_in_month and (day.meetings or day.regular)],
    }


def _month(words: str) -> date | None:
    try:
        first = datetime.strptime(words, "%Y-%m").replace(tzinfo=CITY_TZ).date()
    except ValueError:
        return None
    return first if 2000 <= first.year <= 2100 else None  # the calendar ends before time does
