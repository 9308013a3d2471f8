"""The seven steps of a board: the river and its stops with their words and links."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import measures, workflow
from cases.dashboards import river
from cases.dashboards.figures import NOTHING
from cases.dashboards.wording import span, thousands
from cases.workflow import Step


@dataclass(frozen=True)
class Stop:
    """One step of the river with its words and links."""

    label: str
    count: str
    words: str
    url: str
    half: str
    nine_tenths: str
    passed_url: str
    late: int
    x: int
    lead_to: int  # where the line from the words down to the water ends
    in_lake: bool


def of(board) -> tuple[river.River, list[Stop]]:
    """Return the drawing and its seven stops."""
    steps = list(Step)
    drawing = river.draw([_stop_numbers(board, step) for step in steps])
    stops = [_stop(board, step, number, drawing) for number, step in enumerate(steps)]
    return drawing, stops


def _stop_numbers(board, step) -> river.Stop:
    waiting, passed = board.figures.waiting[step], board.figures.passed.get(step)
    flow = passed.count if passed else 0
    if step == Step.COLLECT:
        flow = board.figures.rates["self_found"].get(board.period, NOTHING).whole
    if step == Step.EVALUATE:
        return river.Stop(board.figures.rates["satisfied"].get(board.period, NOTHING).whole, 0)
    return river.Stop(flow, waiting.count, waiting.late, waiting.soon)


def _stop(board, step, number, drawing) -> Stop:
    waiting, passed = board.figures.waiting[step], board.figures.passed.get(step)
    half = most = url = ""
    if step == Step.COLLECT:
        count = board.figures.rates["self_found"].get(board.period, NOTHING).whole
        half, url = _("%(count)s reported") % {"count": thousands(count)}, board.behind("reported")
    elif step == Step.EVALUATE:
        count = board.figures.rates["satisfied"].get(board.period, NOTHING).whole
        half, url = _("%(count)s rated") % {"count": thousands(count)}, board.behind("rated")
    elif passed:
        half = _("median %(time)s") % {"time": span(passed.half)}
        most = _("nine in ten within %(time)s") % {"time": span(passed.nine_tenths)}
        url = board.behind(f"passed_{measures.PASSING[step].value}")
    return Stop(
        label=_(workflow.STEP_LABELS[step]),
        count=thousands(waiting.count),
        words=_waiting_words(step),
        url=board.behind(f"wait_{step.value}"),
        half=half,
        nine_tenths=most,
        passed_url=url,
        late=waiting.late,
        x=drawing.places[number],
        lead_to=max(drawing.tops[number] - 8, 78),
        in_lake=number == drawing.deepest,
    )


def _waiting_words(step) -> str:
    return {
        Step.COLLECT: _("waiting for details"),
        Step.REPORT_UP: _("to accept or assign"),
        Step.ASSIGN: _("to sign for"),
        Step.HANDLE: _("being handled"),
        Step.FEED_BACK: _("to verify"),
        Step.CLOSE: _("to call back"),
        Step.EVALUATE: _("to be rated"),
    }[step]
