"""Every action as one table: where it starts, where it leads, who may, what it needs, what it does to the clocks."""

from django.utils.translation import gettext_noop as _

from cases.workflow.actors import Action, Actor, Asked, Group
from cases.workflow.states import CO_HANDLED, OPEN, TRIAGE, WORKING, Clock, State


def _edge(label, sources, target, by, **rest) -> Action:
    return Action(label, frozenset(sources), target, frozenset(by), **rest)


A, S = Actor, State
DESK = (A.ACCEPTOR, A.DISTRICT)

# fmt: off
ACTIONS: dict[str, Action] = {
    "report": _edge(
        _("Report"), [S.DRAFT], S.REPORTED, [A.REPORTER, A.STAFF, A.SYSTEM],
        needs=("text",), event="case.reported", starts=(Clock.ACCEPT,),
    ),
    "praise": _edge(
        _("Praise"), [S.DRAFT], S.EVALUATED, [A.REPORTER],
        needs=("text",), event="case.praised", effect=_("Passed on with thanks; no clock runs, nothing is left to do"),
    ),
    "close_on_the_spot": _edge(
        _("Solved on the spot"), [S.DRAFT, S.REPORTED], S.CLOSED, [A.VERIFIER, A.LEADER, A.ACCEPTOR, A.STAFF],
        needs=("note_or_photos",), event="case.closed_on_the_spot", group=Group.FINISH,
        effect=_("Every clock stops; counted as solved within the grid"), stops=tuple(Clock),
    ),
    "accept": _edge(
        _("Accept"), [S.REPORTED], S.ACCEPTED, [*DESK, A.SYSTEM],
        needs=("category", "grid"), event="case.accepted",
        effect=_("The assigning clock starts"), stops=(Clock.ACCEPT,), starts=(Clock.ASSIGN,),
    ),
    "ask_for_details": _edge(
        _("Ask for details"), [S.REPORTED], S.NEED_INFO, DESK,
        needs=("note",), event="case.details_asked", group=Group.PAUSE,
        effect=_("The clock stands still for at most two working days; once only"), pauses=True,
    ),
    "supply_details": _edge(
        _("Supply details"), [S.NEED_INFO], S.REPORTED, [A.REPORTER, *DESK, A.SYSTEM],
        event="case.details_supplied", group=Group.PAUSE, effect=_("The clock goes on"), resumes=True,
    ),
    "request_decline": _edge(
        _("Propose not to accept"), [S.REPORTED], None, DESK,
        needs=("reason", "guidance"), event="case.decline_requested", group=Group.FINISH,
        effect=_("Clocks keep running until a second person agrees"), asks=Asked.DECLINE,
    ),
    "decline": _edge(
        _("Agree not to accept"), [S.REPORTED], S.NOT_ACCEPTED, DESK,
        needs=("second_person",), event="case.not_accepted", group=Group.FINISH,
        effect=_("Every clock stops; the reporter gets the guidance"), stops=tuple(Clock), grants=Asked.DECLINE,
    ),
    "refuse_decline": _edge(
        _("Accept it all the same"), [S.REPORTED], None, DESK,
        needs=("note", "second_person"), event="case.decline_refused", group=Group.FINISH,
        effect=_("Clocks keep running; it is to be accepted"), refuses=Asked.DECLINE,
    ),
    "merge": _edge(
        _("Merge"), [S.REPORTED, S.ACCEPTED], S.MERGED, DESK,
        needs=("main_case",), event="case.merged", group=Group.FINISH,
        effect=_("Follows the main case; its reporters are told at closing"), stops=tuple(Clock),
    ),
    "unmerge": _edge(
        _("Undo the merging"), [S.MERGED], S.REPORTED, DESK,
        needs=("note",), event="case.unmerged", group=Group.FINISH,
        effect=_("A case of its own again, to be accepted; the accepting clock starts anew"), starts=(Clock.ACCEPT,),
    ),
    "assign": _edge(
        _("Assign"), [S.ACCEPTED], S.ASSIGNED, [*DESK, A.DISPATCHER, A.SYSTEM],
        needs=("post",), event="case.assigned", group=Group.HAND_ON,
        effect=_("The handling clock starts now"),
        stops=(Clock.ASSIGN,), starts=(Clock.SIGN_FOR, Clock.RESPOND, Clock.HANDLE),
    ),
    "reassign": _edge(
        _("Reassign"), [S.ASSIGNED, *WORKING], S.ASSIGNED, [A.DISPATCHER, A.DISTRICT, A.SYSTEM],
        needs=("post", "note"), event="case.reassigned", group=Group.HAND_ON,
        effect=_("A new signing clock; the handling clock keeps running"),
        stops=(Clock.SIGN_FOR,), starts=(Clock.SIGN_FOR,),
    ),
    "sign_for": _edge(
        _("Sign for"), [S.ASSIGNED], S.IN_PROGRESS, [A.OWNER],
        event="case.signed_for", effect=_("The signing clock stops; handling goes on"), stops=(Clock.SIGN_FOR,),
    ),
    "respond": _edge(
        _("Reporter contacted or site reached"), WORKING, None, [A.OWNER],
        needs=("note",), event="case.responded",
        effect=_("The response clock stops; handling goes on"), stops=(Clock.RESPOND,),
    ),
    "note_progress": _edge(
        _("Note progress"), OPEN, None, [A.OWNER, A.UNIT, A.VERIFIER, A.LEADER, A.ACCEPTOR, A.DISTRICT, A.SUPERVISOR],
        needs=("note",), event="case.noted", effect=_("Clocks keep running"),
    ),
    "reply": _edge(
        _("Reply to the reporter"), OPEN | {S.CLOSED}, None, [A.OWNER, A.VERIFIER, A.ACCEPTOR, A.DISTRICT],
        needs=("note",), event="case.replied", effect=_("Clocks keep running; shown on the tracking page"),
    ),
    "set_tags": _edge(
        _("Tag"), OPEN, None, [A.OWNER, A.VERIFIER, A.LEADER, A.ACCEPTOR, A.DISTRICT, A.SUPERVISOR],
        needs=("tags",), event="case.tagged", effect=_("Clocks keep running; what belongs together is found together"),
    ),
    "split": _edge(
        _("Ask units to co-handle"), [S.ASSIGNED, *WORKING], None,
        [A.OWNER, A.LEADER, A.DISPATCHER, A.DISTRICT, A.SYSTEM],  # the system's: a joint meeting's decision
        needs=("posts", "note", "limit"), event="case.cohandling_asked", group=Group.HAND_ON,
        effect=_("Orders with limits of their own; no feedback before each is done or waived"),
    ),
    "sign_order": _edge(
        _("Sign for the order"), CO_HANDLED, None, [A.HELPER], event="case.cohandling_signed", effect=_("One click"),
    ),
    "report_order": _edge(
        _("Report the order done"), CO_HANDLED, None, [A.HELPER],
        needs=("note",), event="case.cohandling_done", effect=_("The lead unit is told and goes on with it"),
    ),
    "waive_order": _edge(
        _("Waive an order"), CO_HANDLED, None, [A.OWNER, A.LEADER, A.DISPATCHER, A.DISTRICT],
        needs=("note",), event="case.cohandling_waived", group=Group.HAND_ON, effect=_("No longer waited for"),
    ),
    "request_return": _edge(
        _("Ask to return"), [S.ASSIGNED, S.IN_PROGRESS], S.RETURN_REQUESTED, [A.OWNER],
        needs=("reason", "note"), event="case.return_requested", group=Group.HAND_ON,
        effect=_("Clocks keep running; only within the signing limit"),
    ),
    "approve_return": _edge(
        _("Approve the return"), [S.RETURN_REQUESTED], S.ACCEPTED, [A.DISPATCHER, A.DISTRICT],
        event="case.return_approved", group=Group.HAND_ON,
        effect=_("The first unit's clock is void; a new route is chosen"),
        stops=(Clock.SIGN_FOR, Clock.RESPOND, Clock.HANDLE), starts=(Clock.ASSIGN,),
    ),
    "refuse_return": _edge(
        _("Refuse the return"), [S.RETURN_REQUESTED], S.IN_PROGRESS, [A.DISPATCHER, A.DISTRICT],
        needs=("note",), event="case.return_refused", group=Group.HAND_ON,
        effect=_("It counts as signed for and handling goes on; a second refusal goes to the joint meeting"),
        stops=(Clock.SIGN_FOR,),
    ),
    "request_extension": _edge(
        _("Ask for an extension"), WORKING, None, [A.OWNER],
        needs=("reason", "until", "note"), event="case.extension_requested", group=Group.PAUSE,
        effect=_("Clocks keep running until it is approved; at most twice, four working hours before due"),
        asks=Asked.EXTENSION,
    ),
    "approve_extension": _edge(
        _("Approve the extension"), WORKING, None, [A.STREET, A.DISTRICT],
        needs=("second_person",), event="case.extended", group=Group.PAUSE, effect=_("The due time moves"),
        grants=Asked.EXTENSION,
    ),
    "refuse_extension": _edge(
        _("Refuse the extension"), WORKING, None, [A.STREET, A.DISTRICT],
        needs=("note", "second_person"), event="case.extension_refused", group=Group.PAUSE,
        effect=_("The due time stays"), refuses=Asked.EXTENSION,
    ),
    "request_suspension": _edge(
        _("Ask to put on hold"), WORKING, None, [A.OWNER],
        needs=("reason", "until", "note"), event="case.suspension_requested", group=Group.PAUSE,
        effect=_("Clocks keep running until the district approves"), asks=Asked.SUSPENSION,
    ),
    "suspend": _edge(
        _("Put on hold"), WORKING, S.SUSPENDED, [A.SUPERVISOR, A.DISTRICT],
        needs=("second_person",), event="case.suspended", group=Group.PAUSE,
        effect=_("The handling clock stands still until the review date, at most 90 days"), pauses=True,
        grants=Asked.SUSPENSION,
    ),
    "refuse_suspension": _edge(
        _("Refuse the hold"), WORKING, None, [A.SUPERVISOR, A.DISTRICT],
        needs=("note", "second_person"), event="case.suspension_refused", group=Group.PAUSE,
        effect=_("Clocks keep running"), refuses=Asked.SUSPENSION,
    ),
    "resume": _edge(
        _("Resume"), [S.SUSPENDED], S.IN_PROGRESS, [A.SYSTEM, A.OWNER, A.SUPERVISOR, A.DISTRICT],
        event="case.resumed", group=Group.PAUSE, effect=_("The handling clock goes on"), resumes=True,
    ),
    "feed_back": _edge(
        _("Feed back"), WORKING, S.FEEDBACK, [A.OWNER],
        needs=("result", "note", "photo_where_asked"), event="case.fed_back",
        effect=_("The handling clock stops; somebody else verifies"),
        stops=(Clock.HANDLE, Clock.RESPOND), starts=(Clock.VERIFY,),
    ),
    "verify": _edge(
        _("Verify"), [S.FEEDBACK], S.VERIFIED, [A.VERIFIER],
        needs=("note",), event="case.verified", group=Group.FINISH,
        effect=_("The verifying clock stops; the call-back starts"), stops=(Clock.VERIFY,), starts=(Clock.CALL_BACK,),
    ),
    "order_rework": _edge(
        _("Send back for rework"), [S.FEEDBACK], S.REWORK, [A.VERIFIER],
        needs=("note",), event="case.rework_ordered", group=Group.FINISH,
        effect=_("A new handling clock with half the limit"), stops=(Clock.VERIFY,), starts=(Clock.HANDLE,),
    ),
    "note_call": _edge(
        _("Not reached by telephone"), [S.VERIFIED], None, [A.ACCEPTOR, A.DISTRICT],
        needs=("note",), event="case.call_attempted", group=Group.FINISH,
        effect=_("Counts as an attempt; after three it may be closed without contact"),
    ),
    "close": _edge(
        _("Call back and close"), [S.VERIFIED], S.CLOSED, [A.ACCEPTOR, A.DISTRICT, A.SYSTEM],
        needs=("note",), event="case.closed", group=Group.FINISH,
        effect=_("Every clock stops; the reporter may rate for 15 days"), stops=tuple(Clock),
    ),
    "evaluate": _edge(
        _("Rate"), [S.CLOSED], S.EVALUATED, [A.REPORTER],
        needs=("satisfaction",), event="case.evaluated", group=Group.FINISH,
    ),
    "reopen": _edge(
        _("Reopen"), [S.CLOSED], S.REOPENED, [A.REPORTER, A.ACCEPTOR, A.DISTRICT, A.SYSTEM],
        needs=("note",), event="case.reopened", group=Group.FINISH,
        effect=_("A new handling clock; at most twice"), starts=(Clock.RESPOND, Clock.HANDLE),
    ),
    "object": _edge(
        _("Object after the verdict"), [S.EVALUATED], S.REOPENED, [A.REPORTER],
        needs=("note",), event="case.reopened", group=Group.FINISH,
        effect=_("A new handling clock; within 15 days of closing, at most twice"),
        starts=(Clock.RESPOND, Clock.HANDLE),
    ),
    "request_void": _edge(
        _("Ask to void"), OPEN, None, [A.OWNER, A.ACCEPTOR, A.LEADER, A.DISTRICT],
        needs=("reason", "note"), event="case.void_requested", group=Group.FINISH,
        effect=_("Clocks keep running until the district agrees"), asks=Asked.VOID,
    ),
    "void": _edge(
        _("Void"), OPEN, S.VOIDED, [A.DISTRICT],
        needs=("second_person",), event="case.voided", group=Group.FINISH,
        effect=_("Every clock stops; nothing is deleted"), stops=tuple(Clock), grants=Asked.VOID,
    ),
    "refuse_void": _edge(
        _("Do not void"), OPEN, None, [A.DISTRICT],
        needs=("note", "second_person"), event="case.void_refused", group=Group.FINISH,
        effect=_("Clocks keep running"), refuses=Asked.VOID,
    ),
    "urge": _edge(
        _("Urge"), OPEN, None, [A.REPORTER, A.LEADER, A.DISTRICT, A.SUPERVISOR],
        event="case.urged", effect=_("Clocks keep running; the responsible post is told"),
    ),
    "add_remark": _edge(
        _("Add a remark or photos"), OPEN - {S.NEED_INFO}, None, [A.REPORTER],
        needs=("note_or_photos",), event="case.remarked", effect=_("Clocks keep running; the responsible post is told"),
    ),
    "withdraw": _edge(
        _("Withdraw"), OPEN - {S.FEEDBACK, S.VERIFIED}, S.WITHDRAWN, [A.REPORTER],
        event="case.withdrawn", group=Group.FINISH,
        effect=_("Every clock stops; nothing is deleted. Not where others need it done all the same"),
        stops=tuple(Clock),
    ),
    "propose_to_meeting": _edge(
        _("Propose to the joint meeting"), OPEN - TRIAGE - {S.NEED_INFO}, None,
        [A.OWNER, A.VERIFIER, A.LEADER, A.ACCEPTOR, A.DISTRICT, A.SUPERVISOR, A.SYSTEM],
        needs=("reason", "note"), event="case.proposed_to_meeting", group=Group.HAND_ON,
        effect=_("Clocks keep running; the original due time stays on record"),
    ),
    "resolve_at_meeting": _edge(
        _("Decide at the joint meeting"), OPEN - {S.REPORTED, S.NEED_INFO}, S.ASSIGNED,
        [A.LEADER, A.ACCEPTOR, A.DISTRICT, A.SYSTEM],
        needs=("post", "note", "until"), event="case.resolved_at_meeting", group=Group.HAND_ON,
        effect=_("The lead unit takes over with the meeting's date; the original due time stays on record"),
        stops=(Clock.ASSIGN, Clock.SIGN_FOR, Clock.VERIFY, Clock.CALL_BACK), starts=(Clock.SIGN_FOR, Clock.HANDLE),
    ),
    "issue_notice": _edge(
        _("Issue a supervision notice"), OPEN, None, [A.STREET, A.DISTRICT, A.SUPERVISOR],
        needs=("kind", "grounds", "demand"), event="case.notice_issued", group=Group.HAND_ON,
        effect=_("Clocks keep running; the unit answers within the limit of the notice"),
    ),
    "whistle": _edge(
        _("Call departments to come"), OPEN - TRIAGE - {S.NEED_INFO}, None, [A.STREET, A.DISPATCHER],
        needs=("posts", "place", "note", "until"), event="case.whistled", group=Group.HAND_ON,
        effect=_("Clocks keep running; each department reports in"),
    ),
    "escalate": _edge(
        _("Escalate"), OPEN, None, [A.SYSTEM], event="case.escalated",
        effect=_("More people watch; the responsible unit stays"),
    ),
}
# fmt: on


def allowed(state: str) -> list[str]:
    """Return the names of the actions that start from a state."""
    return [name for name, action in ACTIONS.items() if state in action.sources]


def target(state: str, action: str) -> State:
    """Return the state an action leads to; raise KeyError for an unknown action, ValueError for a wrong state."""
    edge = ACTIONS[action]
    if state not in edge.sources:
        raise ValueError(f"{action} does not start from {state}")
    return edge.target or State(state)


def deciding(asked: str) -> tuple[str, str]:
    """Return the names of the actions that grant and that refuse what is asked."""
    grants = next(name for name, action in ACTIONS.items() if action.grants == asked)
    refuses = next(name for name, action in ACTIONS.items() if action.refuses == asked)
    return grants, refuses
