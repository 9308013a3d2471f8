"""Accept a case and hand it to the post that answers for it."""

from collections.abc import Callable

from django.utils.translation import gettext

from cases import routing
from cases.lifecycle.change import Change, changing
from cases.lifecycle.errors import Incomplete, NotPossible
from cases.lifecycle.reporting import places
from cases.models import Case, RoutingDecision
from cases.queries import TERRITORY
from cases.workflow import TRIAGE, State
from zhengzhou_grid.lib.inserting import insert

NOBODY_POSTED = "nobody_posted"


def accept(case: Case, *, by, now, category, grid, version=None, note="") -> Case:
    """Accept a case (受理) with its category and place confirmed. Raises Incomplete without them."""
    errors = {}
    if category is None:
        errors["category"] = gettext("Choose a category.")
    if grid is None:
        errors["grid"] = gettext("Choose the grid.")
    if errors:
        raise Incomplete(errors)
    with changing(case, by=by, now=now, version=version) as change:
        change.do(
            "accept",
            note=note,
            **_place(change.case, grid),
            category=category,
            urgency=category.urgency,
            accepted_at=now,
            triage_reason="",
            data={"category": category.code, "grid": grid.code},
        )
    return change.case


def assign(case: Case, *, post, by, now, version=None, note="", department=None, batch="", route=None) -> Case:
    """Hand a case to a post by hand (交办). Without a department the post's own leads; `batch` names a bulk deed.

    `route` is what the rules proposed, where the person takes it: its supporting departments and reasons are kept.
    """
    return _by_hand(
        "assign", case, post=post, by=by, now=now, version=version, note=note, department=department, batch=batch,
        route=route,
    )  # fmt: skip


def reassign(case: Case, *, post, by, now, version=None, note="", department=None, batch="", route=None) -> Case:
    """Hand a case to another post (改派). Raises Incomplete without the reason in words."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say why it goes to another unit.")})
    return _by_hand(
        "reassign", case, post=post, by=by, now=now, version=version, note=note, department=department, batch=batch,
        route=route,
    )  # fmt: skip


def take_on(case: Case, choose: Callable[[Case], routing.Route | None], *, by, now) -> Change:
    """Accept a reported case, if that is still to do, and assign it along the route chosen for it, all at once.

    Without a post to go to, and to a case that was taken on before, nothing happens. Returns the change; its events
    count as handled: what follows from them is the caller's business, in the same transaction.
    """
    with changing(case, by=by, now=now, savepoint=False) as change:
        route = choose(change.case) if change.case.state in TRIAGE else None
        if route is None:
            return change
        if route.post is None:
            _stay(change, route)
            return change
        if change.case.state == State.REPORTED:
            change.do("accept", accepted_at=now, data={"automatic": True})
        hand_over(
            change,
            "assign",
            post_id=route.post,
            department_id=route.department,
            supporting=route.supporting,
            data={"automatic": True},
        )
        reasons = list(route.reasons)
        insert([RoutingDecision(case=change.case, at=now, post_id=route.post, rule_id=route.rule, reasons=reasons)])
        for event in change.events:
            event.handled_at, event.try_at = now, None
    return change


def _stay(change: Change, route: routing.Route) -> None:
    """Keep a case that nobody is posted for in triage, and say why; once."""
    if change.case.triage_reason != NOBODY_POSTED:
        change.case.triage_reason = NOBODY_POSTED
        change.record("case.not_routed")
        RoutingDecision.objects.create(case=change.case, at=change.now, rule_id=route.rule, reasons=list(route.reasons))


def hand_over(change: Change, name: str, *, post_id, department_id, supporting=(), note="", data=None, **fields):
    """Do an assigning action on a locked case: new owner, lead and supporting departments."""
    case = change.case
    if name == "assign" or not case.assigned_at:
        fields["assigned_at"] = change.now
    return change.do(
        name,
        note=note,
        owner_id=post_id,
        lead_department_id=department_id or case.lead_department_id,
        supporting_departments=list(supporting),
        signed_at=None,
        data={**(data or {}), "post": post_id, "department": department_id},
        **fields,
    )


def _by_hand(name: str, case: Case, *, post, by, now, version, note, department, batch, route) -> Case:
    if post is None:
        raise Incomplete({"post": gettext("Choose the post that answers for it.")})
    with changing(case, by=by, now=now, version=version) as change:
        if change.case.district_id and not post.grid.code.startswith(change.case.district.code):
            raise Incomplete({"post": gettext("This post is in another district.")})
        if name == "reassign" and change.case.owner_id == post.pk:
            raise NotPossible(gettext("This post has the case already."), change.case)
        lead = department or post.department
        taken = route if route and route.post == post.pk else routing.Route(None)
        data = {"batch": batch} if batch else None
        lead_id = lead.pk if lead else taken.department
        hand_over(
            change, name, post_id=post.pk, department_id=lead_id, supporting=taken.supporting, note=note, data=data
        )
        reasons = [*taken.reasons, {"code": "by_hand", "post": post.pk}]
        RoutingDecision.objects.create(
            case=change.case, at=now, post=post, by=by.user, rule_id=taken.rule, reasons=reasons
        )
    return change.case


def _place(case: Case, grid) -> dict[str, int | None]:
    """Return the columns that put a case in a grid: those of its whole path, the deeper ones emptied."""
    if case.grid_id == grid.pk:
        return {}
    return dict.fromkeys(f"{column}_id" for column in TERRITORY) | places(grid)
