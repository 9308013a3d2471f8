"""Joint meetings (联席会): propose, call, put on the agenda, decide, defer, pass up. The only writer of meetings.

While a case waits for a meeting its handling clock keeps running; otherwise a meeting would be a way to hide lateness.
A decision names a lead and a date; the original due time stays on record beside the meeting's own.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from cases import deadlines, lifecycle, permissions, workflow
from cases.lifecycle.taking import hand_over
from cases.models import AgendaItem, Case, JointMeeting, Milestone, Resolution, RoutingDecision, Serial
from cases.queries import TERRITORY
from grids.models import Role
from zhengzhou_grid.lib.verdicts import ALLOWED, Denied, Verdict

State = AgendaItem.State

# Who runs the meeting of a unit at each level of the tree.
OFFICES = {
    0: (Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL),
    1: (Role.STREET_DESK, Role.STREET_LEADER),
    2: (Role.COMMUNITY_SECRETARY,),
}
CONVENERS = {0: Role.DISTRICT_OFFICIAL, 1: Role.STREET_LEADER, 2: Role.COMMUNITY_SECRETARY}


def may_manage(grid, scope) -> Verdict:
    """Say whether somebody runs the meetings of a unit; a JointMeeting may stand for its unit."""
    unit = grid.grid if isinstance(grid, JointMeeting) else grid
    if unit and any(post.grid_id == unit.pk and post.role in OFFICES.get(unit.level, ()) for post in scope.posts):
        return ALLOWED
    return Denied(gettext("Only the office of this joint meeting may do this."))


def managed_by(scope) -> list:
    """Return the units whose meetings somebody runs, the widest first."""
    units = {post.grid_id: post.grid for post in scope.posts if post.role in OFFICES.get(post.grid.level, ())}
    return sorted(units.values(), key=lambda unit: (unit.level, unit.code))


def visible_to(scope):
    """Return the meetings of the units on the path of somebody's posts and of everything below their territories."""
    reach = Q()
    for post in scope.posts:
        reach |= Q(grid__code__in=_path_codes(post.grid.code))
        if not post.department_id:
            reach |= Q(grid__code__startswith=post.grid.code)
    meetings = JointMeeting.objects.select_related("grid", "convener__grid")
    return meetings.filter(reach) if reach else meetings.none()


def open_to(items, unit, scope):
    """Keep those of some agenda items whose case somebody may read: all for who answers for the whole unit.

    That a meeting takes place is no secret to the unit's people; what residents wrote is, outside their own scope.
    """
    if may_manage(unit, scope) or scope.governs(unit):
        return items
    return items.filter(case__in=Case.objects.visible_to(scope).values("pk"))


def pool(grid):
    """Return the items that wait for a unit's next meeting: proposed ones and deferred ones."""
    waiting = AgendaItem.objects.filter(grid=grid, state__in=[State.PROPOSED, State.DEFERRED])
    joined = waiting.select_related("case__category", "case__community", "case__grid", "proposed_by")
    return joined.order_by("proposed_at", "id")


def propose(case: Case, *, reason, level, by, now, problem="", tried="", asked="", version=None) -> AgendaItem:
    """Propose a case to the joint meeting of its community (2), street (1) or district (0).

    A proposal that the system made gets the person's words and level. Raises NotPossible when the case waits for a
    meeting otherwise or has no place at that level.
    """
    if reason not in workflow.MEETING_REASONS:
        raise lifecycle.Incomplete({"reason": gettext("Choose the reason.")})
    with lifecycle.changing(case, by=by, now=now, version=version) as change:
        grid_id = getattr(change.case, f"{TERRITORY[level]}_id")
        if grid_id is None:
            raise lifecycle.NotPossible(gettext("The case has no place at this level."), change.case)
        note = "\n".join(part for part in (problem, tried, asked) if part.strip())
        data = {"reason": reason, "level": level, "grid": grid_id}
        change.do("propose_to_meeting", note=note, in_meeting=True, data=data)
        item = _begun(change.case) or AgendaItem(case=change.case)
        item.grid_id, item.reason, item.proposed_at, item.proposed_by = grid_id, reason, now, by.user
        item.problem, item.tried, item.asked = problem.strip() or change.case.text, tried.strip(), asked.strip()
        item.save()
        change.events[-1].data["item"] = item.pk
    return item


def _begun(case: Case) -> AgendaItem | None:
    """Return the proposal that the system made for a case, as long as nobody has taken it up."""
    return case.agenda_items.filter(state=State.PROPOSED, proposed_by__isnull=True).first()


def propose_once(case: Case, **proposal) -> AgendaItem | None:
    """Propose a case unless it waits for a meeting already or cannot go there now."""
    fresh = Case.objects.get(pk=case.pk)
    if not permissions.may("propose_to_meeting", fresh, proposal["by"]):
        return None
    return propose(fresh, **proposal)


def call(grid, *, held_at, place="", is_special=False, by, now) -> JointMeeting:
    """Call a unit's meeting. Raises Incomplete for a time already past."""
    _ask(grid, by)
    if held_at is None or held_at <= now:
        raise lifecycle.Incomplete({"held_at": gettext("Choose a time that is still to come.")})
    year = held_at.astimezone(deadlines.CITY_TZ).year
    with transaction.atomic():
        convener = grid.posts.filter(role=CONVENERS[grid.level], is_active=True).first()
        return JointMeeting.objects.create(
            grid=grid,
            year=year,
            sequence=Serial.objects.take(f"meeting:{grid.code}:{year}"),
            held_at=held_at,
            place=place.strip(),
            is_special=is_special,
            convener=convener,
            called_by=by.user,
        )


def put_on_agenda(item: AgendaItem, meeting: JointMeeting, *, by, now) -> AgendaItem:
    """Put a waiting item on the agenda of a meeting of its unit."""
    _ask(meeting, by)
    with lifecycle.changing(item.case, by=by, now=now) as change:
        meeting = _lock_meeting(meeting)
        if meeting.state not in (JointMeeting.State.PLANNED, JointMeeting.State.IN_SESSION):
            raise lifecycle.NotPossible(gettext("This meeting is over."))
        item = _lock(item)
        if item.state not in (State.PROPOSED, State.DEFERRED) or item.grid_id != meeting.grid_id:
            raise lifecycle.NotPossible(gettext("This item is not waiting for this meeting."))
        item.meeting, item.state, item.position = meeting, State.ON_AGENDA, meeting.items.count() + 1
        item.save()
        change.record("case.put_on_agenda", data={"item": item.pk, "meeting": meeting.pk, "title": meeting.title})
    return item


def open(meeting: JointMeeting, *, by, now) -> JointMeeting:
    """Open a planned meeting."""
    _ask(meeting, by)
    with transaction.atomic():
        meeting = _lock_meeting(meeting)
        if meeting.state != JointMeeting.State.PLANNED:
            raise lifecycle.NotPossible(gettext("This meeting has been opened already."))
        meeting.state, meeting.opened_at = JointMeeting.State.IN_SESSION, now
        meeting.save()
    return meeting


def end(meeting: JointMeeting, *, by, now) -> JointMeeting:
    """End a meeting in session; items not decided go back to the unit's pool."""
    _ask(meeting, by)
    with transaction.atomic():
        meeting = _lock_meeting(meeting)
        if meeting.state != JointMeeting.State.IN_SESSION:
            raise lifecycle.NotPossible(gettext("This meeting is not in session."))
        meeting.state, meeting.ended_at = JointMeeting.State.ENDED, now
        meeting.save()
        meeting.items.filter(state=State.ON_AGENDA).update(state=State.PROPOSED, meeting=None, position=0)
    return meeting


def resolve(
    item: AgendaItem, *, text, lead_department, lead_post, due_at, supporting=(), acceptance="", milestones=(), by, now
) -> Resolution:
    """Decide an item (议定): the lead unit takes the case over with the meeting's date.

    Raises Incomplete without text, lead, responsible post or a date to come.
    """
    _ask_in_session(item, by)
    _check_decision(text, lead_department, lead_post, due_at, milestones, now)
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = _lock(item)
        _still_open(item)
        supporting_ids = [unit.pk for unit in supporting if unit.pk != lead_department.pk]
        resolution = Resolution.objects.create(
            item=item,
            text=text.strip(),
            lead_department=lead_department,
            lead_post=lead_post,
            due_at=due_at,
            supporting=supporting_ids,
            acceptance=acceptance.strip(),
            decided_at=now,
            decided_by=by.user,
        )
        Milestone.objects.bulk_create(
            Milestone(resolution=resolution, due_date=date, text=words.strip()) for date, words in milestones
        )
        item.state = State.DECIDED
        item.save()
        hand_over(
            change,
            "resolve_at_meeting",
            post_id=lead_post.pk,
            department_id=lead_department.pk,
            supporting=supporting_ids,
            note=text.strip(),
            in_meeting=False,
            resolution_due_at=due_at,
            escalation_rung=0,
            fed_back_at=None,
            verified_at=None,
            result="",
            data={"resolution": resolution.pk, "until": due_at.isoformat(), "meeting": item.meeting_id},
        )
        change.events[-1].is_public = True
        reasons = [{"code": "meeting", "post": lead_post.pk, "meeting": item.meeting_id}]
        RoutingDecision.objects.create(case=change.case, at=now, post=lead_post, by=by.user, reasons=reasons)
    return resolution


def defer(item: AgendaItem, *, review_date, note, by, now) -> AgendaItem:
    """Put an item off (暂缓) to a review date; it goes back to the unit's pool."""
    _ask_in_session(item, by)
    if review_date is None or review_date <= now.astimezone(deadlines.CITY_TZ).date():
        raise lifecycle.Incomplete({"review_date": gettext("Choose a day that is still to come.")})
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = _lock(item)
        _still_open(item)
        item.state, item.review_date, item.outcome_note = State.DEFERRED, review_date, note.strip()
        item.save()
        data = {"item": item.pk, "review_date": review_date.isoformat()}
        change.record("case.deferred_at_meeting", note=note, data=data)
    return item


def pass_up(item: AgendaItem, *, note, by, now) -> AgendaItem:
    """Pass an item up (上报) to the meeting of the level above and return the new item there.

    Raises Incomplete without words, and for a district: the city's meeting is not set up yet, and an item there would
    wait for nobody.
    """
    _ask_in_session(item, by)
    if not note.strip():
        raise lifecycle.Incomplete({"note": gettext("Say why the level above must decide.")})
    if item.grid.is_district:
        raise lifecycle.Incomplete({"note": gettext("There is no joint meeting above the district yet.")})
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = _lock(item)
        _still_open(item)
        item.state, item.outcome_note = State.PASSED_UP, note.strip()
        item.save()
        higher = AgendaItem.objects.create(
            case=item.case,
            grid=item.grid.parent,
            reason=item.reason,
            problem=item.problem,
            tried=item.tried,
            asked=f"{item.asked}\n{note}".strip(),
            proposed_at=now,
            proposed_by=by.user,
        )
        change.record("case.passed_up", note=note, data={"item": item.pk, "grid": item.grid.parent_id})
    return higher


def finish_milestone(milestone: Milestone, *, by, now) -> Milestone:
    """Tick a milestone as done; the lead unit or the meeting's office may."""
    resolution = milestone.resolution
    is_lead = any(post.pk == resolution.lead_post_id for post in by.posts)
    if not is_lead and not may_manage(resolution.item.grid, by):
        raise lifecycle.NotPermitted(gettext("Only the lead unit or the office of the meeting may do this."))
    if milestone.done_at is None:
        milestone.done_at = now
        milestone.save(update_fields=["done_at"])
    return milestone


def strike_off(case: Case, now) -> None:
    """Take a closed case off the lists of meetings: waiting items are withdrawn, resolutions struck off (销号)."""
    case.agenda_items.filter(state__in=AgendaItem.WAITING).update(state=State.WITHDRAWN)
    Resolution.objects.filter(item__case=case, struck_off_at__isnull=True).update(struck_off_at=now)


def _check_decision(text, lead_department, lead_post, due_at, milestones, now) -> None:
    errors = {}
    if not text.strip():
        errors["text"] = gettext("Write down what was decided.")
    if lead_department is None:
        errors["lead_department"] = gettext("No item leaves without a lead unit.")
    if lead_post is None:
        errors["lead_post"] = gettext("Choose the post that answers for it.")
    if due_at is None or due_at <= now:
        errors["due_at"] = gettext("No item leaves without a date that is still to come.")
    elif any(date > due_at.astimezone(deadlines.CITY_TZ).date() for date, _words in milestones):
        errors["milestones"] = gettext("A milestone cannot be later than the date itself.")
    if errors:
        raise lifecycle.Incomplete(errors)


def _ask(grid, by) -> None:
    verdict = may_manage(grid, by)
    if not verdict:
        raise lifecycle.NotPermitted(verdict.reason)


def _ask_in_session(item: AgendaItem, by) -> None:
    if item.meeting is None or item.meeting.state != JointMeeting.State.IN_SESSION:
        raise lifecycle.NotPossible(gettext("The meeting is not in session."), item.case)
    _ask(item.meeting, by)


def _lock(item: AgendaItem) -> AgendaItem:
    return (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("case", "grid__parent", "meeting")
        .get(pk=item.pk)
    )


def _lock_meeting(meeting: JointMeeting) -> JointMeeting:
    return JointMeeting.objects.select_for_update(of=("self",)).select_related("grid").get(pk=meeting.pk)


def _still_open(item: AgendaItem) -> None:
    if item.state != State.ON_AGENDA:
        raise lifecycle.NotPossible(gettext("This item has been decided already."), item.case)


def _path_codes(code: str) -> list[str]:
    return [code[:length] for length in (6, 9, 12, 15) if length <= len(code)]
