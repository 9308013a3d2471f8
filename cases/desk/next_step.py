"""The one next step of a case for one person, and what they may want instead: the words on the buttons."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from cases import permissions, workflow
from cases.models import Case
from cases.workflow import Actor, State
from grids.scope import Scope

# What comes next in each state, the best first. The first one the person may do is the button.
ORDER = {
    State.REPORTED: ("accept",),
    State.ACCEPTED: ("assign",),
    State.ASSIGNED: ("sign_for",),
    State.IN_PROGRESS: ("respond", "feed_back"),
    State.REWORK: ("feed_back",),
    State.REOPENED: ("respond", "feed_back"),
    State.RETURN_REQUESTED: ("approve_return",),
    State.FEEDBACK: ("verify",),
    State.VERIFIED: ("close",),
}
OTHERWISE = ("urge", "note_progress")
# What one may want instead of it, the likelier first: a line of the list offers them in one click.
INSTEAD = {
    State.REPORTED: ("ask_for_details", "request_decline", "merge"),
    State.ASSIGNED: ("request_return", "reassign", "split"),
    State.IN_PROGRESS: ("request_return", "request_extension", "reassign", "split"),
    State.REWORK: ("request_extension", "reassign", "split"),
    State.REOPENED: ("request_extension", "reassign", "split"),
    State.RETURN_REQUESTED: ("refuse_return",),
    State.FEEDBACK: ("order_rework",),
    State.VERIFIED: ("note_call",),
}
MOST_INSTEAD = 2
# A button has room for one word.
SHORT = {
    "accept": _("Accept"),
    "assign": _("Assign"),
    "sign_for": _("Sign for"),
    "respond": _("Respond"),
    "feed_back": _("Feed back"),
    "verify": pgettext_lazy("button", "Verify"),
    "close": _("Call back"),
    "approve_return": pgettext_lazy("button", "Decide"),
    "approve_extension": pgettext_lazy("button", "Decide"),
    "suspend": pgettext_lazy("button", "Decide"),
    "decline": pgettext_lazy("button", "Decide"),
    "void": pgettext_lazy("button", "Decide"),
    "sign_order": _("Sign for"),
    "report_order": _("Report done"),
    "urge": _("Remind"),
    "note_progress": _("Add a note"),
    "ask_for_details": _("Ask for details"),
    "request_decline": pgettext_lazy("button", "Decline"),
    "merge": _("Merge"),
    "request_return": pgettext_lazy("button", "Return"),
    "request_extension": pgettext_lazy("button", "Extend"),
    "reassign": _("Reassign"),
    "split": _("Co-handling"),
    "refuse_return": pgettext_lazy("button", "Refuse"),
    "refuse_extension": pgettext_lazy("button", "Refuse"),
    "refuse_suspension": pgettext_lazy("button", "Refuse"),
    "refuse_decline": pgettext_lazy("button", "Refuse"),
    "refuse_void": pgettext_lazy("button", "Refuse"),
    "order_rework": pgettext_lazy("button", "Rework"),
    "note_call": pgettext_lazy("button", "Not reached"),
}
HINTS = {
    "accept": _("Confirm the category and the grid"),
    "assign": _("Choose the post that answers for it"),
    "sign_for": _("One click; the handling clock is already running"),
    "respond": _("Call the reporter or go there, then note it"),
    "feed_back": _("Say what was done, add a photo"),
    "verify": _("Go there or telephone, take a photo"),
    "close": _("Call the reporter, note the answer"),
    "approve_return": _("Take it back, or leave it with the unit"),
    "approve_extension": _("Grant or refuse the later date"),
    "suspend": _("Grant or refuse the hold"),
    "decline": _("As the second person"),
    "void": _("As the second person"),
    "sign_order": _("You are asked to co-handle it"),
    "report_order": _("Say what your part of it came to"),
    "urge": _("You may remind, not do it for them"),
    "note_progress": _("Only staff see it"),
}
AT_ONCE = frozenset({"sign_for", "sign_order"})  # nothing to fill in: the button itself does it


@dataclass(frozen=True)
class Step:
    """The next step: the action's name (empty: just open the page), its word, a hint."""

    name: str = ""

    @property
    def label(self) -> str:
        return str(SHORT[self.name]) if self.name else gettext("Open")

    @property
    def hint(self) -> str:
        return str(HINTS.get(self.name, ""))

    @property
    def is_at_once(self) -> bool:
        return self.name in AT_ONCE


def both(case: Case, scope: Scope, now: datetime, own: str = "") -> tuple[Step, tuple[Step, ...]]:
    """Return the next step a person can take on a case and what they may do instead of it, at most two.

    The step is opening the case where there is none. `own`: what comes next with a co-handling order of their own on
    it (cases.desk.cohandling.step_of).
    """
    here = permissions.relations(case, scope)
    step = _next(case, scope, here, own)
    return step, _instead(case, scope, here, now, step)


def _next(case: Case, scope: Scope, here: frozenset[Actor], own: str) -> Step:
    decisions = workflow.deciding(case.asked)[:1] if case.asked else ()
    for name in (*decisions, *ORDER.get(State(case.state), ()), own, *OTHERWISE):
        if name and permissions.can(name, case, scope, here):
            return Step(name)
    return Step()


def _instead(case: Case, scope: Scope, here: frozenset[Actor], now: datetime, step: Step) -> tuple[Step, ...]:
    """Return what is left to do, in the order of the table."""
    decisions = workflow.deciding(case.asked)[1:] if case.asked else ()
    names = (*decisions, *INSTEAD.get(State(case.state), ()))
    able = (name for name in names if name != step.name and permissions.can(name, case, scope, here))
    in_time = (Step(name) for name in able if permissions.in_time(name, case, now))
    return tuple(islice(in_time, MOST_INSTEAD))
