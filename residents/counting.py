"""Count what strangers try, in PostgreSQL, so that every process and every server sees the same count.

A window slides in steps of a sixth of its length. A try is counted before anybody looks whether it is right; who was
right gets it back.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import F, Sum
from django.utils.crypto import salted_hmac

from residents.models import Tally

STEPS = 6

ADD = """
INSERT INTO residents_tally AS tally (kind, subject, began_at, ends_at, count) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (kind, subject, began_at) DO UPDATE SET count = tally.count + 1 RETURNING count
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
    began = _step(limit, now)
    digest = _digest(limit, subject)
    with connection.cursor() as cursor:
        cursor.execute(ADD, [limit.kind, digest, began, began + limit.window + limit.window / STEPS])
        in_this_step = cursor.fetchone()[0]
    return in_this_step + _sum(_rows(limit, digest, now).exclude(began_at=began))


def count(limit: Limit, subject: str, *, now: datetime) -> int:
    """Return how many tries there were within the window; count none."""
    return _sum(_rows(limit, _digest(limit, subject), now))


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


def _sum(rows) -> int:
    return rows.aggregate(sum=Sum("count"))["sum"] or 0


def _step(limit: Limit, now: datetime) -> datetime:
    seconds = limit.window.total_seconds() / STEPS
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)


def _digest(limit: Limit, subject: str) -> str:
    return salted_hmac(f"residents.counting.{limit.kind}", subject, algorithm="sha256").hexdigest()
