"""What follows from an event: a literal table from event kind to functions, each safe to run again."""

from django.db import transaction

from cases import (
    escalation,
    lifecycle,
    meetings,
    notices,
    outbox,
    permissions,
    reactive,
    responsibility,
    routing,
    seats,
)
from cases.meetings import following, units
from cases.models import Case, CaseEvent
from cases.workflow import Actor, State
from grids.models import Grid, Role

# Who decides what is asked, by the actor that the request names.
DECIDERS = {
    Actor.STREET: (Role.STREET_LEADER,),
    Actor.DISTRICT: (Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL, Role.SUPERVISOR),
    Actor.ACCEPTOR: (Role.STREET_DESK, Role.DISTRICT_DESK),
}
LEADER_BY_LEVEL = {2: Role.COMMUNITY_SECRETARY, 1: Role.STREET_LEADER, 0: Role.SUPERVISOR}


def react(event_id: int, now) -> bool:
    """Run the reactions of one event and mark it handled; False when it was handled already or has gone to another.

    The event's row is locked first, so that a message delivered three times acts once.
    """
    with transaction.atomic():
        rows = CaseEvent.objects.select_for_update()
        event = rows.filter(pk=event_id, handled_at__isnull=True).first()
        if event is None:
            return False
        for reaction in REACTIONS[event.kind]:
            reaction(event, now)
        outbox.settle(event, now)
    return True


def take_on_what_is_known(event: CaseEvent, now) -> None:
    """Accept and assign a report whose category and place are known; tell the intake desk about any other."""
    case = _take_on(event, now)
    if case.state == State.REPORTED:
        notices.tell([case.waiting_on_id], event, now)


def route(event: CaseEvent, now) -> None:
    """Assign an accepted case by the rules."""
    _take_on(event, now)


def _take_on(event: CaseEvent, now) -> Case:
    """Take a case on and follow its assignment in the same transaction: one commit, one message per report."""
    case = Case(pk=event.case_id)  # read under the lock, once
    change = lifecycle.take_on(case, _choose, by=permissions.SYSTEM, now=now)
    for followed in change.events[-1:]:
        for reaction in REACTIONS.get(followed.kind, ()):
            reaction(followed, now)
    return change.case


def _choose(case: Case) -> routing.Route | None:
    """Return the route of a case; None for a report whose category or place the intake desk must find out first."""
    if case.state == State.REPORTED and not (case.category_id and case.district_id):
        return None
    rules = responsibility.rules(case.category_id)
    seats_there = seats.along(case, leads={rule.lead for rule in rules})
    code, category = case.place.code if case.place else "", case.category.code if case.category else ""
    facts = routing.Facts(code=code, category=category)
    return routing.choose(facts, rules, [seat for seat in seats_there if seat.post not in case.returned_from])


def tell_owner(event: CaseEvent, now) -> None:
    notices.tell([event.case.owner_id], event, now)


def tell_next(event: CaseEvent, now) -> None:
    notices.tell([event.case.waiting_on_id], event, now)


def tell_deciders(event: CaseEvent, now) -> None:
    """Tell the posts that decide what is asked; nothing where it was decided meanwhile."""
    case = event.case
    if case.asked:
        roles = DECIDERS[Actor(case.asked_of)]
        posts = seats.held(now).filter(grid__in=seats.path_ids(case), role__in=roles)
        notices.tell(posts.values_list("pk", flat=True), event, now)


def propose_after_two_refusals(event: CaseEvent, now) -> None:
    """Put a case whose return was refused twice before the street's joint meeting, else the district's."""
    case = event.case
    if case.refused_returns >= lifecycle.REFUSALS_TO_THE_MEETING:
        level = 1 if case.street_id else 0
        meetings.propose_once(case, reason="return_refused_twice", level=level, by=permissions.SYSTEM, now=now)


def tell_merged(event: CaseEvent, now) -> None:
    """Write on every case merged into a closed one that it is closed."""
    if not event.case.is_open:
        lifecycle.tell_merged(event.case, by=permissions.SYSTEM, now=now)


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
    following.case_fed_back(event.case, event.by, event.at)


def agree_to_striking_off(event: CaseEvent, now) -> None:
    """Take the grid leader's verification as their half of striking off."""
    following.case_verified(event.case, event.by, event.at)


def take_word_back(event: CaseEvent, now) -> None:
    """What is reworked or opened again was not done."""
    following.case_reworked(event.case)


def strike_off(event: CaseEvent, now) -> None:
    """Take a closed case off every list (销号): waiting agenda items and supervision notices."""
    if event.case.is_open:
        return  # opened again meanwhile: not solved
    meetings.strike_off(event.case, event.at)
    escalation.strike_off(event.case, event.at)


def tell_meeting_office(event: CaseEvent, now) -> None:
    """Tell the office of the unit whose meeting is asked to decide; without a unit it is the city's."""
    grid = Grid.objects.filter(pk=event.data.get("grid")).first()
    posts = seats.held(now).filter(pk__in=units.office_of(grid))
    notices.tell(posts.values_list("pk", flat=True), event, now)


REACTIONS = {
    "case.reported": (take_on_what_is_known,),
    "case.accepted": (route,),
    "case.assigned": (tell_owner,),
    "case.reassigned": (tell_owner,),
    "case.fed_back": (tell_next, apply_for_striking_off),
    "case.rework_ordered": (tell_owner, take_word_back),
    "case.verified": (tell_next, agree_to_striking_off),
    "case.return_requested": (tell_next,),
    "case.return_approved": (route,),
    "case.return_refused": (tell_owner, propose_after_two_refusals),
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
    "case.closed": (strike_off, tell_merged),
    "case.closed_on_the_spot": (strike_off,),
    "case.evaluated": (tell_owner,),
    "case.reopened": (tell_owner,),
    "case.urged": (tell_owner,),
    "case.escalated": (tell_watchers,),
    "case.proposed_to_meeting": (tell_meeting_office,),
    "case.resolved_at_meeting": (tell_owner,),
    "case.passed_up": (tell_meeting_office,),
    "case.sent_back_from_meeting": (tell_owner,),
}

if set(REACTIONS) != reactive.KINDS:
    raise RuntimeError("reactive.KINDS and REACTIONS name different events")
