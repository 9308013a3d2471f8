"""The account of time limits (时限账): how much of each clock's limit was used, and whether in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from cases import due_words, workflow
from cases.deadlines import WARN_SHARE, Limit, OfficeCalendar, working_minutes_between
from cases.models import StageClock

STAGES = ("accept", "assign", "sign_for", "respond", "handle", "verify", "call_back")
LENGTH = 240  # of the drawn bar
SHORT = {
    "accept": _("Accept"),
    "assign": _("Assign"),
    "sign_for": _("Sign for"),
    "respond": _("Respond"),
    "handle": _("Handle"),
    "verify": pgettext_lazy("button", "Verify"),
    "call_back": _("Call back"),
}


@dataclass(frozen=True)
class Bar:
    """One clock as a bar: words for used and limit, its colour, and what became of it."""

    label: str
    used: str
    limit: str
    share: float
    state: str  # "waiting", "running", "kept", "missed"
    color: str  # "" (brand), "amber", "red"
    note: str = ""  # what a joint meeting made of the limit
    original: float | None = None  # where the limit stood before, as a share of the bar

    @property
    def mark(self) -> int | None:
        """Return where the original limit stands on the bar."""
        return None if self.original is None else round(LENGTH * self.original)

    @property
    def width(self) -> int:
        return round(LENGTH * min(max(self.share, 0), 1))

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    @property
    def word(self) -> str:
        words = {"waiting": gettext("not yet"), "kept": gettext("in time"), "missed": gettext("too late")}
        return words.get(self.state) or gettext("running")


def of(
    clocks: list[StageClock], now: datetime, calendar: OfficeCalendar, meeting_due_at: datetime | None = None
) -> list[Bar]:
    """Return the six bars of a case in the order of the work; the latest run of each clock counts.

    With a joint meeting's date the bar of handling ends at that date and marks the original limit.
    """
    latest = {clock.stage: clock for clock in clocks if not clock.is_void}
    return [_bar(stage, latest.get(stage), now, calendar, meeting_due_at) for stage in STAGES]


def running(
    clocks: list[StageClock],
    stage: str | None,
    now: datetime,
    calendar: OfficeCalendar,
    meeting_due_at: datetime | None = None,
) -> Bar | None:
    """Return the bar of one stage's latest run, None if it never ran."""
    found = [clock for clock in clocks if clock.stage == stage and not clock.is_void]
    return _bar(stage, found[-1], now, calendar, meeting_due_at) if found else None


def _bar(stage: str, clock: StageClock | None, now: datetime, calendar: OfficeCalendar, meeting_due_at=None) -> Bar:
    label = str(SHORT[workflow.Clock(stage).value])
    if clock is None:
        return Bar(label, "", "", 0, "waiting", "")
    end = clock.stopped_at or now
    limit = Limit.parse(clock.limit)
    used, share = _used(clock.started_at, end, limit, calendar)
    if stage == workflow.Clock.HANDLE and meeting_due_at and meeting_due_at > clock.started_at:
        return _bar_to_meeting(label, clock, end, meeting_due_at, used)
    late = clock.is_late(now)
    if clock.stopped_at:
        state, color = ("missed", "red") if late else ("kept", "")
    else:
        state, color = "running", "red" if late else "amber" if clock.warn_at <= now else ""
    return Bar(label, used, due_words.limit(clock.limit), share, state, color)


def _bar_to_meeting(label: str, clock: StageClock, end: datetime, meeting_due_at: datetime, used: str) -> Bar:
    """Return the bar of handling from its start to the meeting's date; the original limit stays on it as a mark."""
    whole = meeting_due_at - clock.started_at
    share = (end - clock.started_at) / whole
    late = end > meeting_due_at
    if clock.stopped_at:
        state, color = ("missed", "red") if late else ("kept", "")
    else:
        state, color = "running", "red" if late else "amber" if share >= WARN_SHARE else ""
    return Bar(
        label,
        used,
        due_words.limit(clock.limit),
        share,
        state,
        color,
        note=due_words.meeting_set(clock.due_at, meeting_due_at, end),
        original=(clock.due_at - clock.started_at) / whole if clock.due_at < meeting_due_at else None,
    )


def _used(start: datetime, end: datetime, limit: Limit, calendar: OfficeCalendar) -> tuple[str, float]:
    """Return how much of a limit was used, in words and as a share, in the coin of the limit's own clock."""
    if limit.is_round_the_clock:
        return due_words.span(end - start), (end - start) / limit.duration
    if limit.unit == "C":
        days = (calendar.local_date(end) - calendar.local_date(start)).days
        return due_words.UNITS["C"](days), days / limit.amount
    if limit.unit == "D":
        start = min(calendar.midnight(calendar.local_date(start) + timedelta(days=1)), end)
    worked = timedelta(minutes=working_minutes_between(start, end, calendar))
    if limit.unit == "H":
        return due_words.span(worked), worked / limit.duration
    days = worked / calendar.day_length
    return gettext("%(days)s working days") % {"days": f"{round(days, 1):g}"}, days / limit.amount
