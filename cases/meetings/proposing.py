"""Put a case before a joint meeting (提请), and the office's vetting of what was put (议题审核).

While a case waits for a meeting its handling clock keeps running; otherwise a meeting would be a way to hide lateness.
"""

from django.utils.translation import gettext

from cases import lifecycle, permissions, workflow
from cases.meetings import calling, guards, units
from cases.models import AgendaItem, Case, JointMeeting
from cases.queries import TERRITORY

State = AgendaItem.State


def pool(grid):
    """Return the items that wait for a unit's next meeting: proposed ones and deferred ones."""
    waiting = AgendaItem.objects.filter(grid=grid, state__in=AgendaItem.IN_POOL)
    joined = waiting.select_related("case__category", "case__community", "case__grid", "proposed_by")
    return joined.order_by("proposed_at", "id")


def propose(
    case: Case, *, reason, level, by, now, problem="", tried="", asked="", suggested=(), version=None
) -> AgendaItem:
    """Propose a case to the joint meeting of its community (2), street (1) or district (0).

    `suggested` are departments that should come. A proposal that the system made gets the person's words and level.
    Raises NotPossible when the case waits for a meeting otherwise or has no place at that level.
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
        said = (problem.strip() or change.case.text, tried, asked)
        item.problem, item.tried, item.asked = (lifecycle.in_papers(change.case, words) for words in said)
        item.suggested = [unit.pk for unit in suggested]
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


def put_on_agenda(item: AgendaItem, meeting: JointMeeting, *, by, now) -> AgendaItem:
    """Accept a waiting item and put it on the agenda of a meeting of its unit; its units are asked to come."""
    guards.ask(meeting, by)
    with lifecycle.changing(item.case, by=by, now=now) as change:
        meeting = guards.lock_meeting(meeting)
        if meeting.state not in guards.OPEN_MEETINGS:
            raise lifecycle.NotPossible(gettext("This meeting is over."))
        item = guards.lock_item(item)
        _still_in_pool(item)
        if item.grid_id != meeting.grid_id:
            raise lifecycle.NotPossible(gettext("This item is not waiting for this meeting."))
        item.meeting, item.state, item.position = meeting, State.ON_AGENDA, _last(meeting) + 1
        item.review_date, item.outcome_note, item.taken_up_at, item.settled_at = None, "", None, None
        item.save()
        change.record("case.put_on_agenda", data={"item": item.pk, "meeting": meeting.pk, "title": meeting.title})
        calling.invite_units_of(item, meeting, now)
    return item


def take_off_agenda(item: AgendaItem, *, by, now) -> AgendaItem:
    """Put an item of a meeting to come back into the pool."""
    guards.ask(item.grid, by)
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = guards.lock_item(item)
        if item.state != State.ON_AGENDA or item.meeting.state != JointMeeting.State.PLANNED:
            raise lifecycle.NotPossible(gettext("This item is on no agenda of a meeting to come."))
        change.record("case.taken_off_agenda", data={"item": item.pk, "meeting": item.meeting_id})
        back_to_pool(item)
    return item


def back_to_pool(item: AgendaItem) -> None:
    """Let a locked item wait for the next meeting of its unit."""
    item.meeting, item.state, item.position = None, State.PROPOSED, 0
    item.taken_up_at = item.settled_at = item.review_date = None
    item.save()


def merge(item: AgendaItem, into: AgendaItem, *, by, now) -> AgendaItem:
    """Hear an item together with another one of the same unit (合并): what is decided there holds for both cases."""
    guards.ask(item.grid, by)
    if item.pk == into.pk:
        raise lifecycle.Incomplete({"into": gettext("Choose another item.")})
    with lifecycle.changing(item.case, by=by, now=now) as change:
        meeting = guards.lock_meeting(into.meeting) if into.meeting_id else None
        first, second = sorted((item, into), key=lambda each: each.pk)  # always in this order
        locked = {each.pk: each for each in (guards.lock_item(first), guards.lock_item(second))}
        item, into = locked[item.pk], locked[into.pk]
        _still_in_pool(item)
        waits = into.state in (*AgendaItem.IN_POOL, State.ON_AGENDA) and into.meeting_id == (meeting and meeting.pk)
        if into.grid_id != item.grid_id or not waits:
            raise lifecycle.Incomplete({"into": gettext("Choose an item that waits for the same meeting.")})
        item.state, item.merged_into, item.meeting, item.review_date = State.MERGED, into, None, None
        item.save()
        item.merged.update(merged_into=into)  # nothing hangs on what is itself heard elsewhere
        change.record("case.heard_with_another", data={"item": item.pk, "with": into.case.number})
        if meeting:
            calling.invite_units_of(item, meeting, now)
    return item


def send_back(item: AgendaItem, *, note, by, now) -> AgendaItem:
    """Send an item back to who proposed it (退回), with the reason; what was to be heard with it waits by itself."""
    guards.ask(item.grid, by)
    if not note.strip():
        raise lifecycle.Incomplete({"note": gettext("Say why it is sent back.")})
    with lifecycle.changing(item.case, by=by, now=now) as change:
        item = guards.lock_item(item)
        _still_in_pool(item)
        item.state, item.settled_at, item.meeting = State.SENT_BACK, now, None
        item.outcome_note = lifecycle.in_papers(change.case, note)
        item.save()
        change.case.in_meeting = False
        change.record("case.sent_back_from_meeting", note=note.strip(), data={"item": item.pk})
        free_merged(item)
    return item


def free_merged(item: AgendaItem) -> None:
    """Let what was to be heard with an item wait by itself again."""
    item.merged.filter(state=State.MERGED).update(state=State.PROPOSED, merged_into=None)


def pass_up_from(item: AgendaItem, note: str, by, now) -> AgendaItem:
    """Make the item of the level above for a locked item; its merged ones go along."""
    higher = AgendaItem.objects.create(
        case=item.case,
        grid=units.above(item.grid),
        reason=item.reason,
        problem=item.problem,
        tried=item.tried,
        asked=lifecycle.in_papers(item.case, f"{item.asked}\n{note}"),
        suggested=item.suggested,
        proposed_at=now,
        proposed_by=by.user,
    )
    item.merged.filter(state=State.MERGED).update(merged_into=higher, grid=higher.grid)
    return higher


def _still_in_pool(item: AgendaItem) -> None:
    if item.state not in AgendaItem.IN_POOL:
        raise lifecycle.NotPossible(gettext("This item is not waiting for this meeting."))


def _last(meeting: JointMeeting) -> int:
    return meeting.items.order_by("-position").values_list("position", flat=True).first() or 0
