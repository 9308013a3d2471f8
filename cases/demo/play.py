"""Play the plan through the real verbs, with the moments of the past as their `now`.

Between two deeds everything runs that the worker would have run by itself: reactions, rungs of the ladder, the closing
of cases that nobody could be reached about. All of it is one transaction: the demo is there as a whole or not at all.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import F, Min

from cases import escalation, lifecycle, outbox, sweeps
from cases.demo import overseers, plan
from cases.demo.stage import Stage
from cases.demo.story import Deed
from cases.models import Case, CaseEvent, Notice, StageClock
from zhengzhou_grid.lib import planner

KNOWN = "title"  # a story every plan has: it tells whether the demo is there
A_DAY = timedelta(days=1)
UNREAD_FOR = timedelta(hours=2)  # a day like any other: who is told in the morning has read it by noon


@dataclass
class Outcome:
    """What came of playing: cases by state, and the deeds the workflow would not allow."""

    states: Counter = field(default_factory=Counter)
    deeds: int = 0
    refused: list[str] = field(default_factory=list)


def form_key(subject: str) -> UUID:
    """Return the form key of a story's report, the same on every machine."""
    return uuid5(NAMESPACE_URL, f"zhengzhou-grid/demo/{subject}")


def is_there() -> bool:
    """Tell whether the demo's cases have been loaded."""
    return Case.objects.filter(form_key=form_key(KNOWN)).exists()


def play(now: datetime, *, ordinary: int = plan.ORDINARY, tell: Callable[[int, int], None] | None = None) -> Outcome:
    """Plan and play the demo up to `now`; `tell` hears how many of how many deeds are done."""
    todo = plan.deeds(plan.world_at(now), ordinary)
    with transaction.atomic(), outbox.following():  # what is handed over is followed here, nothing goes to the broker
        overseers.give_the_city_an_office()
        theatre = _Theatre()
        for number, deed in enumerate(todo, 1):
            theatre.wait_until(deed.at)
            theatre.perform(deed)
            if tell:
                tell(number, len(todo))
        theatre.wait_until(now)
        Notice.objects.filter(at__lt=now - A_DAY, read_at__isnull=True).update(read_at=F("at") + UNREAD_FOR)
    planner.learn(Case, CaseEvent, StageClock)
    theatre.outcome.deeds = len(todo)
    theatre.outcome.states.update(Case.objects.values_list("state", flat=True))
    return theatre.outcome


class _Theatre:
    """Performs one deed after the other and lets the worker's part happen between them."""

    def __init__(self):
        self.stage = Stage(form_key)
        self.outcome = Outcome()
        self.followed = CaseEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.cleared_at: datetime | None = None

    def perform(self, deed: Deed) -> None:
        try:
            self.stage.perform(deed)
        except (lifecycle.NotPossible, lifecycle.NotPermitted, lifecycle.Incomplete) as error:
            self.outcome.refused.append(f"{deed.at:%Y-%m-%d %H:%M} {deed.subject} {deed.verb}: {error}")
        self._follow(deed.at)

    def wait_until(self, moment: datetime) -> None:
        """Climb every rung that comes before a moment, each at its own time."""
        while (due_at := Case.objects.aggregate(first=Min("escalate_at"))["first"]) and due_at < moment:
            escalation.sweep(due_at)
            self._follow(due_at)
        if self.cleared_at is None or moment - self.cleared_at >= A_DAY:
            sweeps.close_uncontacted(moment)
            sweeps.remind_helpers(moment)
            self._follow(moment)
            self.cleared_at = moment

    def _follow(self, now: datetime) -> None:
        """Do what the worker does about new events, and about those that follow from them."""
        while waiting := list(
            CaseEvent.objects.filter(pk__gt=self.followed, handled_at__isnull=True)
            .order_by("pk")
            .values_list("pk", flat=True)
        ):
            for event_id in waiting:
                sweeps.handle(event_id, now)
            self.followed = waiting[-1]
