"""Everything the page of a case shows, gathered in a fixed number of queries."""

from datetime import datetime

from cases import office, permissions, workflow
from cases.desk import before_meeting, clock_account, due_lines, next_step, plan, related, steps, timeline, watched, why
from cases.models import Case, Photo
from cases.workflow import Group
from grids import roster
from grids.models import Outline
from grids.models.post import DEPARTMENT_ROLES
from grids.scope import Scope

GROUPS = ((Group.DO, "do"), (Group.HAND_ON, "hand_on"), (Group.PAUSE, "pause"), (Group.FINISH, "finish"))
BEFORE = (Photo.Moment.REPORTED, Photo.Moment.BEFORE)
INLINE = 2  # actions of mine at another time that stay in sight; the rest folds away
AFTER = (Photo.Moment.AFTER, Photo.Moment.VERIFIED)


def show(case: Case, scope: Scope, now: datetime, family: str = "") -> dict:
    """Return the context of the whole page."""
    events = list(case.events.for_timeline())
    clocks = list(case.clocks.all())
    photos = list(case.photos.all())
    calendar = office.calendar(case.district_id)
    decision = case.routings.first()
    agenda_item = case.agenda_items.select_related("meeting__grid", "grid").order_by("-proposed_at").first()
    rooms = before_meeting.rooms(decision, agenda_item, scope)
    people = roster.holders([post for post in (case.owner, case.waiting_on) if post], now)
    return {
        **summary(case, scope, now),
        "steps": steps.of(case),
        "plan": place_plan(case),
        "map_place": next((place for place in (case.community, case.grid) if place and scope.governs(place)), None),
        "before": [photo for photo in photos if photo.moment in BEFORE],
        "after": [photo for photo in photos if photo.moment in AFTER],
        "why": why.of(case, decision, scope, rooms, people.get(case.owner_id)),
        "bars": clock_account.of(clocks, now, calendar, case.resolution_due_at),
        "due_lines": due_lines.of(case, clocks, now),
        "owner_person": people.get(case.owner_id),
        "waiting_person": people.get(case.waiting_on_id),
        "days": timeline.tell(case, events, photos, now, family),
        "families": timeline.tally(events),
        "family": family,
        "groups": groups(case, scope, now),
        "may_note": permissions.may("note_progress", case, scope),
        "may_reply": permissions.may("reply", case, scope),
        "may_reveal": permissions.may_reveal(case, scope),
        "agenda_item": agenda_item,
        "agenda_room": rooms.get(agenda_item.meeting_id) if agenda_item else None,
        "watched": watched.of(case, events, now),
        "related": related.of(case, scope, now),
        "latest_events": events[-3:],
    }


def glance(case: Case, scope: Scope, now: datetime) -> dict:
    """Return the context of the preview beside the list."""
    clocks = list(case.clocks.all())
    photos = list(case.photos.all())
    events = list(case.events.for_timeline())
    calendar = office.calendar(case.district_id)
    return {
        **summary(case, scope, now),
        "bar": clock_account.running(clocks, case.look.clock, now, calendar, case.resolution_due_at),
        "due_lines": due_lines.of(case, clocks, now),
        "before": [photo for photo in photos if photo.moment in BEFORE],
        "after": [photo for photo in photos if photo.moment in AFTER],
        "latest": timeline.titles(events)[:3],
        "steps": steps.of(case),
    }


def summary(case: Case, scope: Scope, now: datetime) -> dict:
    """Return what page and preview share."""
    return {
        "case": case,
        "scope": scope,
        "now": now,
        "section": "desk",
        "step": next_step.of(case, scope),
        "shows_reporter": shows_reporter(case, scope),
        "lamp_color": case.lamp(now),
    }


def shows_reporter(case: Case, scope: Scope) -> bool:
    """Tell whether somebody may see who reported: the unit complained about may not, where the reporter hides."""
    if case.reporter_id is None:
        return False
    return not case.hides_reporter or any(post.role not in DEPARTMENT_ROLES for post in scope.posts)


def groups(case: Case, scope: Scope, now: datetime) -> list[dict]:
    """Return the actions under 办 转 停 结: what can be done, some that can be done later, the rest."""
    mine = permissions.relations(case, scope)
    columns = {group.value: {"name": name, "ready": [], "later": [], "others": []} for group, name in GROUPS}
    for offer in permissions.offers(case, scope, now):
        column = columns[offer.group]
        if offer.verdict:
            column["ready"].append(offer)
        elif workflow.ACTIONS[offer.name].by & mine:
            column["later"].append(offer)
        else:
            column["others"].append(offer)
    for column in columns.values():
        column["rest"] = column["later"][INLINE:] + column.pop("others")
        column["later"] = column["later"][:INLINE]
    return list(columns.values())


def place_plan(case: Case) -> plan.Plan | None:
    """Return the drawn map of the case's place among its neighbours; none for a place without outline. One query."""
    if case.place is None:
        return None
    around = case.place.code[:9] if case.place.is_unit else case.place.code[:-3]
    near = list(Outline.objects.filter(grid__level=case.place.level, grid__code__startswith=around))
    own = next((outline for outline in near if outline.grid_id == case.place.pk), None)
    if own is None:
        return None
    others = [outline.geometry for outline in near if outline is not own]
    return plan.draw(own.geometry, others, case.lng, case.lat)
