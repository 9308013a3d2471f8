"""When which period is counted: the running ones by day, the past ones at night, and never for too much of the time."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from cases.deadlines import CITY_TZ
from cases.models import CountedPeriod
from cases.periods import Period

OFTEN = timedelta(seconds=50)  # a running period with every tick of a minute
SHARE = 100  # but never for more than a hundredth of the time: what takes five seconds comes every eight minutes
NIGHT = (time(1), time(5))  # of the city: then what is past is counted again, for cases of old are rated and voided too


def due(kept: Iterable[CountedPeriod], now: datetime) -> list[Period]:
    """Return the periods to count now, the running ones first and the newest before the older ones."""
    return _in_order((row for row in kept if is_due(row, now)), now)


def stale(kept: Iterable[CountedPeriod], now: datetime) -> list[Period]:
    """Return the periods that would be counted by the next morning: running, never counted, not counted today."""
    return _in_order((row for row in kept if row.period.is_running(now) or _is_old(row, now)), now)


def is_due(row: CountedPeriod, now: datetime) -> bool:
    """Return whether a period is to be counted: not counted to its end yet, run on for a while, or it is night."""
    if not row.holds(now):
        return True
    if row.period.is_running(now):
        return now - row.counted_at >= max(OFTEN, timedelta(seconds=SHARE * row.seconds))
    return NIGHT[0] <= now.astimezone(CITY_TZ).time() < NIGHT[1] and _is_old(row, now)


def newest_first(period: Period) -> int:
    return -period.first.toordinal()


def _is_old(row: CountedPeriod, now: datetime) -> bool:
    """Return whether a period was last counted before today's midnight."""
    midnight = datetime.combine(now.astimezone(CITY_TZ).date(), time.min, CITY_TZ)
    return row.counted_at is None or row.counted_at < midnight


def _in_order(rows: Iterable[CountedPeriod], now: datetime) -> list[Period]:
    found = (row.period for row in rows)
    return sorted(found, key=lambda period: (not period.is_running(now), newest_first(period)))
