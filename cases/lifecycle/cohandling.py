"""Co-handling (协办): other posts do their part of a case, each by an order with its own limit, beside who leads it.

The case is not fed back before each of its orders is done or waived (DOMAIN §3.4 and §3.7, step 9). What the case no
longer needs lapses by itself: lifecycle.change does that when a case leaves its unit.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext

from cases import deadlines, office, permissions, seats
from cases.deadlines import Limit
from cases.lifecycle import discretion, owing
from cases.lifecycle.change import Change, changing
from cases.lifecycle.errors import Incomplete, NotPermitted, NotPossible
from cases.models import Case, CaseEvent, CoHandlingOrder
from grids.models import Post

LIMITS = ("4H", "1D", "2D", "3D", "5D", "10D", "20D")

State = CoHandlingOrder.State


def split(case: Case, *, posts, note: str, limit: str, by, now, version=None) -> Case:
    """Ask posts along the path of a case's place for their part (拆分协办), by one of LIMITS; `note` is what is asked.

    An order is never due later than the case itself. Raises Incomplete for a post that leads the case, has an open
    order on it already, or belongs to another place.
    """
    errors = {}
    if limit not in LIMITS:
        errors["limit"] = gettext("Choose how long they have.")
    if not note.strip():
        errors["note"] = gettext("Say what they are to do.")
    if not posts:
        errors["posts"] = gettext("Choose at least one post.")
    if errors:
        raise Incomplete(errors)
    with changing(case, by=by, now=now, version=version) as change:
        ask(change, posts, text=note, limit=limit)
    return change.case


def ask(change: Change, posts: Iterable[Post], *, text: str, limit: str = "", until: datetime | None = None):
    """Ask posts on a locked case, by a limit or until a moment, and return their orders. One event for each.

    For verbs that have a change open. Raises what `split` raises.
    """
    case, posts = change.case, list(posts)
    _check(case, posts)
    warn_at, due_at = _moments(case, change.now, limit, until)
    orders = []
    for number, post in enumerate(posts):
        told = {"post": post.pk, "due_at": due_at.isoformat(), "limit": limit}
        if number == 0:
            first = event = change.do("split", note=text.strip(), data=told)
        else:
            event = change.record(first.kind, post=first.post, note=text.strip(), data=told)
        order = CoHandlingOrder.objects.create(
            case=case,
            post=post,
            text=discretion.about(change.case, text.strip()),
            asked_from=first.post,
            asked_by=change.by.user,
            is_leads_own=first.post is not None and first.post.pk == case.owner_id,
            asked_at=change.now,
            limit=limit,
            warn_at=warn_at,
            due_at=due_at,
            tell_at=warn_at,
        )
        event.data["order"] = order.pk
        orders.append(order)
    owing.count_anew(case)
    return orders


def ask_at_meeting(change: Change, post: Post, *, text: str, until: datetime) -> None:
    """Ask a post for its part of a joint meeting's decision, on a locked case, until a moment.

    What it was asked before and still has open lapses: the meeting decided anew. A date that has passed by now is due
    at once.
    """
    if post.pk in change.case.owing:
        change.end_orders(gettext("The joint meeting decided anew."), post=post.pk)
    ask(change, [post], text=text, until=max(until, change.now))


def sign_order(case: Case, *, order: CoHandlingOrder, by, now, version=None) -> Case:
    """Sign for an order (协办签收) as the post that was asked."""
    with changing(case, by=by, now=now, version=version) as change:
        fresh, _event = _take(change, "sign_order", order)
        if fresh.state != State.ASKED:
            raise NotPossible(gettext("This order has been signed for already."), change.case)
        fresh.state, fresh.signed_at = State.SIGNED, now
        fresh.save(update_fields=["state", "signed_at"])
    return change.case


def report_order(case: Case, *, order: CoHandlingOrder, note: str, by, now, version=None) -> Case:
    """Report an order done (协办反馈), with what was done, as the post that was asked and has signed for it."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say what was done.")})
    with changing(case, by=by, now=now, version=version) as change:
        fresh, _event = _take(change, "report_order", order, note=note.strip())
        if fresh.state != State.SIGNED:
            raise NotPossible(gettext("Sign for the order first."), change.case)
        owing.end(fresh, State.DONE, answer=discretion.about(change.case, note.strip()), by=by, now=now)
        owing.count_anew(change.case)
    return change.case


def waive_order(case: Case, *, order: CoHandlingOrder, note: str, by, now, version=None) -> Case:
    """Waive an order (免办) with the reason: by who asked, or by somebody above."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say why it is no longer needed.")})
    with changing(case, by=by, now=now, version=version) as change:
        fresh, _event = _take(change, "waive_order", order, note=note.strip())
        verdict = permissions.may_waive(fresh, change.case, by)
        if not verdict:
            raise NotPermitted(verdict.reason)
        owing.end(fresh, State.WAIVED, answer=discretion.about(change.case, note.strip()), by=by, now=now)
        owing.count_anew(change.case)
    return change.case


def _take(change: Change, name: str, order: CoHandlingOrder, note: str = "") -> tuple[CoHandlingOrder, CaseEvent]:
    """Do an action about one order of a locked case; return the order as it is. Raises NotPossible when it ended."""
    event = change.do(name, note=note)
    rows = CoHandlingOrder.objects.select_for_update(of=("self",)).select_related("post__grid", "asked_from__grid")
    fresh = rows.filter(case=change.case, pk=order.pk).first()
    if fresh is None or not fresh.is_open:
        raise NotPossible(gettext("This order has ended already."), change.case)
    if name != "waive_order":
        event.post = fresh.post
        if all(post.pk != fresh.post_id for post in change.by.posts):
            raise NotPermitted(gettext("Only the post that was asked may do this."))
    event.data = {"order": fresh.pk, "post": fresh.post_id}
    return fresh, event


def _check(case: Case, posts: list[Post]) -> None:
    path = seats.path_ids(case)
    said = ""
    if any(post.pk == case.owner_id for post in posts):
        said = gettext("The post that leads the case cannot co-handle it.")
    elif busy := [post for post in posts if post.pk in case.owing]:
        said = gettext("%(post)s has an open order on this case already.") % {"post": busy[0]}
    elif len({post.pk for post in posts}) < len(posts) or any(post.grid_id not in path for post in posts):
        said = gettext("Choose posts that answer for this place.")
    if said:
        raise Incomplete({"posts": said})


def _moments(case: Case, now: datetime, limit: str, until: datetime | None) -> tuple[datetime, datetime]:
    """Return when an order is due soon and due: never later than the case itself, as long as that is to come."""
    calendar, latest = office.calendar(case.district_id), case.resolution_due_at or case.handle_due_at
    due_at = until or deadlines.due(now, Limit.parse(limit), calendar)
    if latest and now < latest < due_at:
        due_at = latest
    elif not until:
        return deadlines.warn(now, Limit.parse(limit), calendar), due_at
    return now + (due_at - now) * deadlines.WARN_SHARE, due_at
