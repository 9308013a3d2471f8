"""Keep what a case lists of its co-handling posts in line with its orders. For a locked case only."""

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
    order.state, order.answer, order.ended_at, order.ended_by, order.tell_at = state, answer, now, by.user, None
    order.save(update_fields=["state", "answer", "ended_at", "ended_by", "tell_at"])


def lapse(case: Case, *, why: str, by, now, post: int | None = None) -> list[CoHandlingOrder]:
    """Let the open orders of a case lapse, all of them or that of one post, and return them."""
    orders = CoHandlingOrder.objects.open().filter(case=case)
    lapsed = list(orders.filter(post=post) if post else orders)
    for order in lapsed:
        end(order, CoHandlingOrder.State.LAPSED, answer=why, by=by, now=now)
    count_anew(case)
    return lapsed
