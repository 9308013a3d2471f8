"""The supporting units of a decision (配合单位): who can help with a case, and their orders at signing.

The one place where meetings speak of co-handling.
"""

from django.utils.translation import gettext

from cases import lifecycle
from cases.lifecycle import cohandling
from cases.meetings import benches, wording
from cases.models import AgendaItem, Case, Minutes, Resolution
from grids.models import Department, Post


def refusal(item: AgendaItem, units: list[Department], leads: int | None, now) -> str:
    """Say for which units nobody could help, on the item's case or one heard with it; empty when all can.

    `leads` is the post the case goes to. Three queries a case.
    """
    if not units:
        return ""
    merged = item.merged.filter(state=AgendaItem.State.MERGED).select_related("case")
    for case in (item.case, *(each.case for each in merged)):
        held = [(seat.post, seat.department) for seat in benches.of(case, now)]
        missing = gettext(", ").join(unit.short for unit in units if benches.to_help(unit.pk, held, leads) is None)
        if missing and case.pk == item.case_id:
            return gettext("Nobody is posted there for: %(units)s.") % {"units": missing}
        if missing:
            words = gettext("Nobody is posted for %(units)s where case %(number)s lies, which is heard with this one.")
            return words % {"units": missing, "number": case.number}
    return ""


def ask(change, resolutions: list[Resolution], minutes: Minutes) -> None:
    """Give every supporting unit, and the lead of each further decision, its order on a case just handed over.

    A post with several parts has one order, due with the last. Raises NotPossible when a unit has no post any more.
    """
    case = change.case
    parts: dict[Post, list[Resolution]] = {}
    units = [pk for each in resolutions for pk in (each.lead_department_id, *each.supporting)]
    case.supporting_departments = [pk for pk in dict.fromkeys(units) if pk != case.lead_department_id]
    seats = [(seat.post, seat.department) for seat in benches.of(case, change.now)]
    posts = benches.posts(case)
    for position, each in enumerate(resolutions):
        leads = [each.lead_department_id] if position else []
        for unit in dict.fromkeys([*leads, *each.supporting]):
            if unit == case.lead_department_id:
                continue  # it has the case itself
            post = _post(unit, each, seats, posts, case)
            parts.setdefault(post, []).append(each)
    for post, decided in parts.items():
        text = wording.order(minutes.number, [each.text for each in decided])
        cohandling.ask_at_meeting(change, post, text=text, until=max(each.due_at for each in decided))


def _post(unit: int, resolution: Resolution, seats, posts, case: Case) -> Post:
    """Return who helps for a unit: the post the decision names, else the nearest one held, else the nearest in use."""
    named = [post for post, _department in posts if post.pk == resolution.lead_post_id]
    if unit == resolution.lead_department_id and named and resolution.lead_post_id != case.owner_id:
        return named[0]
    post = benches.to_help(unit, seats, case.owner_id) or benches.to_help(unit, posts, case.owner_id)
    if post is None:
        said = gettext("Nobody is posted there for %(units)s any more; resume the meeting and decide anew.")
        raise lifecycle.NotPossible(said % {"units": Department.objects.get(pk=unit).short}, case)
    return post
