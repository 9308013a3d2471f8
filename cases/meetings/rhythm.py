"""When the meetings of a unit fall by its rhythm: weekly, every two weeks, monthly, quarterly; never on a day off."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from cases import deadlines, office
from cases.models import MeetingRule

Rhythm = MeetingRule.Rhythm
WEEK = timedelta(days=7)
FIRST_MONDAY = date(2026, 1, 5)  # of a week in which those meet that meet every two weeks


def days(rule: MeetingRule, start: date, until: date) -> Iterator[date]:
    """Yield the regular days from one date to another, both included. One on a day off goes to the next working day.

    Every two weeks are counted on over the years, so that one of 53 weeks shifts nothing; monthly is the first such
    weekday of a month, quarterly that of the first month of a quarter.
    """
    day = start - timedelta(days=start.weekday()) + timedelta(days=rule.weekday - 1) - 2 * WEEK
    last = None
    while day <= until:
        if _is_its_turn(rule, day):
            held = _working(rule, day)
            if start <= held <= until and held != last:  # a long holiday swallows two of them
                yield held
            last = held
        day += WEEK


def following(rule: MeetingRule, now: datetime) -> datetime:
    """Return the next regular meeting after a moment."""
    today = now.astimezone(deadlines.CITY_TZ).date()
    for day in days(rule, today, today + timedelta(days=140)):
        at = datetime.combine(day, _time(rule), deadlines.CITY_TZ)
        if at > now:
            return at
    raise deadlines.NoOfficeTime(f"no regular meeting in the months after {today}")


def _is_its_turn(rule: MeetingRule, day: date) -> bool:
    if rule.rhythm == Rhythm.WEEKLY:
        return True
    if rule.rhythm == Rhythm.FORTNIGHTLY:
        return (day - FIRST_MONDAY) // WEEK % 2 == 0
    return day.day <= 7 and (rule.rhythm == Rhythm.MONTHLY or day.month % 3 == 1)


def _working(rule: MeetingRule, day: date) -> date:
    return next(office.calendar().workdays_from(day))


def _time(rule: MeetingRule):
    at = rule.at
    return datetime.strptime(at, "%H:%M").time() if isinstance(at, str) else at  # noqa: DTZ007 - a time of day
