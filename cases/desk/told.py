"""How a notice to a post reads: what happened, by whom, on which card, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from cases.desk import timeline
from cases.desk.clock_account import SHORT
from cases.models import Notice


@dataclass(frozen=True)
class Line:
    """One notice, of a case or of a joint meeting (url leads to either).

    card is the number of a supervision notice (督办〔2026〕12号); stage and due_at say what is due.

    is_late tells that the limit has passed and the case still stands there.
    """

    notice: Notice
    url: str
    title: str
    subject: str
    number: str
    who: str
    card: str
    stage: str
    due_at: datetime | None
    is_late: bool


def lines(notices: list[Notice], now: datetime) -> list[Line]:
    """Return the lines of some notices with their events and cases loaded. No queries."""
    return [_line(notice, now) for notice in notices]


def _line(notice: Notice, now: datetime) -> Line:
    if notice.meeting_id:
        return _meeting(notice)
    event = notice.event
    [(_event, title, who)] = timeline.titles([event])
    case, data = event.case, event.data
    if data.get("order"):  # what is told of a co-handling order speaks of the order
        due_at = datetime.fromisoformat(data["due_at"]) if data.get("due_at") else None
        is_late = bool(due_at) and due_at < now and data["post"] in case.owing
        url = reverse("desk-case", args=[case.number])
        stage = gettext("Co-handling")
        return Line(notice, url, title, case.title, case.number, who, "", stage, due_at, is_late)
    if data.get("due_at") and data.get("stage") in SHORT:  # a warning speaks of its own limit
        stage, due_at, clock = str(SHORT[data["stage"]]), datetime.fromisoformat(data["due_at"]), data["stage"]
    else:
        stage, due_at, clock = case.state_label, case.due_at if case.is_open else None, case.look.clock
    is_late = bool(due_at) and due_at < now and case.is_open and clock == case.look.clock
    url = reverse("desk-case", args=[case.number])
    return Line(notice, url, title, case.title, case.number, who, data.get("notice", ""), stage, due_at, is_late)


def _meeting(notice: Notice) -> Line:
    """Return the line of a notice about a meeting: called, moved, cancelled, minutes to sign, signed."""
    meeting, about = notice.meeting, Notice.About
    name = "meeting-minutes" if notice.about in (about.TO_SIGN, about.SIGNED) else "meeting"
    is_to_come = notice.about in (about.CALLED, about.MOVED)
    return Line(
        notice=notice,
        url=reverse(name, args=[meeting.pk]),
        title=str(notice.get_about_display()),
        subject=meeting.title,
        number=meeting.place,
        who=meeting.unit_label,
        card="",
        stage=gettext("Held"),
        due_at=meeting.held_at if is_to_come else None,
        is_late=False,
    )
