"""What is counted: the sets of cases behind every figure, and the six rates made of them (DOMAIN §3.9).

A figure and the list behind it are the same condition: figures.py counts with it, lists.py lists with it.

The denominator rule: a case belongs to the period in which its limit falls. Not accepted, merged and voided cases are
out, cases on hold are subtracted, void clocks count for nobody. A joint meeting's date moves the limit only when it was
decided before the limit had passed: lateness already on record stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case as Choose, Exists, F, Func, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from cases import workflow
from cases.models import COUNTED, Case, CaseEvent, Rating, Resolution, Source, StageClock
from cases.queries import TERRITORY, CaseQuerySet
from cases.workflow import Clock, State, Step

OUT = (State.DRAFT, State.NOT_ACCEPTED, State.MERGED, State.VOIDED, State.WITHDRAWN)
SELF_FOUND = (Source.PATROL, Source.VISIT)  # 主动发现: somebody of the grid saw it before anybody complained
NOT_SOLVED = (Rating.Solved.PARTLY, Rating.Solved.NO)
NOT_SATISFIED = (Rating.Satisfaction.DISSATISFIED, Rating.Satisfaction.VERY_DISSATISFIED)
RATABLE = timedelta(days=15)  # how long a closed case may be rated

WAITING = {
    step: tuple(state for state, look in workflow.STATES.items() if look.step == step and state in workflow.OPEN)
    for step in Step
}
# the clock whose stopping means that a case has passed the step
PASSING = {
    Step.REPORT_UP: Clock.ACCEPT,
    Step.ASSIGN: Clock.SIGN_FOR,
    Step.HANDLE: Clock.HANDLE,
    Step.FEED_BACK: Clock.VERIFY,
    Step.CLOSE: Clock.CALL_BACK,
}


@dataclass(frozen=True)
class Window:
    """The half-open time [start, end) a figure looks at, never beyond now: what falls due later is not yet late."""

    start: datetime
    end: datetime
    now: datetime

    @classmethod
    def of(cls, period, now: datetime) -> "Window":
        return cls(period.start, min(period.end, max(now, period.start)), now)


def territory(grid, prefix: str = "") -> Q:
    """Return the condition that a case lies in a unit of the tree or below it."""
    return Q(**{f"{prefix}{TERRITORY[grid.level]}": grid.pk})


def counted(prefix: str = "") -> Q:
    return ~Q(**{f"{prefix}state__in": OUT})


class IsAmong(Func):
    """Whether a value is in an array. Unlike IN with a subquery it can be one arm of an OR that indexes answer."""

    arity = 2
    arg_joiner = " = ANY ("
    template = "%(expressions)s)"
    output_field = BooleanField()


def runs(stages, window: Window):
    """Return the clock runs whose limit falls in a window, annotated with that limit as `limit_at`."""
    decided_in_time = Exists(
        Resolution.objects.filter(item__case=OuterRef("case_id"), decided_at__lte=OuterRef("due_at"))
    )
    moved_by_meeting = Q(stage=Clock.HANDLE, case__resolution_due_at__isnull=False) & decided_in_time
    inside = {"gte": window.start, "lt": window.end}
    met = Case.objects.filter(**{f"resolution_due_at__{sign}": at for sign, at in inside.items()})
    return (
        StageClock.objects.filter(
            counted("case__"),
            Q(**{f"due_at__{sign}": at for sign, at in inside.items()})
            | Q(IsAmong(F("case_id"), ArraySubquery(met.values("pk")))),
            stage__in=stages,
            is_void=False,
        )
        .exclude(case__state=State.SUSPENDED)
        .annotate(limit_at=Choose(When(moved_by_meeting, then=F("case__resolution_due_at")), default=F("due_at")))
        .filter(**{f"limit_at__{sign}": at for sign, at in inside.items()})
    )


# Inside runs() every limit has passed, so a clock that still runs is late.
LATE = Q(stopped_at__isnull=True) | Q(stopped_at__gt=F("limit_at"))


def passed(window: Window):
    """Return the clock runs that ended in a window."""
    return StageClock.objects.filter(
        counted("case__"),
        is_void=False,
        stage__in=PASSING.values(),
        stopped_at__gte=window.start,
        stopped_at__lt=window.end,
    )


def ratings(window: Window):
    return Rating.objects.filter(counted("case__"), at__gte=window.start, at__lt=window.end)


def events(kinds, window: Window):
    return every_event(kinds, window).filter(counted("case__"))


def every_event(kinds, window: Window):
    """Return events of some kinds in a window, those of voided cases too: their share is counted among all."""
    return CaseEvent.objects.filter(kind__in=kinds, at__gte=window.start, at__lt=window.end)


def reported(window: Window) -> Q:
    return counted() & Q(reported_at__gte=window.start, reported_at__lt=window.end)


def closed(window: Window) -> Q:
    return counted() & Q(closed_at__gte=window.start, closed_at__lt=window.end)


def ratable(now: datetime) -> Q:
    return Q(state=State.CLOSED, closed_at__gte=now - RATABLE)


@dataclass(frozen=True)
class Tally:
    """Rows of a window, the moment that places each of them in it, and what it counts of its case.

    A case is counted once however many of its rows meet a condition. `case` is how a row reaches its case.
    """

    rows: Callable[[Window], QuerySet]
    moment: str
    counts: dict[str, Q]
    case: str = "case__"

    def of(self, prefix: str) -> str:
        return f"{self.case}{prefix}"


ANY = Q(pk__isnull=False)
TALLIES = {
    "runs": Tally(
        lambda window: runs([Clock.HANDLE, Clock.RESPOND], window),
        "limit_at",
        {
            "due": Q(stage=Clock.HANDLE),
            "due_late": Q(stage=Clock.HANDLE) & LATE,
            "respond_due": Q(stage=Clock.RESPOND),
            "respond_late": Q(stage=Clock.RESPOND) & LATE,
        },
    ),
    "ratings": Tally(
        ratings,
        "at",
        {
            "rated": ANY,
            "unsolved": Q(solved__in=NOT_SOLVED),
            "dissatisfied": Q(satisfaction__in=NOT_SATISFIED),
        },
    ),
    "reported": Tally(
        lambda window: Case.objects.filter(reported(window)),
        "reported_at",
        {"reported": ANY, "self_found": Q(source__in=SELF_FOUND)},
        case="",
    ),
    "closed": Tally(lambda window: Case.objects.filter(closed(window)), "closed_at", {"closed": ANY}, case=""),
    "events": Tally(
        lambda window: every_event(COUNTED, window),
        "at",
        {
            "assigned": Q(kind="case.assigned") & counted("case__"),
            "returned": Q(kind="case.return_approved") & counted("case__"),
            "extended": Q(kind="case.extended") & counted("case__"),
            "held": Q(kind="case.suspended") & counted("case__"),
            "voided": Q(kind="case.voided"),
            "ever_assigned": Q(kind="case.assigned"),
        },
    ),
}
COUNTS = tuple(name for tally in TALLIES.values() for name in tally.counts)
# Sets that are not counted themselves: what is left of a whole without what was missed.
REST = {
    "due_on_time": ("due", "due_late"),
    "respond_on_time": ("respond_due", "respond_late"),
    "solved": ("rated", "unsolved"),
    "satisfied": ("rated", "dissatisfied"),
}


def size(name: str, counts: Mapping[str, int]) -> int:
    """Return how many cases a set holds, from the counts of a period. Raises KeyError for a set of now."""
    if name in REST:
        whole, missed = REST[name]
        return counts[whole] - counts[missed]
    return counts[name]


def _behind(rows) -> Exists:
    return Exists(rows.filter(case=OuterRef("pk")))


def _due(stage, *, late=None):
    def select(cases: CaseQuerySet, window: Window) -> CaseQuerySet:
        fell_due = runs([stage], window)
        chosen = cases.filter(_behind(fell_due))
        if late is None:
            return chosen
        missed = _behind(fell_due.filter(LATE))
        return chosen.filter(missed if late else ~missed)

    return select


def _rated(field=None, bad=(), *, good=None):
    def select(cases: CaseQuerySet, window: Window) -> CaseQuerySet:
        chosen = cases.filter(_behind(ratings(window)))
        if good is None:
            return chosen
        missed = _behind(ratings(window).filter(**{f"{field}__in": bad}))
        return chosen.filter(~missed if good else missed)

    return select


def _happened(kind):
    return lambda cases, window: cases.filter(_behind(events([kind], window)))


def _happened_to_any(kind):
    return lambda cases, window: cases.filter(_behind(every_event([kind], window)))


def _waiting(step):
    return lambda cases, window: cases.filter(state__in=WAITING[step])


def _passed(stage):
    return lambda cases, window: cases.filter(_behind(passed(window).filter(stage=stage)))


@dataclass(frozen=True)
class Set:
    """A named set of cases. Sets of now do not depend on the period."""

    label: str
    select: Callable[[CaseQuerySet, Window], CaseQuerySet]
    is_now: bool = False


SETS: dict[str, Set] = {
    "due": Set(_("Limit fell in the period"), _due(Clock.HANDLE)),
    "due_on_time": Set(_("Handled on time"), _due(Clock.HANDLE, late=False)),
    "due_late": Set(_("Handled late or still open past the limit"), _due(Clock.HANDLE, late=True)),
    "respond_due": Set(_("Response was due in the period"), _due(Clock.RESPOND)),
    "respond_on_time": Set(_("Responded in time"), _due(Clock.RESPOND, late=False)),
    "respond_late": Set(_("Responded late or not yet"), _due(Clock.RESPOND, late=True)),
    "rated": Set(_("Answered by the reporter"), _rated()),
    "solved": Set(_("Solved, says the reporter"), _rated("solved", NOT_SOLVED, good=True)),
    "satisfied": Set(_("Satisfied, says the reporter"), _rated("satisfaction", NOT_SATISFIED, good=True)),
    "dissatisfied": Set(_("Dissatisfied, says the reporter"), _rated("satisfaction", NOT_SATISFIED, good=False)),
    "reported": Set(_("Reported in the period"), lambda cases, window: cases.filter(reported(window))),
    "self_found": Set(
        _("Found by the grid itself"), lambda cases, window: cases.filter(reported(window), source__in=SELF_FOUND)
    ),
    "assigned": Set(_("Assigned in the period"), _happened("case.assigned")),
    "returned": Set(_("Returned in the period"), _happened("case.return_approved")),
    "extended": Set(_("Extended in the period"), _happened("case.extended")),
    "held": Set(_("Put on hold in the period"), _happened("case.suspended")),
    "voided": Set(_("Voided in the period"), _happened_to_any("case.voided")),
    "ever_assigned": Set(_("Assigned in the period, voided ones too"), _happened_to_any("case.assigned")),
    "open": Set(_("Open now"), lambda cases, window: cases.open(), is_now=True),
    "late": Set(_("Overdue now"), lambda cases, window: cases.overdue(window.now), is_now=True),
    "soon": Set(_("Due soon"), lambda cases, window: cases.due_soon(window.now), is_now=True),
    "in_meeting": Set(
        _("Before a joint meeting"), lambda cases, window: cases.open().filter(in_meeting=True), is_now=True
    ),
    "wait_evaluate": Set(
        _("Closed, not rated yet"), lambda cases, window: cases.filter(ratable(window.now)), is_now=True
    ),
    **{
        f"wait_{step.value}": Set(workflow.STEP_LABELS[step], _waiting(step), is_now=True)
        for step in Step
        if step != Step.EVALUATE
    },
    **{f"passed_{clock.value}": Set(workflow.CLOCK_LABELS[clock], _passed(clock)) for clock in PASSING.values()},
}


@dataclass(frozen=True)
class Rate:
    """A share of two sets, with the goal it is held to. Goals are proposals until the city sets its own."""

    name: str
    label: str
    part: str
    whole: str
    goal: float | None
    at_most: bool = False  # the goal is an upper bound


RATES = (
    Rate("on_time", _("On-time rate"), "due_on_time", "due", 95),
    Rate("response", _("Response rate"), "respond_on_time", "respond_due", 95),
    Rate("solved", _("Solution rate"), "solved", "rated", 85),
    Rate("satisfied", _("Satisfaction rate"), "satisfied", "rated", 90),
    Rate("self_found", _("Self-found rate"), "self_found", "reported", 30),
    Rate("returned", _("Return rate"), "returned", "assigned", 5, at_most=True),
)

# What needs a second person is counted among what was assigned: these shares are to be kept small (DOMAIN §3.1).
SHARES = (
    Rate("extended", _("Extension rate"), "extended", "assigned", None, at_most=True),
    Rate("returned", _("Return rate"), "returned", "assigned", None, at_most=True),
    Rate("held", _("Hold rate"), "held", "assigned", None, at_most=True),
    Rate("voided", _("Void rate"), "voided", "ever_assigned", None, at_most=True),
)


def cases_behind(name: str, grid, window: Window) -> CaseQuerySet:
    """Return the cases of a named set in a territory. Raises KeyError for an unknown name."""
    return SETS[name].select(Case.objects.filter(territory(grid)), window)
