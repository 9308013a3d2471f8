"""Count what strangers try, in PostgreSQL, so that every process and every server sees the same count.

A window slides in steps of a sixth of its length. A try is counted before anybody looks whether it is right; who was
right gets it back.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F, Sum
from django.utils.crypto import salted_hmac

from residents.models import Tally

STEPS = 6

ADD = """
INSERT INTO residents_tally AS tally (kind, subject, began_at, ends_at, count) VALUES {tries}
ON CONFLICT (kind, subject, began_at) DO UPDATE SET count = tally.count + 1 RETURNING kind, subject, count
"""
# A statement of its own: two tries at the turn of a step see each other only when both have been counted.
EARLIER = """
SELECT kind, subject, sum(count) FROM residents_tally JOIN (VALUES {tries}) AS tried (kind, subject, step, since)
USING (kind, subject) WHERE began_at > since AND began_at <> step GROUP BY kind, subject
"""


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of one kind by one subject within a window."""

    kind: str
    most: int
    window: timedelta


def take(limit: Limit, subject: str, *, now: datetime) -> bool:
    """Count one try and return whether it is within the limit: of many at the same moment no more than `most` are."""
    return tally(limit, subject, now=now) <= limit.most


def tally(limit: Limit, subject: str, *, now: datetime) -> int:
    """Count one try and return how many there were within the window, this one included."""
    return tallies([(limit, subject)], now=now)[0]


def tallies(tries: Sequence[tuple[Limit, str]], *, now: datetime) -> list[int]:
    """Count one try of each subject by its limit; return how many there were within each window, these included.

    Two statements for all. Whoever counts several kinds names them in the same order as others do: their rows are
    locked in this order.
    """
    steps = [(limit, _digest(limit, subject), _step(limit, now)) for limit, subject in tries]
    added = [(limit.kind, digest, step, step + limit.window + limit.window / STEPS, 1) for limit, digest, step in steps]
    looked_at = [(limit.kind, digest, step, step - limit.window) for limit, digest, step in steps]
    found: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        for statement, rows in ((ADD, added), (EARLIER, looked_at)):
            cursor.execute(statement.format(tries=", ".join(["%s"] * len(rows))), rows)
            found.update({(kind, digest): count for kind, digest, count in cursor.fetchall()})
    return [found[limit.kind, digest] for limit, digest, _began in steps]


def count(limit: Limit, subject: str, *, now: datetime) -> int:
    """Return how many tries there were within the window; count none."""
    return _rows(limit, _digest(limit, subject), now).aggregate(sum=Sum("count"))["sum"] or 0


def free_at(limit: Limit, subject: str, *, now: datetime) -> datetime:
    """Return when a subject that is at its limit may try again: as the oldest step leaves the window."""
    rows = _rows(limit, _digest(limit, subject), now).filter(count__gt=0)
    oldest = rows.order_by("began_at").values_list("began_at", flat=True).first()
    return (oldest or _step(limit, now)) + limit.window


def give_back(limit: Limit, subject: str, *, now: datetime) -> None:
    """Take back the try counted at `now`, for it turned out to be right."""
    mine = Tally.objects.filter(kind=limit.kind, subject=_digest(limit, subject), began_at=_step(limit, now))
    mine.filter(count__gt=0).update(count=F("count") - 1)


def forget_old(now: datetime) -> int:
    """Delete what no window looks at any more; return how many rows."""
    return Tally.objects.filter(ends_at__lt=now).delete()[0]


def _rows(limit: Limit, digest: str, now: datetime):
    return Tally.objects.filter(kind=limit.kind, subject=digest, began_at__gt=_step(limit, now) - limit.window)


def _step(limit: Limit, now: datetime) -> datetime:
    seconds = limit.window.total_seconds() / STEPS
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)


def _digest(limit: Limit, subject: str) -> str:
    return salted_hmac(f"residents.counting.{limit.kind}", subject, algorithm="sha256").hexdigest()
