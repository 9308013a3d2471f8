"""The orders of a list, as one table: the column, its direction, and what stands above the rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.desk.among import OPEN, Among
from zhengzhou_grid.lib import paging


@dataclass(frozen=True)
class Order:
    """By one column of moments and then the key, so that a page can begin behind any row."""

    name: str
    label: Any
    column: str
    newest_first: bool = False
    may_be_empty: bool = False
    is_for_open: bool = False  # asks for a moment that only open cases have

    def sorted(self, cases):
        sign = "-" if self.newest_first else ""
        return cases.order_by(f"{sign}{self.column}", f"{sign}pk")

    def after(self, mark: str) -> Q:
        """Return the condition on the cases behind a mark in this order."""
        return paging.after(mark, self.column, newest_first=self.newest_first, may_be_empty=self.may_be_empty)

    def mark(self, case) -> str:
        return paging.mark(case, self.column)


DUE = Order("due", _("By due time"), "due_at", may_be_empty=True, is_for_open=True)
NEWEST = Order("newest", _("Newest first"), "reported_at", newest_first=True)
OLDEST = Order("oldest", _("Oldest first"), "reported_at")
HANDLING = Order("handling", _("By handling limit"), "handle_due_at", may_be_empty=True, is_for_open=True)
CHANGED = Order("changed", _("Last changed first"), "changed_at", newest_first=True)
ORDERS = {order.name: order for order in (DUE, NEWEST, OLDEST, HANDLING, CHANGED)}


def offered(beyond: Among | None) -> dict[str, Order]:
    """Return the orders of a queue or a heap: where finished cases may be among them, none by due times."""
    if beyond in (None, OPEN):
        return ORDERS
    return {name: order for name, order in ORDERS.items() if not order.is_for_open}
