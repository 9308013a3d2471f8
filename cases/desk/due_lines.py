"""The small lines under a case's due time: the clock that runs beside the leading one, and the meeting's date."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from cases import due_words
from cases.desk.clock_account import SHORT
from cases.models import Case, StageClock
from cases.workflow import Clock

BESIDE = (Clock.HANDLE, Clock.RESPOND)  # the weightier first; one line is enough


@dataclass(frozen=True)
class Line:
    """One line; color is "amber" or "red" where the clock it speaks of is near its end or past it."""

    words: str
    color: str = ""


def of(case: Case, clocks: list[StageClock], now: datetime) -> list[Line]:
    """Return at most two lines for an open case: what else is due, and what a joint meeting made of the limit."""
    if not case.is_open:
        return []
    running = {Clock(clock.stage): clock for clock in clocks if clock.stopped_at is None and not clock.is_void}
    lines = []
    stage = next((stage for stage in BESIDE if stage in running and stage != case.look.clock), None)
    if stage == Clock.HANDLE and case.resolution_due_at:
        lines.append(_until(stage, case.resolution_due_at, case.resolution_due_at < now, now))
    elif stage:
        clock = running[stage]
        lines.append(_until(stage, clock.due_at, clock.due_at < now, now, is_near=clock.warn_at <= now))
    if case.resolution_due_at and Clock.HANDLE in running:
        lines.append(Line(due_words.meeting_set(running[Clock.HANDLE].due_at, case.resolution_due_at, now)))
    return lines


def _until(stage: Clock, due_at: datetime, is_late: bool, now: datetime, is_near: bool = False) -> Line:
    words = {"state": str(SHORT[stage.value]), "when": due_words.moment(due_at, now)}
    return Line(gettext("%(state)s · until %(when)s") % words, "red" if is_late else "amber" if is_near else "")
