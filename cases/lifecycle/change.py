"""The one way a case changes: lock the row, ask, act, save once, append the events, hand over on commit."""

from contextlib import contextmanager

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils.translation import gettext

from cases import clocks, outbox, permissions, reactive, seats, workflow
from cases.lifecycle import discretion, owing
from cases.lifecycle.errors import NotPermitted, NotPossible
from cases.models import Approval, Case, CaseEvent, ClockEntry, StageClock
from grids import catalogue
from zhengzhou_grid.lib.inserting import insert


@contextmanager
def changing(case: Case, *, by, now, version: int | None = None, savepoint: bool = True):
    """Lock a case and yield a Change on it; on leaving, write everything in the same transaction.

    Raises NotPossible when the version shown to the person is no longer the case's. Without a savepoint an error
    ends the transaction around this one too: two statements less for a caller that gives up then anyway.
    """
    with transaction.atomic(savepoint=savepoint):
        rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("grid")
        locked = rows.get(pk=case.pk)
        if category := catalogue.categories().get(locked.category_id):  # else it is new, and read when asked for
            locked.category = category
        if version is not None and locked.version != version:
            raise NotPossible(gettext("Somebody else has changed this case meanwhile."), locked)
        change = Change(locked, by, now)
        yield change
        change.write()


class Change:
    """A case under lock, with the clocks and events its actions bring."""

    def __init__(self, case: Case, by, now):
        self.case, self.by, self.now = case, by, now
        self.found = dict(vars(case))
        self.running = {clock.stage: clock for clock in case.clocks.filter(stopped_at__isnull=True)} if case.pk else {}
        self.stopped: list[StageClock] = []
        self.started: list[StageClock] = []
        self.moved: list[StageClock] = []
        self.entries: list[ClockEntry] = []
        self.events: list[CaseEvent] = []

    def do(self, name: str, *, note="", data=None, is_public=False, limit=None, void=False, **fields):
        """Do one action of the workflow: ask, set state and fields, turn the clocks, append the event.

        Raises NotPossible for a wrong state, NotPermitted for a wrong person. `fields` are columns of the case.
        """
        action = workflow.ACTIONS[name]
        self._ask(name, action)
        before = self.case.state
        post = permissions.post_for(self.case, name, self.by)
        self.case.state = action.target or before
        for column, value in fields.items():
            setattr(self.case, column, value)
        if before in workflow.FINISHED and self.case.state not in workflow.FINISHED:
            self.case.pseudonymised_at = None  # what is said from now on is looked through again
        if before in workflow.PAUSED and self.case.state not in workflow.PAUSED:
            self.case.comes_back_at = None
            self.move(ClockEntry.Kind.RESUME)
        self._turn(action, limit, void)
        if action.grants or action.refuses:
            self._settle_request(Approval.Verdict.APPROVED if action.grants else Approval.Verdict.REFUSED)
        elif self.case.asked and self._is_out_of_reach():
            self._settle_request(Approval.Verdict.LAPSED)
        if self.case.owing:
            self._lapse_orders(before)
            self._hold_orders(before)
        return self.record(
            action.event,
            post=post,
            from_state=before,
            to_state=self.case.state,
            note=note,
            data=data or {},
            is_public=is_public,
        )

    def record(self, kind: str, *, post=None, from_state="", to_state="", note="", data=None, is_public=False):
        """Append an event; it goes to the worker only where somebody acts on its kind."""
        waits = kind in reactive.KINDS
        event = CaseEvent(
            case=self.case,
            kind=kind,
            at=self.now,
            by=self.by.user,
            post=post,
            from_state=from_state or self.case.state,
            to_state=to_state or self.case.state,
            note=discretion.about(self.case, note),
            data=discretion.facts(self.case, data or {}),
            is_public=is_public,
            handled_at=None if waits else self.now,
            try_at=self.now + outbox.GRACE if waits else None,
        )
        self.events.append(event)
        return event

    def move(self, kind: str, *stages: str, until=None) -> None:
        """Pause, resume or extend running clocks, all of them where none is named."""
        for clock in [self.running[stage] for stage in stages] or list(self.running.values()):
            self.entries.append(clocks.move(self.case, clock, kind, now=self.now, until=until))
            self.moved.append(clock)

    def end_orders(self, why: str, *, post: int | None = None, state: str = "") -> None:
        """Let the open co-handling orders of the case, or that of one post, lapse with a reason, each with an event."""
        for order in owing.lapse(self.case, why=why, by=self.by, now=self.now, post=post):
            data = {"order": order.pk, "post": order.post_id}
            self.record("case.cohandling_lapsed", from_state=state, to_state=state, note=why, data=data)

    def _settle_request(self, verdict: str) -> None:
        """End what waits for approval on this case with a verdict."""
        request = Approval.objects.get(case=self.case, verdict="")
        decided_by = self.by.user if verdict != Approval.Verdict.LAPSED else None
        request.verdict, request.decided_at, request.decided_by = verdict, self.now, decided_by
        request.save(update_fields=["verdict", "decided_at", "decided_by"])
        self.case.asked, self.case.asked_of, self.case.asked_by = "", "", None

    def _is_out_of_reach(self) -> bool:
        """Tell whether what is asked can no longer be granted where the case stands now."""
        grants, _refuses = workflow.deciding(self.case.asked)
        return self.case.state not in workflow.ACTIONS[grants].sources

    def _lapse_orders(self, before: str) -> None:
        """Let co-handling orders lapse that nobody needs now: the case has left its unit, or their post leads it."""
        if self.case.state not in workflow.CO_HANDLED:
            post, why = None, gettext("The case went on without it: %(state)s.") % {"state": self.case.state_label}
        elif self.case.owner_id in self.case.owing:
            post, why = self.case.owner_id, gettext("This post leads the case now.")
        else:
            return
        self.end_orders(why, post=post, state=before)

    def _hold_orders(self, before: str) -> None:
        """Let the limits of open orders stand still as long as the case does."""
        was_paused, is_paused = before in workflow.PAUSED, self.case.state in workflow.PAUSED
        if is_paused and not was_paused:
            owing.hold(self.case, self.now)
        elif was_paused and not is_paused:
            handle = self.running.get(workflow.Clock.HANDLE.value)
            owing.take_up(self.case, self.now, handle and handle.due_at)

    def write(self) -> None:
        """Write the clocks, the case once, and the events; hand the events over on commit. Without events: nothing."""
        if not self.events:
            return
        clocks.settle(self.case, self.running, self.started, self.moved)
        self.case.waiting_on_id = seats.waiting_on(self.case, self.now)
        self.case.version += 1
        self.case.changed_at = self.now
        if self.case.pk:
            self.case.save(update_fields=self._changed())
        else:
            insert([self.case])
        for void in {clock.is_void for clock in self.stopped}:
            rows = [clock.pk for clock in self.stopped if clock.is_void == void]
            StageClock.objects.filter(pk__in=rows).update(stopped_at=Greatest("started_at", self.now), is_void=void)
        insert(self.started)
        if self.moved:
            StageClock.objects.bulk_update(self.moved, ["warn_at", "due_at", "is_moved"])
            ClockEntry.objects.bulk_create(self.entries)
        insert(self.events)
        for event in self.events:
            if event.handled_at is None:
                outbox.hand_over(event)

    def _changed(self) -> list[str]:
        """Return the columns that differ from what was found: writing all seventy costs a millisecond."""
        columns = (field.attname for field in self.case._meta.concrete_fields)
        return [name for name in columns if getattr(self.case, name) != self.found[name]]

    def _ask(self, name: str, action: workflow.Action) -> None:
        verdict = permissions.may(name, self.case, self.by) and permissions.in_time(name, self.case, self.now)
        if not verdict:
            possible = self.case.state in action.sources
            raise NotPermitted(verdict.reason) if possible else NotPossible(verdict.reason, self.case)

    def _turn(self, action: workflow.Action, limit, void: bool) -> None:
        if action.pauses:
            self.move(ClockEntry.Kind.PAUSE)
        for stage in action.stops:
            clock = self.running.pop(stage.value, None)
            if clock:
                # two machines' clocks may differ by a moment; no clock stops before it starts
                clock.stopped_at, clock.is_void = max(self.now, clock.started_at), void
                if clock.pk:
                    self.stopped.append(clock)
        for stage in action.starts:
            if stage.value not in self.running:
                clock = clocks.begin(self.case, stage, now=self.now, limit=limit)
                self.running[stage.value] = clock
                self.started.append(clock)
