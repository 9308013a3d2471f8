"""When a clock is due: a pure function of its start, its limit, what moved it, and the calendar.

Pauses move every moment of the ladder in the coin of the clock (deadlines.shift); an approved extension sets a new due
time, and the moments after it are counted from there. The same entries and the same calendar always give the same
answer, so stored due times can be counted again when the calendar changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases import deadlines
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
    """The moments of one clock: lamp yellow, early warning, due, yellow card, red card. Each not before the last."""

    warn_at: datetime
    warning_at: datetime
    due_at: datetime
    yellow_card_at: datetime
    red_card_at: datetime

    @property
    def rungs(self) -> tuple[datetime, datetime, datetime, datetime]:
        return self.warning_at, self.due_at, self.yellow_card_at, self.red_card_at


def reckon(start: datetime, limit: Limit, entries: Iterable[Entry], calendar: OfficeCalendar) -> Reckoning:
    """Return the moments of a clock. Entries come in the order in which they were made.

    Raises ValueError for a pause within a pause, or a resumption without a pause.
    """
    moments = [deadlines.warn(start, limit, calendar), *deadlines.ladder(start, limit, calendar)]
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
            moments = _extended(moments, entry, limit, calendar)
    return Reckoning(*moments)


def _extended(moments: list[datetime], entry: Entry, limit: Limit, calendar: OfficeCalendar) -> list[datetime]:
    """Return the moments after an extension: yellow when 80 % of the added time is used, cards counted from its end."""
    until = max(entry.until, moments[2])
    warn_at = max(moments[0], entry.at + (until - entry.at) * deadlines.WARN_SHARE)
    return [warn_at, warn_at, until, *deadlines.cards(until, limit, calendar)]
