"""The seven steps 采集…评价 of one case: which are done and when, where it stands, what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from cases.models import Case
from cases.workflow import STEP_LABELS, State, Step

DONE_AT = {
    Step.COLLECT: "reported_at",
    Step.REPORT_UP: "accepted_at",
    Step.ASSIGN: "assigned_at",
    Step.HANDLE: "fed_back_at",
    Step.FEED_BACK: "verified_at",
    Step.CLOSE: "closed_at",
    Step.EVALUATE: "",
}


@dataclass(frozen=True)
class StepMark:
    """One step of the strip; mark is done, now or empty."""

    label: str
    mark: str
    at: datetime | None = None
    detail: str = ""


def of(case: Case) -> list[StepMark]:
    """Return the seven steps of a case."""
    order = list(Step)
    current = order.index(case.look.step)
    if case.state == State.CLOSED:
        current = order.index(Step.EVALUATE)
    if case.state == State.EVALUATED:
        current = len(order)
    marks = []
    for number, step in enumerate(order):
        label = gettext(STEP_LABELS[step])
        if number < current:
            column = DONE_AT[step]
            marks.append(StepMark(label, "done", getattr(case, column) if column else None))
        elif number == current:
            rating = gettext("Within 15 days") if case.state == State.CLOSED else case.state_label
            marks.append(StepMark(label, "now", detail=rating))
        else:
            marks.append(StepMark(label, "", detail=_ahead(step)))
    return marks


def _ahead(step: Step) -> str:
    words = {
        Step.CLOSE: gettext("After the call-back"),
        Step.EVALUATE: gettext("Within 15 days of closing"),
    }
    return words.get(step, "")
