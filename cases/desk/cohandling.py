"""Co-handling orders as the desk shows them: the panel of the case page, and the order of one's own in a list."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from cases import due_words, office, permissions
from cases.models import Case, CoHandlingOrder
from grids import roster
from grids.models import Post
from grids.scope import Scope


@dataclass(frozen=True)
class Line:
    """One order of the panel: whose it is, where it stands, and what the reader can do with it."""

    order: CoHandlingOrder
    unit: str
    place: str
    person: str
    asked_by: str
    lamp: str
    due: str  # in words, while it is open
    is_mine: bool
    may_sign: bool
    may_report: bool
    may_waive: bool


@dataclass(frozen=True)
class Panel:
    """The orders of a case, the open ones first, with how many of them are still open."""

    lines: list[Line]
    open: int

    @property
    def own(self) -> CoHandlingOrder | None:
        """The first open order of the reader's own posts."""
        return next((line.order for line in self.lines if line.is_mine and line.order.is_open), None)


def panel(case: Case, scope: Scope, now: datetime) -> Panel:
    """Return the orders of a case for a reader. Two queries; none for a case that nobody was asked to co-handle."""
    if not case.helpers:
        return Panel([], 0)
    orders = sorted(CoHandlingOrder.objects.filter(case=case).for_panel(), key=lambda order: not order.is_open)
    people = roster.holders([order.post for order in orders], now)
    verdicts = {name: permissions.may(name, case, scope) for name in permissions.ABOUT_ORDERS}
    lines = [_line(case, order, people.get(order.post_id), verdicts, scope, now) for order in orders]
    return Panel(lines, sum(order.is_open for order in orders))


def of_mine(cases: list[Case], scope: Scope) -> dict[int, CoHandlingOrder]:
    """Return the open orders of the reader's posts by case, the first due of each. One query where there are any."""
    asked = [case.pk for case in cases if not scope.post_ids.isdisjoint(case.owing)]
    if not asked:
        return {}
    orders = CoHandlingOrder.objects.open().filter(case__in=asked, post__in=scope.post_ids).order_by("-due_at")
    return {order.case_id: order for order in orders}


def step_of(order: CoHandlingOrder | None) -> str:
    """Return the action that comes next with an order of one's own; nothing without one."""
    if order is None:
        return ""
    return "sign_order" if order.state == CoHandlingOrder.State.ASKED else "report_order"


def whose(post: Post) -> str:
    """Return the unit behind a post: its department, else its place."""
    return post.department.label if post.department else post.grid.label


def _line(case: Case, order: CoHandlingOrder, person, verdicts: dict, scope: Scope, now: datetime) -> Line:
    is_mine = order.post_id in scope.post_ids
    step = step_of(order) if is_mine and order.is_open else ""
    waivable = order.is_open and verdicts["waive_order"] and permissions.may_waive(order, case, scope)
    return Line(
        order=order,
        unit=whose(order.post),
        place=f"{order.post.grid.label} · {order.post.title}",
        person=str(person or ""),
        asked_by=str(order.asked_from) if order.asked_from else gettext("System"),
        lamp=order.lamp(now),
        due=_due(case, order, now),
        is_mine=is_mine,
        may_sign=step == "sign_order" and bool(verdicts["sign_order"]),
        may_report=step == "report_order" and bool(verdicts["report_order"]),
        may_waive=bool(waivable),
    )


def _due(case: Case, order: CoHandlingOrder, now: datetime) -> str:
    if not order.is_open:
        return ""
    if order.paused_at:
        return gettext("On hold")
    return due_words.left(order.due_at, now, office.calendar(case.district_id))
