"""Count stored due times anew after a change of the calendar: from the ledger of each running clock."""

from cases import clocks
from cases.lifecycle.change import Change, changing
from cases.models import Case


def preview(case: Case) -> list[tuple[str, object, object]]:
    """Return what counting anew would change on a case: stage, due time now, due time then. Changes nothing."""
    found = []
    for clock in case.clocks.filter(stopped_at__isnull=True):
        due_at = clocks.reckon(case, clock, clocks.entries(clock)).due_at
        if due_at != clock.due_at:
            found.append((clock.stage, clock.due_at, due_at))
    return found


def recount(case: Case, *, by, now) -> Case:
    """Set the due times of a case's running clocks from ledger and calendar; nothing where they are right already."""
    with changing(case, by=by, now=now) as change:
        changes = preview(change.case)
        if changes:
            _apply(change, {stage for stage, _old, _new in changes})
            data = {"stages": {stage: [old.isoformat(), new.isoformat()] for stage, old, new in changes}}
            change.record("case.recounted", data=data)
    return change.case


def _apply(change: Change, stages: set[str]) -> None:
    for stage in stages:
        clock = change.running[stage]
        clocks.count_anew(change.case, clock, clocks.entries(clock))
        change.moved.append(clock)
