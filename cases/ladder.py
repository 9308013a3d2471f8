"""The rungs of the ladder (DOMAIN §3.6) as a rule: when each one comes, who watches from then on, which card goes out.

Pure: rungs and calendar in, moments out. The rungs in force are rows that an administrator edits (cases.rungs);
STANDARD is what they begin with. A rung comes when a share of the limit is used or, after the deadline, when a time of
grace is over, whichever is sooner. Rung 5 has no moment of its own: it is the date of a joint meeting, missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases import deadlines
from cases.deadlines import Limit, OfficeCalendar

DUE = 100  # per cent of the limit
REMINDER, YELLOW, RED = "reminder", "yellow", "red"
WARNING_RUNG, DUE_RUNG, MEETING_RUNG = 1, 2, 5
NUMBERS = (1, 2, 3, 4, 5)
LEVELS = (0, 1, 2, 3)  # district, street, community, grid
SEVERITY = ("", REMINDER, YELLOW, RED)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: percent of the limit used, grace after the deadline, the level that watches, the card, the meeting.

    `level` and `meets` are levels of the tree (0 district … 3 grid); `meets` None proposes to no meeting.
    """

    number: int
    percent: int
    level: int
    card: str = ""
    grace: Limit | None = None
    meets: int | None = None


Ladder = tuple[Rung, ...]  # the five rungs in their order

STANDARD: Ladder = (
    Rung(1, 80, 3),
    Rung(2, DUE, 2, REMINDER),
    Rung(3, 150, 1, YELLOW, Limit(1, "D")),
    Rung(4, 200, 0, RED, Limit(3, "D"), meets=0),
    Rung(5, DUE, 0, RED),
)


def faults(rungs: Iterable[Rung]) -> dict[int, list[str]]:
    """Return what is wrong with a ladder as codes by the number of the rung; an empty dict for a sound one.

    Codes: early (rung 1 comes before the deadline), deadline (rung 2 is the deadline), after (rungs 3 and 4 come after
    it), order (not before the rung below), watch (a higher rung never has fewer watchers), card (never a milder card
    than the rung below), meeting_date (rung 5 is a red card at the district and does nothing more by itself).
    """
    found: dict[int, list[str]] = {}
    ordered = sorted(rungs, key=lambda rung: rung.number)
    for rung, below in zip(ordered, [None, *ordered], strict=False):
        codes = _faults_of(rung) + (_faults_beside(rung, below) if below and rung.number < MEETING_RUNG else [])
        if codes:
            found[rung.number] = codes
    return found


def _faults_of(rung: Rung) -> list[str]:
    if rung.number == MEETING_RUNG:
        is_plain = (rung.card, rung.level, rung.meets, rung.grace, rung.percent) == (RED, 0, None, None, DUE)
        return [] if is_plain else ["meeting_date"]
    if rung.number == WARNING_RUNG:
        return [] if rung.percent < DUE and rung.grace is None else ["early"]
    if rung.number == DUE_RUNG:
        return [] if rung.percent == DUE and rung.grace is None else ["deadline"]
    return [] if rung.percent > DUE else ["after"]


def _faults_beside(rung: Rung, below: Rung) -> list[str]:
    codes = []
    if rung.percent < below.percent:
        codes.append("order")
    if rung.level > below.level:
        codes.append("watch")
    if SEVERITY.index(rung.card) < SEVERITY.index(below.card):
        codes.append("card")
    return codes


def moments(
    start: datetime, limit: Limit, calendar: OfficeCalendar, rungs: Ladder = STANDARD
) -> tuple[datetime, datetime, datetime, datetime]:
    """Return when the first four rungs come; no rung is earlier than the one before it."""
    due_at = deadlines.due(start, limit, calendar)
    found: list[datetime] = []
    for rung in rungs[:4]:
        at = due_at if rung.percent == DUE else deadlines.share(start, rung.percent / DUE, limit, calendar)
        found.append(max([_sooner(at, due_at, rung.grace, calendar), *found[-1:]]))
    return tuple(found)


def moved(
    until: datetime, limit: Limit, calendar: OfficeCalendar, rungs: Ladder = STANDARD
) -> tuple[datetime, datetime]:
    """Return when the third and fourth rung come after a due time that was moved: what the rung has beyond the limit
    counts from there.
    """
    third, fourth = (
        _sooner(deadlines.share(until, (rung.percent - DUE) / DUE, limit, calendar), until, rung.grace, calendar)
        for rung in rungs[2:4]
    )
    return third, max(third, fourth)


def acts_at(moment: datetime, limit: Limit, calendar: OfficeCalendar) -> datetime:
    """Return when what comes at a moment is acted on: at once for emergencies, else when the office is open next."""
    return moment if limit.is_round_the_clock else deadlines.opening(moment, calendar)


def _sooner(moment: datetime, due_at: datetime, grace: Limit | None, calendar: OfficeCalendar) -> datetime:
    # A calendar without working days must not stop the ladder of an emergency, which needs none.
    if grace is None:
        return moment
    try:
        return min(moment, deadlines.due(due_at, grace, calendar))
    except deadlines.NoOfficeTime:
        return moment
