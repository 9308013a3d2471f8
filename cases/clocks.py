"""Stage clocks: what each limit is, when it is due, and how the case's own due times follow."""

from django.db.models import prefetch_related_objects

from cases import deadlines, ladder, limits, office, reckoning, rungs, workflow
from cases.models import Case, ClockEntry, StageClock
from cases.workflow import Clock, State

# How far lateness of a clock climbs the ladder. Cards are for handling alone; clocks not named only colour the lamp.
TOP_RUNG = {Clock.ACCEPT: 2, Clock.ASSIGN: 2, Clock.HANDLE: 4, Clock.VERIFY: 2}


def begin(case: Case, stage: Clock, *, now, limit: deadlines.Limit | None = None) -> StageClock:
    """Return a clock that starts now, with its due times; the caller saves it with the case."""
    limit = limit or limit_of(case, stage)
    calendar = office.calendar(case.district_id)
    return StageClock(
        case=case,
        stage=stage.value,
        limit=str(limit),
        started_at=now,
        warn_at=deadlines.warn(now, limit, calendar),
        due_at=deadlines.due(now, limit, calendar),
    )


def move(case: Case, clock: StageClock, kind: str, *, now, until=None) -> ClockEntry:
    """Pause, resume or extend a running clock: return the new entry of its ledger, with the clock counted anew.

    The caller saves both with the case.
    """
    entry = ClockEntry(clock=clock, kind=kind, at=now, until=until)
    clock.is_moved = True
    if kind != ClockEntry.Kind.PAUSE:
        count_anew(case, clock, [*entries(clock), reckoning.Entry(kind, now, until)])
    return entry


def count_anew(case: Case, clock: StageClock, ledger: list[reckoning.Entry]) -> None:
    """Set the due times of a clock from its ledger and today's calendar."""
    found = reckon(case, clock, ledger)
    clock.warn_at, clock.due_at = found.warn_at, found.due_at


def entries(clock: StageClock) -> list[reckoning.Entry]:
    """Return the ledger of a clock; no query for a clock that nothing moved."""
    if not clock.pk or not clock.is_moved:
        return []
    return [reckoning.Entry(row.kind, row.at, row.until) for row in clock.entries.all()]


def reckon(case: Case, clock: StageClock, ledger: list[reckoning.Entry]) -> reckoning.Reckoning:
    """Return the moments of a clock by the calendar of the case's district."""
    limit = deadlines.Limit.parse(clock.limit)
    return reckoning.reckon(clock.started_at, limit, ledger, office.calendar(case.district_id), rungs.of(case))


def limit_of(case: Case, stage: Clock) -> deadlines.Limit:
    """Return the limit of a stage for a case: the category's for handling, else the table of urgencies."""
    if stage == Clock.HANDLE:
        return deadlines.Limit.parse(case.category.limit) if case.category else limits.UNKNOWN_KIND
    if stage == Clock.RESPOND and case.category and case.category.respond_limit:
        return deadlines.Limit.parse(case.category.respond_limit)
    return limits.limit_for(stage.value, case.urgency)


def settle(case: Case, running: dict[str, StageClock], started: list[StageClock], moved: list[StageClock]) -> None:
    """Bring the case's stored due times in line with its state and running clocks. Saves nothing."""
    handle = running.get(Clock.HANDLE)
    if handle in started or handle in moved:
        case.handle_due_at = handle.due_at
        case.original_due_at = case.original_due_at or handle.due_at
    if running.get(Clock.SIGN_FOR) in started:
        case.return_until = running[Clock.SIGN_FOR].due_at
    leading = workflow.STATES[State(case.state)].clock
    current = running.get(leading.value) if leading else None
    case.due_at = current.due_at if current else None
    case.warn_at = current.warn_at if current else None
    if leading == Clock.HANDLE and case.resolution_due_at:
        case.due_at = case.resolution_due_at
        taken_up_at = case.signed_at or case.assigned_at
        case.warn_at = taken_up_at + (case.due_at - taken_up_at) * deadlines.WARN_SHARE
    _set_ladder(
        case, [clock for clock in started if clock.stage in TOP_RUNG and clock.stopped_at is None], leading, handle
    )
    if current in moved and leading in TOP_RUNG and not case.resolution_due_at:
        case.escalate_at = rung_at(current, case.escalation_rung + 1, case)


def _set_ladder(case: Case, climbing: list[StageClock], leading: Clock | None, handle: StageClock | None) -> None:
    """Set the next rung: the meeting's date where there is one, else the first rung of a clock just started."""
    if climbing:
        case.escalation_rung = 0
        case.escalate_at = rung_at(climbing[-1], 1, case)
    elif leading in (None, Clock.CALL_BACK):
        case.escalate_at = None
    if case.resolution_due_at and leading in (Clock.SIGN_FOR, Clock.HANDLE):
        date = _acts_at(case, handle, case.resolution_due_at) if handle else case.resolution_due_at
        case.escalate_at = None if case.escalation_rung >= ladder.MEETING_RUNG else date


def rung_at(clock: StageClock, rung: int, case: Case):
    """Return the moment a rung of a clock's ladder is climbed, or None above its top rung."""
    if rung > TOP_RUNG[Clock(clock.stage)]:
        return None
    return _acts_at(case, clock, reckon(case, clock, entries(clock)).rungs[rung - 1])


def _acts_at(case: Case, clock: StageClock, moment):
    """Return when what comes at a moment is acted on: in the night at once for emergencies, else at opening time."""
    return ladder.acts_at(moment, deadlines.Limit.parse(clock.limit), office.calendar(case.district_id))


def climbing(cases: list[int]) -> dict[int, StageClock]:
    """Return by case the running clock whose lateness climbs the ladder, the one started last. At most two queries."""
    running = StageClock.objects.filter(case__in=cases, stage__in=list(TOP_RUNG), stopped_at__isnull=True)
    found = {clock.case_id: clock for clock in running.order_by("started_at", "pk")}
    prefetch_related_objects([clock for clock in found.values() if clock.is_moved], "entries")
    return found
