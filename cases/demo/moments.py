"""When people of the demo do things: residents in their day, staff mostly in office hours, nobody before the last deed."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from random import Random

from cases import deadlines, ladder
from cases.deadlines import Limit, OfficeCalendar

TRIES = 12
HOURS_OF_RESIDENTS = (7, 8, 8, 9, 9, 10, 11, 12, 14, 15, 16, 17, 18, 18, 19, 19, 20, 21, 22)
LOOK_BACK = {"H": timedelta(days=14), "D": timedelta(days=70)}
# Where a round-the-clock limit stands, in shares of the limit; two hours left turn long ones amber earlier.
SHARES = {"green": (0.15, 0.45), "amber": (0.86, 0.97), "due": (1.05, 1.4), "yellow": (1.55, 1.9), "red": (2.1, 2.6)}
LAMPS = tuple(SHARES)


def between(rng: Random, start: datetime, end: datetime, calendar: OfficeCalendar, *, at_any_hour=False) -> datetime:
    """Return a moment in [start, end), in office hours where a dozen tries find one."""
    found = start
    for _try in range(TRIES):
        found = start + (end - start) * rng.random()
        if at_any_hour or is_open(found, calendar):
            break
    return found


def is_open(moment: datetime, calendar: OfficeCalendar) -> bool:
    """Tell whether offices are open at a moment."""
    day = calendar.local_date(moment)
    return calendar.is_workday(day) and any(opens <= moment < closes for opens, closes in calendar.spans(day))


def of_a_resident(rng: Random, midnight: datetime) -> datetime:
    """Return a moment of the day that begins at midnight, when residents report."""
    return midnight + timedelta(
        hours=rng.choice(HOURS_OF_RESIDENTS), minutes=rng.randrange(60), seconds=rng.randrange(60)
    )


def office_day(start: datetime, calendar: OfficeCalendar, *, hour: int, minute: int = 0) -> datetime:
    """Return a time of day on the first working day that begins with the day of `start`."""
    day = next(calendar.workdays_from(calendar.local_date(start)))
    return datetime.combine(day, time(hour, minute), calendar.tz)


def start_for(rng: Random, lamp: str, limit: Limit, now: datetime, calendar: OfficeCalendar) -> datetime | None:
    """Return when a clock of this limit started, if it shows this lamp now: green, amber, due, yellow or red.

    `due`, `yellow` and `red` are late ones that have climbed to the reminder, the yellow and the red card. None when
    the calendar allows no such start, as a limit of one day cannot be amber on a Sunday.
    """
    if limit.is_round_the_clock:
        low, high = SHARES[lamp]
        return now - limit.duration * rng.uniform(low, high)
    found = _starts_by_lamp(limit, now, calendar).get(lamp)
    return rng.choice(found) + timedelta(minutes=rng.randrange(15), seconds=rng.randrange(60)) if found else None


@lru_cache(maxsize=50)
def _starts_by_lamp(limit: Limit, now: datetime, calendar: OfficeCalendar) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for start in _starts(limit.unit, now, calendar):
        found.setdefault(_lamp(start, limit, now, calendar), []).append(start)
    return found


def _starts(unit: str, now: datetime, calendar: OfficeCalendar) -> Iterator[datetime]:
    """Yield office moments going back from now, a quarter of an hour before it at the latest."""
    latest = now - timedelta(minutes=20)
    step = timedelta(minutes=30) if unit == "H" else timedelta(hours=3)
    day = calendar.local_date(now)
    while calendar.midnight(day) > now - LOOK_BACK[unit]:
        if calendar.is_workday(day):
            for opens, closes in calendar.spans(day):
                moment = opens + timedelta(minutes=5)
                while moment < min(closes, latest):
                    yield moment
                    moment += step
        day -= timedelta(days=1)


def _lamp(start: datetime, limit: Limit, now: datetime, calendar: OfficeCalendar) -> str:
    start += timedelta(minutes=15)  # the jitter of start_for must not turn the lamp back
    _warned, due_at, yellow_at, red_at = ladder.moments(start, limit, calendar)
    if now >= red_at:
        return "red" if now < red_at + timedelta(days=8) else "older"
    if now >= yellow_at:
        return "yellow"
    if now >= due_at:
        return "due"
    return "amber" if now >= deadlines.warn(start, limit, calendar) else "green"
