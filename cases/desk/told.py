"""How a notice to a post reads: what happened, by whom, on which card, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from cases.desk import timeline
from cases.desk.clock_account import SHORT
from cases.models import Notice


@dataclass(frozen=True)
class Line:
    """One notice: card is the number of a supervision notice (督办〔2026〕12号); stage and due_at say what is due.

    is_late tells that the limit has passed and the case still stands there.
    """

    notice: Notice
    title: str
    who: str
    card: str
    stage: str
    due_at: datetime | None
    is_late: bool


def lines(notices: list[Notice], now: datetime) -> list[Line]:
    """Return the lines of some notices with their events and cases loaded. No queries."""
    return [_line(notice, now) for notice in notices]


def _line(notice: Notice, now: datetime) -> Line:
    event = notice.event
    [(_event, title, who)] = timeline.titles([event])
    case, data = event.case, event.data
    if data.get("order"):  # what is told of a co-handling order speaks of the order
        due_at = datetime.fromisoformat(data["due_at"]) if data.get("due_at") else None
        is_late = bool(due_at) and due_at < now and data["post"] in case.owing
        return Line(notice, title, who, "", gettext("Co-handling"), due_at, is_late)
    if data.get("due_at") and data.get("stage") in SHORT:  # a warning speaks of its own limit
        stage, due_at, clock = str(SHORT[data["stage"]]), datetime.fromisoformat(data["due_at"]), data["stage"]
    else:
        stage, due_at, clock = case.state_label, case.due_at if case.is_open else None, case.look.clock
    is_late = bool(due_at) and due_at < now and case.is_open and clock == case.look.clock
    return Line(notice, title, who, data.get("notice", ""), stage, due_at, is_late)
