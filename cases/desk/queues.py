"""The queues of the desk as one table: what belongs in each, and the counts of all of them in one query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.workflow import TRIAGE, WORKING, State
from grids.models import Posting
from grids.scope import Scope


@dataclass(frozen=True)
class Moment:
    """Now, and where today ends, in the city's time."""

    now: datetime

    @property
    def day_ends_at(self) -> datetime:
        local = timezone.localtime(self.now)
        return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


@dataclass(frozen=True)
class Queue:
    """One queue: its words, its icon or lamp, and the condition on open cases the person may see."""

    name: str
    label: str
    icon: str
    condition: Callable[[Scope, Moment], Q]
    empty: str
    lamp: str = ""
    is_for_territories: bool = False


def _waiting(scope: Scope) -> Q:
    return Q(waiting_on__in=scope.post_ids)


def _mine(scope: Scope) -> Q:
    return _waiting(scope) | Q(owner__in=scope.post_ids)


def _watched(scope: Scope) -> Q:
    """What the clocks are watched for: a whole territory by who answers for it, else one's own cases."""
    return Q() if scope.territories else _mine(scope)


def _everything(scope: Scope, at: Moment) -> Q:
    return Q(pk__isnull=False)


def _ownerless(scope: Scope, at: Moment) -> Q:
    """Nobody is on the post the case waits for, or it waits for no post at all."""
    held = Posting.objects.active(at.now).filter(post=OuterRef("waiting_on"))
    return ~Q(state=State.NEED_INFO) & (Q(waiting_on__isnull=True) | ~Exists(held))


QUEUES = (
    Queue("triage", _("To accept"), "inbox", lambda s, at: _waiting(s) & Q(state__in=TRIAGE),
          _("Nothing waits to be accepted.")),
    Queue("sign", _("To sign for"), "writing-sign", lambda s, at: _waiting(s) & Q(state=State.ASSIGNED),
          _("Nothing to sign for today.")),
    Queue("working", _("In progress"), "player-play", lambda s, at: _waiting(s) & Q(state__in=WORKING),
          _("Nothing is in progress on your posts.")),
    Queue("verify", _("To verify"), "zoom-check", lambda s, at: _waiting(s) & Q(state=State.FEEDBACK),
          _("Nothing waits to be verified.")),
    Queue("call-back", _("To call back"), "phone-call", lambda s, at: _waiting(s) & Q(state=State.VERIFIED),
          _("Nobody waits for a call.")),
    Queue("today", _("Due today"), "calendar-due",
          lambda s, at: _watched(s) & Q(due_at__gte=at.now, due_at__lt=at.day_ends_at),
          _("Nothing more is due today.")),
    Queue("soon", _("Due soon"), "", lambda s, at: _watched(s) & Q(warn_at__lte=at.now, due_at__gte=at.now),
          _("No lamp is yellow."), lamp="amber"),
    Queue("late", _("Late"), "", lambda s, at: _watched(s) & Q(due_at__lt=at.now), _("Nothing is late."), lamp="red"),
    Queue("mine", _("All mine"), "list", lambda s, at: _mine(s), _("Nothing lies on your posts.")),
    Queue("area", _("Whole area"), "map-pin", _everything, _("No open case in your area."), is_for_territories=True),
    Queue("ownerless", _("Without an owner"), "user-question", _ownerless,
          _("Every case has somebody who answers for it."), is_for_territories=True),
)  # fmt: skip
BY_NAME = {queue.name: queue for queue in QUEUES}


def offered(scope: Scope) -> list[Queue]:
    """Return the queues that make sense for somebody's posts."""
    return [queue for queue in QUEUES if scope.territories or not queue.is_for_territories]


def counts(scope: Scope, now: datetime) -> dict[str, int]:
    """Return how many cases lie in each queue, and how many of them are late or due soon, in one query."""
    at = Moment(now)
    tallies = {}
    for queue in offered(scope):
        key, inside = queue.name.replace("-", "_"), queue.condition(scope, at)
        tallies[key] = Count("pk", filter=inside)
        tallies[f"{key}_amber"] = Count("pk", filter=inside & Q(warn_at__lte=now, due_at__gte=now))
    return Case.objects.open().visible_to(scope).aggregate(**tallies)


def inside(queue: Queue, scope: Scope, now: datetime):
    """Return the open cases of a queue."""
    return Case.objects.open().visible_to(scope).filter(queue.condition(scope, Moment(now)))


def first_choice(scope: Scope, tally: dict[str, int]) -> Queue:
    """Return the queue to open without being asked: mine, or the area where nothing waits on the posts themselves."""
    has_area = "area" in tally and tally["area"]
    return BY_NAME["mine"] if tally["mine"] or not has_area else BY_NAME["area"]
