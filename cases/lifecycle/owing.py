"""Keep what a case lists of its co-handling posts, and its orders' limits, in line with it. For a locked case only."""

from datetime import datetime

from cases import deadlines, office
from cases.cohandling_due import NEARLY_DUE
from cases.deadlines import Limit
from cases.models import Case, CoHandlingOrder


def count_anew(case: Case) -> None:
    """Set the posts ever asked, and those whose order is open, from the orders. One query; the caller saves the case.

    Always new lists: lifecycle.change compares them with what it found.
    """
    found = list(CoHandlingOrder.objects.filter(case=case).values_list("post", "state"))
    case.helpers = sorted({post for post, _state in found})
    case.owing = sorted(post for post, state in found if state in CoHandlingOrder.OPEN)


def end(order: CoHandlingOrder, state: str, *, answer: str, by, now) -> None:
    """End an open order and save it; the caller counts anew."""
    order.state, order.answer, order.ended_at, order.ended_by = state, answer, now, by.user
    order.tell_at = order.paused_at = None
    order.save(update_fields=["state", "answer", "ended_at", "ended_by", "tell_at", "paused_at"])


def lapse(case: Case, *, why: str, by, now, post: int | None = None) -> list[CoHandlingOrder]:
    """Let the open orders of a case lapse, all of them or that of one post, and return them."""
    orders = CoHandlingOrder.objects.open().filter(case=case)
    lapsed = list(orders.filter(post=post) if post else orders)
    for order in lapsed:
        end(order, CoHandlingOrder.State.LAPSED, answer=why, by=by, now=now)
    count_anew(case)
    return lapsed


def hold(case: Case, now: datetime) -> None:
    """Let the limits of a case's open orders stand still, and their reminders with them. One query."""
    CoHandlingOrder.objects.open().filter(case=case, paused_at__isnull=True).update(paused_at=now, tell_at=None)


def take_up(case: Case, now: datetime, latest: datetime | None) -> None:
    """Let the limits go on, moved by the time they stood still in the coin of each, as the case's clock does.

    An order that was due by the case's own due time stays so: `latest` is the new one. A date a meeting set stays.
    """
    calendar = office.calendar(case.district_id)
    orders = list(CoHandlingOrder.objects.open().filter(case=case, paused_at__isnull=False))
    for order in orders:
        within = case.handle_due_at and order.due_at <= case.handle_due_at
        if order.limit:
            limit = Limit.parse(order.limit)
            order.warn_at = deadlines.shift(order.warn_at, order.paused_at, now, limit, calendar)
            order.due_at = deadlines.shift(order.due_at, order.paused_at, now, limit, calendar)
        if within and latest:
            order.due_at = max(order.asked_at, min(order.due_at, latest))
            order.warn_at = min(order.warn_at, order.due_at)
        order.tell_at = {0: order.warn_at, NEARLY_DUE: order.due_at}.get(order.rung)
        order.paused_at = None
    CoHandlingOrder.objects.bulk_update(orders, ["warn_at", "due_at", "tell_at", "paused_at"])
