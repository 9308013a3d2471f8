"""When a clock is due: a pure function of its start, its limit, what moved it, and the calendar.

Pauses move every moment of the ladder in the coin of the clock (deadlines.shift); an approved extension sets a new due
time, and the moments after it are counted from there. The same entries and the same calendar always give the same
answer, so stored due times can be counted again when the calendar changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases import deadlines, ladder
from cases.deadlines import Limit, OfficeCalendar

PAUSE, RESUME, EXTEND = "pause", "resume", "extend"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the account: its kind, when it was made and, for an extension, until when."""

    kind: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The moments of one clock: lamp yellow, then the first four rungs of the ladder, none before the last.

    The second rung is the due time.
    """

    warn_at: datetime
    rungs: tuple[datetime, datetime, datetime, datetime]

    @property
    def due_at(self) -> datetime:
        return self.rungs[1]


def reckon(
    start: datetime,
    limit: Limit,
    entries: Iterable[Entry],
    calendar: OfficeCalendar,
    rungs: ladder.Ladder = ladder.STANDARD,
) -> Reckoning:
    """Return the moments of a clock. Entries come in the order in which they were made.

    Raises ValueError for a pause within a pause, or a resumption without a pause.
    """
    moments = [deadlines.warn(start, limit, calendar), *ladder.moments(start, limit, calendar, rungs)]
    paused_at = None
    for entry in entries:
        if entry.kind == PAUSE:
            if paused_at is not None:
                raise ValueError("a clock that stands still cannot be paused")
            paused_at = entry.at
        elif entry.kind == RESUME:
            if paused_at is None:
                raise ValueError("a clock that runs cannot be resumed")
            moments = [deadlines.shift(moment, paused_at, entry.at, limit, calendar) for moment in moments]
            paused_at = None
        else:
            moments = _extended(moments, entry, limit, calendar, rungs)
    return Reckoning(moments[0], tuple(moments[1:]))


def _extended(
    moments: list[datetime], entry: Entry, limit: Limit, calendar: OfficeCalendar, rungs: ladder.Ladder
) -> list[datetime]:
    """Return the moments after an extension: lamp and warning by the time added, cards from its end."""
    until = max(entry.until, moments[2])
    added = until - entry.at
    warn_at = max(moments[0], entry.at + added * deadlines.WARN_SHARE)
    warning_at = min(max(moments[1], entry.at + added * (rungs[0].percent / ladder.DUE)), until)
    return [warn_at, warning_at, until, *ladder.moved(until, limit, calendar, rungs)]
