"""Everything the page of a case shows, gathered in a fixed number of queries."""

from datetime import datetime

from cases import office, permissions, standard_replies, workflow
from cases.desk import (
    before_meeting,
    clock_account,
    cohandling,
    due_lines,
    next_step,
    plan,
    presence,
    related,
    steps,
    timeline,
    watched,
    why,
)
from cases.models import Case, CaseEvent, Photo, StageClock
from cases.workflow import Group
from grids.models import Post, User
from grids.scope import Scope
from zhengzhou_grid.lib.prepared import kept

GROUPS = ((Group.DO, "do"), (Group.HAND_ON, "hand_on"), (Group.PAUSE, "pause"), (Group.FINISH, "finish"))
BEFORE = (Photo.Moment.REPORTED, Photo.Moment.BEFORE)
INLINE = 2  # actions of mine at another time that stay in sight; the rest folds away
AFTER = (Photo.Moment.AFTER, Photo.Moment.VERIFIED)


def show(case: Case, scope: Scope, now: datetime, family: str = "") -> dict:
    """Return the context of the whole page."""
    events = _events(case.pk)
    clocks = _clocks(case.pk)
    photos = case.shown_photos
    calendar = office.calendar(case.district_id)
    agenda_item, rooms = before_meeting.of(case, scope)
    return {
        **summary(case, scope, now),
        "steps": steps.of(case),
        "plan": place_plan(case),
        "map_place": next((place for place in (case.community, case.grid) if place and scope.governs(place)), None),
        "before": [photo for photo in photos if photo.moment in BEFORE],
        "after": [photo for photo in photos if photo.moment in AFTER],
        "why": why.of(case, scope, rooms),
        "bars": clock_account.of(clocks, now, calendar, case.resolution_due_at),
        "due_lines": due_lines.of(case, clocks, now),
        "owner_person": holder(case.owner),
        "waiting_person": holder(case.waiting_on),
        "days": timeline.tell(case, events, photos, now, family),
        "families": timeline.tally(events),
        "family": family,
        "groups": groups(case, scope, now),
        "may_note": permissions.may("note_progress", case, scope),
        "may_reply": permissions.may("reply", case, scope),
        "replies": standard_replies.offered("reply", case, now),
        "open_by": presence.others(case, scope.user, now),
        "may_reveal": permissions.may_reveal(case, scope),
        "agenda_item": agenda_item,
        "agenda_room": rooms.get(agenda_item.meeting_id) if agenda_item else None,
        "watched": watched.of(case, events, now),
        "related": related.of(case, scope, now),
        "latest_events": events[-3:],
    }


def glance(case: Case, scope: Scope, now: datetime) -> dict:
    """Return the context of the preview beside the list."""
    clocks = _clocks(case.pk)
    photos = case.shown_photos
    events = _events(case.pk)
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
    orders = cohandling.panel(case, scope, now)
    step, instead = next_step.both(case, scope, now, cohandling.step_of(orders.own))
    return {
        "case": case,
        "scope": scope,
        "now": now,
        "section": "desk",
        "orders": orders,
        "step": step,
        "instead": instead,
        "shows_reporter": shows_reporter(case, scope),
        "lamp_color": case.lamp(now),
    }


def shows_reporter(case: Case, scope: Scope) -> bool:
    """Tell whether somebody may see who reported: the unit complained about may not, where the reporter hides."""
    known = case.reporter_id is not None and case.reporter.erased_at is None
    return known and not permissions.is_hidden_from(case, scope)


def groups(case: Case, scope: Scope, now: datetime) -> list[dict]:
    """Return the actions under 办 转 停 结: what can be done, some that can be done later, the rest.

    What is about one co-handling order stands beside it in its own panel.
    """
    mine = permissions.relations(case, scope)
    columns = {group.value: {"name": name, "ready": [], "later": [], "others": []} for group, name in GROUPS}
    for offer in permissions.offers(case, scope, now):
        if offer.name in permissions.ABOUT_ORDERS:
            continue
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
    """Return the drawn map of the case's place among its neighbours; none for a place without outline."""
    if case.place is None or case.place.pk not in case.outlines:
        return None
    others = [geometry for key, geometry in case.outlines.items() if key != case.place.pk]
    return plan.draw(case.outlines[case.place.pk], others, case.lng, case.lat)


@kept
def _events(case: int):
    return CaseEvent.objects.filter(case=case).for_timeline()


@kept
def _clocks(case: int):
    return StageClock.objects.filter(case=case)


def holder(post: Post | None) -> User | None:
    """Return who holds a post that was loaded with its holder."""
    return post.held.person if post and post.held else None
