"""The queues of the desk as one table: what belongs in each, as a condition on cases and as a choice of heaps."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import permissions, queries
from cases.desk import among, tally
from cases.desk.tally import Heap, Moment
from cases.queries import owed_by
from cases.workflow import TRIAGE, WORKING, State
from grids.scope import Scope


class Whose(StrEnum):
    """On whose posts the cases of a queue lie."""

    WAITING = "waiting"  # for one of mine
    MINE = "mine"  # waiting for one of mine or for its decision, or owned by it
    OVERSEEN = "overseen"  # a whole territory by who answers for it, else waiting for one of mine
    WATCHED = "watched"  # a whole territory by who answers for it, else what is mine
    ANYBODYS = "anybodys"
    NOBODYS = "nobodys"
    HELPED = "helped"  # with an open co-handling order for one of mine
    ASKED = "asked"  # for a decision by one of my posts


class When(StrEnum):
    """When the cases of a queue are due."""

    TODAY = "today"
    SOON = "soon"
    LATE = "late"
    REVIEW = "review"


@dataclass(frozen=True)
class Queue:
    """One queue: its words, its icon or lamp, and which open cases lie in it among those the person may see."""

    name: str
    label: str
    icon: str
    empty: str
    whose: Whose
    states: frozenset[State] = frozenset()  # empty: any
    when: When | None = None
    lamp: str = ""
    is_for_territories: bool = False

    def condition(self, scope: Scope, at: Moment) -> Q:
        """Return what the cases in the queue have in common."""
        found = Q(state__in=self.states) if self.states else Q()
        waiting = Q(waiting_on__in=scope.post_ids)
        match self._whose(scope):
            case Whose.WAITING:
                found &= waiting
            case Whose.MINE:
                found &= waiting | Q(owner__in=scope.post_ids) | permissions.to_decide(scope)
            case Whose.NOBODYS:
                found &= tally.ownerless()
            case Whose.HELPED:
                found &= owed_by(scope.post_ids)
            case Whose.ASKED:
                found &= permissions.to_decide(scope)
        match self.when:
            case When.TODAY:
                found &= Q(due_at__gte=at.now, due_at__lt=at.day_ends_at)
            case When.SOON:
                found &= Q(warn_at__lte=at.now, due_at__gte=at.now)
            case When.LATE:
                found &= Q(due_at__lt=at.now)
            case When.REVIEW:
                found &= tally.due_for_review(at)
        return found

    def is_wide(self, scope: Scope) -> bool:
        """Tell whether its cases may lie on anybody's posts."""
        return self._whose(scope) in (Whose.ANYBODYS, Whose.NOBODYS)

    def holds(self, heap: Heap, scope: Scope) -> bool:
        """Tell the same of a heap."""
        if self.states and heap.state not in self.states:
            return False
        if self.when and not self._is_when(heap):
            return False
        match self._whose(scope):
            case Whose.WAITING:
                return heap.is_waiting
            case Whose.MINE:
                return heap.is_waiting or heap.is_owned or heap.is_asked
            case Whose.NOBODYS:
                return heap.is_ownerless
            case Whose.HELPED:
                return heap.is_helped
            case Whose.ASKED:
                return heap.is_asked
        return True

    def _is_when(self, heap: Heap) -> bool:
        match self.when:
            case When.SOON:
                return heap.is_soon
            case When.REVIEW:
                return heap.is_reviewed
        return heap.day == self.when

    def _whose(self, scope: Scope) -> Whose:
        if self.whose == Whose.WATCHED:
            return Whose.ANYBODYS if scope.territories else Whose.MINE
        if self.whose == Whose.OVERSEEN:
            return Whose.ANYBODYS if scope.territories else Whose.WAITING
        return self.whose


QUEUES = (
    Queue("triage", _("To accept"), "inbox", _("Nothing waits to be accepted."), Whose.WAITING, TRIAGE),
    Queue("sign", _("To sign for"), "writing-sign", _("Nothing to sign for today."), Whose.OVERSEEN,
          frozenset({State.ASSIGNED})),
    Queue("working", _("In progress"), "player-play", _("Nothing is in progress on your posts."), Whose.WAITING,
          WORKING),
    Queue("co-handle", _("To co-handle"), "users", _("Nobody waits for your part of a case."), Whose.HELPED),
    Queue("verify", _("To verify"), "zoom-check", _("Nothing waits to be verified."), Whose.OVERSEEN,
          frozenset({State.FEEDBACK})),
    Queue("call-back", _("To call back"), "phone-call", _("Nobody waits for a call."), Whose.WAITING,
          frozenset({State.VERIFIED})),
    Queue("decide", _("To approve"), "gavel", _("Nothing waits for your approval."), Whose.ASKED,
          is_for_territories=True),
    Queue("returned", _("Returned"), "arrow-back-up", _("No return waits for a decision."), Whose.WATCHED,
          frozenset({State.RETURN_REQUESTED})),
    Queue("held", _("On hold"), "clock-pause", _("Nothing is on hold."), Whose.WATCHED, frozenset({State.SUSPENDED})),
    Queue("review", _("Hold to review"), "clock-exclamation", _("No hold ends within three working days."),
          Whose.WATCHED, frozenset({State.SUSPENDED}), When.REVIEW),
    Queue("today", _("Due today"), "calendar-due", _("Nothing more is due today."), Whose.WATCHED, when=When.TODAY),
    Queue("soon", _("Due soon"), "", _("No lamp is yellow."), Whose.WATCHED, when=When.SOON, lamp="amber"),
    Queue("late", _("Late"), "", _("Nothing is late."), Whose.WATCHED, when=When.LATE, lamp="red"),
    Queue("mine", _("All mine"), "list", _("Nothing lies on your posts."), Whose.MINE),
    Queue("area", _("Whole area"), "map-pin", _("No open case in your area."), Whose.ANYBODYS, is_for_territories=True),
    Queue("ownerless", _("Without an owner"), "user-question", _("Every case has somebody who answers for it."),
          Whose.NOBODYS, is_for_territories=True),
)  # fmt: skip
BY_NAME = {queue.name: queue for queue in QUEUES}
ALL = Q()


@dataclass(frozen=True)
class Count:
    """How many cases lie in one queue, by the day they are due (cases.desk.tally.DAYS), and how many are due soon.

    `shown_by_day` counts those that the filters of the list let through.
    """

    queue: Queue
    by_day: Counter[str]
    shown_by_day: Counter[str]
    soon: int

    @property
    def total(self) -> int:
        return self.by_day.total()


@dataclass(frozen=True, slots=True)
class Tab:
    """A queue as the page offers it, in words; it stands there twice, for the phone and beside the list."""

    name: str
    label: str
    icon: str
    lamp: str
    total: int
    is_soon: bool  # one of its cases is due soon
    is_shown: bool


def tabs(counted: dict[str, Count], shown: Queue | None) -> list[Tab]:
    """Return the queues as the page offers them; none is marked where the list shows less or more than a queue."""
    return [_tab(count, count.queue is shown) for count in counted.values()]


def _tab(count: Count, is_shown: bool) -> Tab:
    queue = count.queue
    return Tab(queue.name, str(queue.label), queue.icon, queue.lamp, count.total, bool(count.soon), is_shown)


def offered(scope: Scope) -> list[Queue]:
    """Return the queues that make sense for somebody's posts."""
    return [queue for queue in QUEUES if scope.territories or not queue.is_for_territories]


def counts(scope: Scope, now: datetime, shown: Q = ALL) -> dict[str, Count]:
    """Count every queue by name in one query, and in it what the filters in use let through."""
    heaps = tally.heaps(scope, now, shown)
    return {queue.name: _count(queue, heaps, scope) for queue in offered(scope)}


def inside(queue: Queue, scope: Scope, now: datetime) -> Q:
    """Return the condition on the open cases of a queue."""
    return among.OPEN.condition & queries.visible_to(scope) & queue.condition(scope, Moment(now))


def parts_inside(queue: Queue, scope: Scope, now: datetime) -> list[Q]:
    """Return the same in parts that have no case in common. What lies on somebody's own posts is found by these."""
    if not queue.is_wide(scope):
        return [inside(queue, scope, now)]
    found = among.OPEN.condition & queue.condition(scope, Moment(now))
    return [found & part for part in queries.parts_visible_to(scope)]


def first_choice(counted: dict[str, Count]) -> Queue:
    """Return the queue to open without being asked: mine, what I co-handle, or the area where nothing waits on me."""
    mine, area = counted["mine"], counted.get("area")
    if not mine.total and counted["co-handle"].total:
        return counted["co-handle"].queue
    return area.queue if area and area.total and not mine.total else mine.queue


def _count(queue: Queue, heaps: list[Heap], scope: Scope) -> Count:
    inside = [heap for heap in heaps if queue.holds(heap, scope)]
    by_day, shown_by_day = Counter(), Counter()
    for heap in inside:
        by_day[heap.day] += heap.count
        if heap.is_shown:
            shown_by_day[heap.day] += heap.count
    return Count(queue, by_day, shown_by_day, sum(heap.count for heap in inside if heap.is_soon))
