"""The ladder (DOMAIN §3.6): what is due climbs rung by rung. The clock comes in as `now`, so months can be played.

Which rung comes when, who watches from then on, and which card goes out are rows (cases.rungs). Escalation changes who
watches; the responsible unit changes only by decision. Batches of cases are claimed with SKIP LOCKED, so sweeps that
run at the same time share the work; each batch is one transaction and the memory of one batch is all that is held.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction

from cases import agendas, clocks, ladder, outbox, reactive, rungs, supervision
from cases.models import Case, CaseEvent, Escalation, StageClock
from cases.workflow import Clock
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

PUSH_BACK = timedelta(hours=1)
BATCH = 100  # small enough that two sweeps share what has come since the last minute
MOVE = (
    "UPDATE cases_case SET escalation_rung = new.rung, escalate_at = new.at, watch_level = new.level"
    " FROM unnest(%s::bigint[], %s::smallint[], %s::timestamptz[], %s::smallint[]) AS new (id, rung, at, level)"
    " WHERE cases_case.id = new.id"
)
COLUMNS = (
    "number", "state", "category", "urgency", "text", "grid", "community", "street", "district", "owner", "waiting_on",
    "escalate_at", "escalation_rung", "watch_level", "resolution_due_at", "in_meeting", "assigned_at", "reported_at",
)  # fmt: skip


@dataclass
class Climb:
    """What one case climbs in one go: its new rungs with what they bring. Nothing is stored yet."""

    case: Case
    steps: list[tuple[ladder.Rung, Escalation]]


def sweep(now, limit: int = 20_000) -> dict[str, int]:
    """Climb every rung that has come by `now`, for about `limit` cases at most, and return {"climbed": n, "failed": n}.

    A broken row is logged, pushed back an hour and stays visible, and never stops the others.
    """
    counts = {"climbed": 0, "failed": 0}
    while sum(counts.values()) < limit:
        found = _climb_batch(now)
        if not sum(found.values()):  # nothing is due, or other sweeps hold what is
            break
        for outcome, count in found.items():
            counts[outcome] += count
    return counts


def _climb_batch(now) -> dict[str, int]:
    """Claim some due cases and climb; where the database refuses the batch, climb its cases one by one."""
    claimed: list[int] = []
    broken: dict[int, str] = {}
    try:
        with transaction.atomic():
            cases = list(_claim(Case.objects.escalating(now))[:BATCH])
            claimed += [case.pk for case in cases]
            broken = climb(cases, now)
    except Exception as error:
        if not claimed:
            raise
        log.warning("A batch of %s cases could not be escalated at once: %s", len(claimed), trouble.words(error))
        broken = _one_by_one(claimed, now)
    for pk, said in broken.items():
        _push_back(pk, said, now)
    return {"climbed": len(claimed) - len(broken), "failed": len(broken)}


def _one_by_one(claimed: list[int], now) -> dict[int, str]:
    """Climb each case in a transaction of its own; return what went wrong by case."""
    broken = {}
    for pk in claimed:
        try:
            with transaction.atomic():
                broken |= climb(list(_claim(Case.objects.escalating(now).filter(pk=pk))), now)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this row's alone
            broken[pk] = trouble.words(error)
    return broken


def _claim(cases):
    """Lock due cases that no other sweep holds, with the columns that the ladder needs."""
    return cases.select_for_update(of=("self",), skip_locked=True, no_key=True).only(*COLUMNS)


def climb(cases: list[Case], now) -> dict[int, str]:
    """Climb every rung of some locked cases that has come by `now`; return what is wrong with those left out.

    A constant number of queries, whatever the number of cases. The year's running number is taken last.
    """
    broken: dict[int, str] = {}
    climbs: list[Climb] = []
    keys = [case.pk for case in cases]
    running = clocks.climbing(keys)
    columns = ("case_id", "clock_id", "rung", "due_at")
    before = set(Escalation.objects.filter(case__in=keys).values_list(*columns))
    for case in cases:
        try:
            climbs.append(Climb(case, _steps(case, running.get(case.pk), before, now)))
        except Exception as error:  # noqa: BLE001 - a limit nobody can read, a calendar without days
            broken[case.pk] = trouble.words(error)
    _store(climbs, now)
    return broken


def _steps(case: Case, clock: StageClock | None, before: set, now) -> list[tuple[ladder.Rung, Escalation]]:
    """Return the rungs of a case that have come and were not climbed before, and set its next one. No queries."""
    found = []
    own = rungs.of(case)
    while case.escalate_at is not None and case.escalate_at <= now:
        if clock is None or not case.is_open:
            case.escalate_at = None
            break
        by_meeting = case.resolution_due_at is not None and clock.stage == Clock.HANDLE
        number = ladder.MEETING_RUNG if by_meeting else case.escalation_rung + 1
        due_at = case.resolution_due_at if by_meeting else clock.due_at
        if (case.pk, clock.pk, number, due_at) not in before:
            rung = own[number - 1]
            case.watch_level = min(rung.level, case.watch_level)
            level = case.watch_level
            found.append((rung, Escalation(case=case, clock=clock, rung=number, due_at=due_at, at=now, level=level)))
        case.escalation_rung = number
        case.escalate_at = None if by_meeting else clocks.rung_at(clock, number + 1, case)
    return found


def _store(climbs: list[Climb], now) -> None:
    """Write what some cases climb: rungs, cases, events, proposals, notices.

    The version of a case stays: who watches is no reason to refuse what somebody is typing.
    """
    _move([climb.case for climb in climbs])
    steps = [step for climb in climbs for step in climb.steps]
    Escalation.objects.bulk_create([escalation for _rung, escalation in steps])
    cards = [(rung, escalation) for rung, escalation in steps if rung.card]
    numbers = {notice.escalation_id: notice.number for notice in supervision.cards(cards, now)}
    events = [_event(escalation, numbers.get(escalation.pk), now) for _rung, escalation in steps]
    CaseEvent.objects.bulk_create(events)
    agendas.propose_overdue(
        [(escalation.case, rung.meets) for rung, escalation in steps if rung.meets is not None], now=now
    )
    for event in events:
        outbox.hand_over(event)


def _move(cases: list[Case]) -> None:
    """Write the rungs of some cases in one statement: Django's bulk_update costs as much as all the rest together."""
    columns = zip(*((case.pk, case.escalation_rung, case.escalate_at, case.watch_level) for case in cases), strict=True)
    if cases:
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [list(column) for column in columns])


def _event(step: Escalation, notice: str | None, now) -> CaseEvent:
    data = {"rung": step.rung, "level": step.level, "stage": step.clock.stage, "due_at": step.due_at.isoformat()}
    return CaseEvent(
        case=step.case,
        kind="case.escalated",
        at=now,
        from_state=step.case.state,
        to_state=step.case.state,
        data=data | ({"notice": notice} if notice else {}),
        try_at=now + outbox.GRACE if "case.escalated" in reactive.KINDS else None,
    )


def _push_back(pk: int, said: str, now) -> None:
    """Put a case that cannot be escalated off for an hour and leave an event that the admin lists."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
        log.error("Case %s could not be escalated: %s", case.number, said)
        Case.objects.filter(pk=pk).update(escalate_at=now + PUSH_BACK)
        CaseEvent.objects.create(
            case=case,
            kind="case.escalation_failed",
            at=now,
            from_state=case.state,
            to_state=case.state,
            handled_at=now,
            data={"error": said},
        )
