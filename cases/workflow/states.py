"""The states of a case, the steps people see, the clock that runs in each, and sets of states with names."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as _


class Step(StrEnum):
    """The seven steps shown to people."""

    COLLECT = "collect"
    REPORT_UP = "report_up"
    ASSIGN = "assign"
    HANDLE = "handle"
    FEED_BACK = "feed_back"
    CLOSE = "close"
    EVALUATE = "evaluate"


STEP_LABELS = {
    Step.COLLECT: _("Collected"),
    Step.REPORT_UP: _("Reported up"),
    Step.ASSIGN: _("Assigned"),
    Step.HANDLE: _("Handling"),
    Step.FEED_BACK: _("Feedback"),
    Step.CLOSE: _("Closed"),
    Step.EVALUATE: _("Evaluated"),
}


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    REPORTED = "reported"
    NEED_INFO = "need_info"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    RETURN_REQUESTED = "return_requested"
    SUSPENDED = "suspended"
    FEEDBACK = "feedback"
    REWORK = "rework"
    VERIFIED = "verified"
    CLOSED = "closed"
    EVALUATED = "evaluated"
    REOPENED = "reopened"
    MERGED = "merged"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


class Clock(StrEnum):
    """The clocks that run beside the states. Response is not resolution: they are separate."""

    ACCEPT = "accept"
    ASSIGN = "assign"
    SIGN_FOR = "sign_for"
    RESPOND = "respond"
    HANDLE = "handle"
    VERIFY = "verify"
    CALL_BACK = "call_back"


CLOCK_LABELS = {
    Clock.ACCEPT: _("Accepting"),
    Clock.ASSIGN: _("Assigning"),
    Clock.SIGN_FOR: _("Signing for"),
    Clock.RESPOND: _("Responding"),
    Clock.HANDLE: _("Handling time"),
    Clock.VERIFY: _("Verifying"),
    Clock.CALL_BACK: _("Calling back"),
}


@dataclass(frozen=True)
class Look:
    """What a state is called, the step it belongs to, and the clock its lamp follows."""

    label: str
    step: Step
    clock: Clock | None = None


STATES = {
    State.DRAFT: Look(_("Draft"), Step.COLLECT),
    State.REPORTED: Look(_("To be accepted"), Step.REPORT_UP, Clock.ACCEPT),
    State.NEED_INFO: Look(_("Waiting for details"), Step.COLLECT),
    State.NOT_ACCEPTED: Look(_("Not accepted"), Step.REPORT_UP),
    State.ACCEPTED: Look(_("Accepted, to be assigned"), Step.REPORT_UP, Clock.ASSIGN),
    State.ASSIGNED: Look(_("To be signed for"), Step.ASSIGN, Clock.SIGN_FOR),
    State.IN_PROGRESS: Look(_("In progress"), Step.HANDLE, Clock.HANDLE),
    State.RETURN_REQUESTED: Look(_("Return under review"), Step.ASSIGN, Clock.HANDLE),
    State.SUSPENDED: Look(_("On hold"), Step.HANDLE),
    State.FEEDBACK: Look(_("To be verified"), Step.FEED_BACK, Clock.VERIFY),
    State.REWORK: Look(_("Being reworked"), Step.HANDLE, Clock.HANDLE),
    State.VERIFIED: Look(_("Verified, to be called back"), Step.CLOSE, Clock.CALL_BACK),
    State.CLOSED: Look(_("Closed case"), Step.CLOSE),
    State.EVALUATED: Look(_("Evaluated case"), Step.EVALUATE),
    State.REOPENED: Look(_("Reopened"), Step.HANDLE, Clock.HANDLE),
    State.MERGED: Look(_("Merged into another case"), Step.REPORT_UP),
    State.VOIDED: Look(_("Voided"), Step.REPORT_UP),
    State.WITHDRAWN: Look(_("Withdrawn by the reporter"), Step.REPORT_UP),
}

TERMINAL = frozenset({State.NOT_ACCEPTED, State.VOIDED, State.WITHDRAWN})
# merging can be undone, and a reporter who has judged may still object for some days
FINISHED = TERMINAL | {State.CLOSED, State.EVALUATED, State.MERGED}
OPEN = frozenset(State) - FINISHED - {State.DRAFT}
NEVER_PUBLIC = frozenset({State.DRAFT, State.VOIDED, State.NOT_ACCEPTED})
WORKING = frozenset({State.IN_PROGRESS, State.REWORK, State.REOPENED})
PAUSED = frozenset({State.NEED_INFO, State.SUSPENDED})  # the clocks stand still, and it comes back by itself
TRIAGE = frozenset({State.REPORTED, State.ACCEPTED})
CO_HANDLED = WORKING | {State.ASSIGNED, State.RETURN_REQUESTED, State.SUSPENDED}  # orders to other posts may be open
