"""The open cases a person may see, in heaps of the same kind: one query, from which every count of the desk adds up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Q, Value, When
from django.utils import timezone

from cases import seats
from cases.workflow import State
from grids.scope import Scope

DAYS = ("late", "today", "tomorrow", "later", "paused")


@dataclass(frozen=True)
class Moment:
    """Now, and where today ends, in the city's time."""

    now: datetime

    @property
    def day_ends_at(self) -> datetime:
        local = timezone.localtime(self.now)
        return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

    @property
    def tomorrow_ends_at(self) -> datetime:
        return self.day_ends_at + timedelta(days=1)


class Heap(NamedTuple):
    """So many cases in one state, alike in whose they are and in when they are due (one of DAYS)."""

    state: str
    is_waiting: bool  # on one of the person's posts
    is_owned: bool  # by one of them
    is_ownerless: bool
    day: str
    is_warned: bool
    count: int

    @property
    def is_soon(self) -> bool:
        return self.is_warned and self.day not in ("late", "paused")


def heaps(cases, scope: Scope, now: datetime) -> list[Heap]:
    """Return open cases in heaps. One query, and once a minute another for the posts that nobody holds."""
    kinds = cases.order_by().annotate(
        is_waiting=_whether(Q(waiting_on__in=scope.post_ids)),
        is_owned=_whether(Q(owner__in=scope.post_ids)),
        is_ownerless=_whether(ownerless()),
        day=_day(Moment(now)),
        is_warned=_whether(Q(warn_at__lte=now)),
    )
    columns = ("state", "is_waiting", "is_owned", "is_ownerless", "day", "is_warned")
    return [Heap(*row) for row in kinds.values_list(*columns).annotate(Count("pk"))]


def ownerless() -> Q:
    """Nobody is on the post the case waits for, or it waits for no post at all."""
    return ~Q(state=State.NEED_INFO) & (Q(waiting_on__isnull=True) | Q(waiting_on__in=seats.deserted()))


def _whether(condition: Q) -> models.Case:
    return models.Case(When(condition, then=True), default=False)


def _day(at: Moment) -> models.Case:
    return models.Case(
        When(due_at__lt=at.now, then=Value("late")),
        When(due_at__lt=at.day_ends_at, then=Value("today")),
        When(due_at__lt=at.tomorrow_ends_at, then=Value("tomorrow")),
        When(due_at__isnull=False, then=Value("later")),
        default=Value("paused"),
    )
