"""The open cases a person may see, in heaps of the same kind: one query, from which every count of the desk adds up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Count, DateTimeField, ExpressionWrapper, Func, IntegerField, Q, Value
from django.utils import timezone

from cases import deadlines, office, permissions, queries, seats
from cases.models import Case
from cases.queries import owed_by
from cases.workflow import State
from grids.scope import Scope
from zhengzhou_grid.lib.prepared import kept

REVIEW_NOTICE = deadlines.Limit(3, "D")  # what is on hold is looked at so many working days before it comes back
DAYS = ("late", "today", "tomorrow", "later", "paused")


@dataclass(frozen=True)
class Moment:
    """Now, and where today ends, in the city's time."""

    now: datetime

    @cached_property
    def day_ends_at(self) -> datetime:
        local = timezone.localtime(self.now)
        return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

    @cached_property
    def review_from(self) -> datetime:
        """Return the moment up to which what comes back by itself is due for review."""
        return deadlines.due(self.now, REVIEW_NOTICE, office.calendar())

    @cached_property
    def tomorrow_ends_at(self) -> datetime:
        return self.day_ends_at + timedelta(days=1)


class Heap(NamedTuple):
    """So many cases in one state, alike in whose they are and in when they are due (one of DAYS)."""

    state: str
    is_waiting: bool  # on one of the person's posts
    is_owned: bool  # by one of them
    is_ownerless: bool
    is_helped: bool  # one of the person's posts has an open co-handling order on it
    is_asked: bool  # waits for an approval by one of them
    day: str
    is_warned: bool
    is_reviewed: bool  # on hold, and its review date is near or past
    is_shown: bool  # by the filters of the list
    count: int

    @property
    def is_soon(self) -> bool:
        return self.is_warned and self.day not in ("late", "paused")


def heaps(scope: Scope, now: datetime, shown: Q) -> list[Heap]:
    """Return what a person may see of open cases in heaps. One query, and once a minute one for posts nobody holds.

    `shown` is the condition of the filters in use: what they leave out is counted too, in heaps of its own.
    """
    at, posts = Moment(now), scope.post_ids
    whether = {
        "is_waiting": Q(waiting_on__in=posts),
        "is_owned": Q(owner__in=posts),
        "is_ownerless": ownerless(),
        "is_helped": owed_by(posts),
        "is_asked": permissions.to_decide(scope),
        "is_warned": Q(warn_at__lte=now),
        "is_reviewed": due_for_review(at),
        "is_shown": shown,
    }
    parts, ends = tuple(queries.parts_visible_to(scope)), (at.now, at.day_ends_at, at.tomorrow_ends_at)
    return [
        Heap(*whose, DAYS[-1 if day is None else day], warned, reviewed, is_shown, count)
        for *whose, day, warned, reviewed, is_shown, count in _counted(parts, tuple(whether.items()), ends)
    ]


@kept
def _counted(parts: tuple[Q, ...], whether: tuple[tuple[str, Q], ...], ends: tuple[datetime, ...]):
    """Count open cases by state, due day, and what they have of some named conditions; each part for itself."""
    named = {name: _whether(condition) for name, condition in whether}
    kinds = [Case.objects.open().filter(part).order_by().annotate(day=_day(ends), **named) for part in parts]
    counts = [kind.values_list(*Heap._fields[:-1]).annotate(count=Count("*")) for kind in kinds]
    return queries.together(counts)


def due_for_review(at: Moment) -> Q:
    """On hold, with a review date within three working days or past."""
    return Q(state=State.SUSPENDED, comes_back_at__lte=at.review_from)


def ownerless() -> Q:
    """Nobody is on the post the case waits for, or it waits for no post at all."""
    return ~Q(state=State.NEED_INFO) & (Q(waiting_on__isnull=True) | Q(waiting_on__in=seats.deserted()))


def _whether(condition: Q):
    return ExpressionWrapper(condition, BooleanField()) if condition else Value(True)


def _day(ends: tuple[datetime, ...]) -> Func:
    """Return the position of the due day in DAYS, None without a due time."""
    steps = Value(list(ends), ArrayField(DateTimeField()))
    return Func("due_at", steps, function="width_bucket", output_field=IntegerField())
