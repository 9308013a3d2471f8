"""When which period is counted, and how long that holds: the running ones by day, the past ones at night.

And never for too much of the time.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from cases.deadlines import CITY_TZ
from cases.models import CountedPeriod
from cases.periods import Period

OFTEN = timedelta(seconds=50)  # a running period with every tick of a minute
SHARE = 100  # but never for more than a hundredth of the time: what takes five seconds comes every eight minutes
FRESH = timedelta(minutes=15)  # older sums of a running period have no worker who keeps them, or one that is far behind
LONGEST_TASK = timedelta(minutes=10)  # what it writes bears the moment at which it began: it may lie in a period over
NIGHT = (time(1), time(5))  # of the city: then what is past is counted again, for cases of old are rated and voided too


def holds(row: CountedPeriod, now: datetime) -> bool:
    """Return whether the sums of a period may be shown: counted to its end, or not long ago while it runs."""
    if row.counted_at is None:
        return False
    if row.period.end <= now:
        return row.counted_at >= row.period.end + LONGEST_TASK
    return now - row.counted_at < max(FRESH, 2 * _rest(row))


def due(kept: Iterable[CountedPeriod], now: datetime) -> list[Period]:
    """Return the periods to count now, the running ones first and the newest before the older ones."""
    return _in_order((row for row in kept if is_due(row, now)), now)


def stale(kept: Iterable[CountedPeriod], now: datetime) -> list[Period]:
    """Return the periods that would be counted by the next morning: running, not to their end, not counted today."""
    chosen = (row for row in kept if row.period.is_running(now) or not holds(row, now) or _is_old(row, now))
    return _in_order(chosen, now)


def is_due(row: CountedPeriod, now: datetime) -> bool:
    """Return whether a period is to be counted: not counted to its end yet, run on for a while, or it is night."""
    if not holds(row, now):
        return not row.period.end <= now < row.period.end + LONGEST_TASK  # it would have to be counted once more
    if row.period.is_running(now):
        return now - row.counted_at >= _rest(row)
    return NIGHT[0] <= now.astimezone(CITY_TZ).time() < NIGHT[1] and _is_old(row, now)


def newest_first(period: Period) -> int:
    return -period.first.toordinal()


def _rest(row: CountedPeriod) -> timedelta:
    """Return how long a running period is left alone after it was counted."""
    return max(OFTEN, timedelta(seconds=SHARE * row.seconds))


def _is_old(row: CountedPeriod, now: datetime) -> bool:
    """Return whether a period was last counted before today's midnight."""
    midnight = datetime.combine(now.astimezone(CITY_TZ).date(), time.min, CITY_TZ)
    return row.counted_at < midnight


def _in_order(rows: Iterable[CountedPeriod], now: datetime) -> list[Period]:
    found = (row.period for row in rows)
    return sorted(found, key=lambda period: (not period.is_running(now), newest_first(period)))
