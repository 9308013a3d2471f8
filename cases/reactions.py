"""What follows from an event: a literal table from event kind to functions, each safe to run again."""

from django.db import transaction

from cases import (
    co_signers,
    cohandling_due,
    following,
    grounds,
    lifecycle,
    meetings,
    notices,
    outbox,
    permissions,
    reactive,
    responsibility,
    routing,
    seats,
    supervision,
)
from cases.lifecycle.change import Change
from cases.meetings import following as decided, units
from cases.models import Case, CaseEvent, CoHandlingOrder
from cases.workflow import Actor, State
from grids.models import Grid, Role

# Who decides what is asked, by the actor that the request names.
DECIDERS = {
    Actor.STREET: (Role.STREET_LEADER,),
    Actor.DISTRICT: (Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL, Role.SUPERVISOR),
    Actor.ACCEPTOR: (Role.STREET_DESK, Role.DISTRICT_DESK),
}
THANKED = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET_DESK, Role.STREET_LEADER)
LEADER_BY_LEVEL = {2: Role.COMMUNITY_SECRETARY, 1: Role.STREET_LEADER, 0: Role.SUPERVISOR}


def react(event_id: int, now) -> bool:
    """Run the reactions of one event and mark it handled; False when it was handled already or has gone to another.

    The event's row is locked first, so that a message delivered three times acts once. A reaction may return events
    that it has handled with it: who follows the case hears of them too.
    """
    with transaction.atomic():
        rows = CaseEvent.objects.select_for_update()
        event = rows.filter(pk=event_id, handled_at__isnull=True).first()
        if event is None:
            return False
        told = [event]
        for reaction in REACTIONS[event.kind]:
            told += reaction(event, now) or ()
        following.tell(told, now)
        outbox.settle(event, now)
    return True


def take_on_what_is_known(event: CaseEvent, now) -> list[CaseEvent]:
    """Accept and assign a report whose category and place are known; tell the intake desk about any other."""
    change = _take_on(event, now)
    if change.case.state == State.REPORTED:
        notices.tell([change.case.waiting_on_id], event, now)
    return change.events[-1:]


def route(event: CaseEvent, now) -> list[CaseEvent]:
    """Assign an accepted case by the rules."""
    return _take_on(event, now).events[-1:]


def _take_on(event: CaseEvent, now) -> Change:
    """Take a case on and follow its assignment in the same transaction: one commit, one message per report."""
    case = Case(pk=event.case_id)  # read under the lock, once
    change = lifecycle.take_on(case, _choose, by=permissions.SYSTEM, now=now)
    for followed in change.events[-1:]:
        for reaction in REACTIONS.get(followed.kind, ()):
            reaction(followed, now)
    return change


def _choose(case: Case) -> routing.Route | None:
    """Return the route of a case; None for a report whose category or place the intake desk must find out first."""
    if case.state == State.REPORTED and not (case.category_id and case.district_id):
        return None
    return responsibility.route(case)


def tell_owner(event: CaseEvent, now) -> None:
    notices.tell([event.case.owner_id], event, now)


def tell_who_works_on_it(event: CaseEvent, now) -> None:
    """Tell the responsible post; the desk that has to act next while nobody answers for the case yet."""
    notices.tell([event.case.owner_id or event.case.waiting_on_id], event, now)


def tell_next(event: CaseEvent, now) -> None:
    notices.tell([event.case.waiting_on_id], event, now)


def tell_thanked(event: CaseEvent, now) -> None:
    """Tell who leads the place, from the grid up to the street, and the street desk, of what somebody praised."""
    posts = seats.held(now).filter(grid__in=seats.path_ids(event.case), role__in=THANKED)
    notices.tell(posts.values_list("pk", flat=True), event, now)


def tell_mentioned(event: CaseEvent, now) -> None:
    notices.tell([event.data.get("post")], event, now)


def tell_deciders(event: CaseEvent, now) -> None:
    """Tell the posts that decide what is asked; nothing where it was decided meanwhile."""
    case = event.case
    if case.asked:
        roles = DECIDERS[Actor(case.asked_of)]
        posts = seats.held(now).filter(grid__in=seats.path_ids(case), role__in=roles)
        notices.tell(posts.values_list("pk", flat=True), event, now)


def propose_at_once(event: CaseEvent, now) -> None:
    """Put a case before a joint meeting for every ground that has come up, once each."""
    grounds.propose(event.case, event, now)


def tell_merged(event: CaseEvent, now) -> None:
    """Write on every case merged into a closed one that it is closed."""
    if not event.case.is_open:
        lifecycle.tell_merged(event.case, by=permissions.SYSTEM, now=now)


def tell_co_signers(event: CaseEvent, now) -> None:
    """See to it that those who signed with the reporter are told by text message."""
    if not event.case.is_open:
        co_signers.owe(event.case, now)


def tell_watchers(event: CaseEvent, now) -> None:
    """Tell the owner, the verifier, and the leader of the level that watches from now on."""
    case = event.case
    level = event.data.get("level", 3)
    watchers = []
    if level in LEADER_BY_LEVEL:
        roles = [LEADER_BY_LEVEL[level], Role.DISTRICT_OFFICIAL] if level == 0 else [LEADER_BY_LEVEL[level]]
        posts = seats.held(now).filter(grid__in=seats.path_ids(case), role__in=roles, grid__level=level)
        watchers = list(posts.values_list("pk", flat=True))
    notices.tell([case.owner_id, seats.verifier(case, now), *watchers], event, now)


def apply_for_striking_off(event: CaseEvent, now) -> None:
    """Take the feedback as the lead's word that what the meeting decided is done."""
    decided.case_fed_back(event.case, event.by, event.at)


def agree_to_striking_off(event: CaseEvent, now) -> None:
    """Take the grid leader's verification as their half of striking off."""
    decided.case_verified(event.case, event.by, event.at)


def take_word_back(event: CaseEvent, now) -> None:
    """What is reworked or opened again was not done."""
    decided.case_reworked(event.case)


def strike_off(event: CaseEvent, now) -> None:
    """Take a closed case off every list (销号): waiting agenda items and supervision notices."""
    if event.case.is_open:
        return  # opened again meanwhile: not solved
    meetings.strike_off(event.case, event.at)
    supervision.strike_off_all(event.case, event.at)


def tell_post(event: CaseEvent, now) -> None:
    """Tell the posts that an event names: of a notice, of a whistle."""
    notices.tell(event.data.get("posts", ()), event, now)


def tell_meeting_office(event: CaseEvent, now) -> None:
    """Tell the office of the unit whose meeting is asked to decide; without a unit it is the city's."""
    grid = Grid.objects.filter(pk=event.data.get("grid")).first()
    posts = seats.held(now).filter(pk__in=units.office_of(grid))
    notices.tell(posts.values_list("pk", flat=True), event, now)


def tell_helper(event: CaseEvent, now) -> None:
    """Tell the post a co-handling order was given to."""
    notices.tell([event.data["post"]], event, now)


def tell_who_waits(event: CaseEvent, now) -> None:
    """Tell who leads the case and who asked that a co-handling order is done."""
    asked_from = CoHandlingOrder.objects.values_list("asked_from", flat=True).get(pk=event.data["order"])
    notices.tell([event.case.owner_id, asked_from], event, now)


def tell_of_order(event: CaseEvent, now) -> None:
    """Tell the unit that its order is nearly due; once it is overdue, who leads the case and who asked as well."""
    tell_helper(event, now)
    if event.data["rung"] == cohandling_due.OVERDUE:
        tell_who_waits(event, now)


REACTIONS = {
    "case.reported": (take_on_what_is_known,),
    "case.accepted": (route,),
    "case.assigned": (tell_owner, propose_at_once),
    "case.reassigned": (tell_owner,),
    "case.signed_for": (),  # this and the next empty ones: for who follows
    "case.noted": (tell_mentioned,),
    "case.replied": (),
    "case.not_accepted": (strike_off,),
    "case.voided": (strike_off,),
    "case.fed_back": (tell_next, propose_at_once, apply_for_striking_off),
    "case.rework_ordered": (tell_owner, take_word_back),
    "case.verified": (tell_next, agree_to_striking_off),
    "case.return_requested": (tell_next, propose_at_once),
    "case.return_approved": (route,),
    "case.return_refused": (tell_owner, propose_at_once),
    "case.extension_requested": (tell_deciders,),
    "case.extended": (tell_owner,),
    "case.extension_refused": (tell_owner,),
    "case.suspension_requested": (tell_deciders,),
    "case.suspended": (tell_owner,),
    "case.suspension_refused": (tell_owner,),
    "case.resumed": (tell_owner,),
    "case.decline_requested": (tell_deciders,),
    "case.void_requested": (tell_deciders,),
    "case.details_supplied": (tell_next,),
    "case.closed": (strike_off, tell_merged, tell_co_signers),
    "case.closed_on_the_spot": (strike_off, tell_merged, tell_co_signers),
    "case.evaluated": (tell_owner,),
    "case.reopened": (tell_owner, propose_at_once, take_word_back),
    "case.others_merged": (propose_at_once,),
    "case.urged": (tell_owner,),
    "case.remarked": (tell_who_works_on_it,),
    "case.withdrawn": (tell_owner, strike_off),
    "case.praised": (tell_thanked,),
    "case.joined": (tell_owner, propose_at_once),
    "case.escalated": (tell_watchers,),
    "case.proposed_to_meeting": (tell_meeting_office,),
    "case.resolved_at_meeting": (tell_owner,),
    "case.cohandling_asked": (tell_helper,),
    "case.cohandling_done": (tell_who_waits,),
    "case.cohandling_waived": (tell_helper,),
    "case.cohandling_lapsed": (tell_helper,),
    "case.cohandling_due": (tell_of_order,),
    "case.notice_issued": (tell_post,),
    "case.notice_answered": (tell_post,),
    "case.notice_struck_off": (tell_post,),
    "case.whistled": (tell_post,),
    "case.reported_in": (tell_post,),
    "case.passed_up": (tell_meeting_office,),
    "case.sent_back_from_meeting": (tell_owner,),
}

if set(REACTIONS) != reactive.KINDS:
    raise RuntimeError("reactive.KINDS and REACTIONS name different events")
