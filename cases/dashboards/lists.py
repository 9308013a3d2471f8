"""A page of cases, fifty at a time, by keyset: late ones in the order of their limits, the others newest first."""

from dataclasses import dataclass

from cases.models import Case
from zhengzhou_grid.lib import paging

PAGE = 50
BY_LIMIT = frozenset({"late", "soon"})


@dataclass(frozen=True)
class Page:
    """Some rows, how many there are in all, and the mark of the next page."""

    rows: list[Case]
    total: int
    later: str


def page(cases, name: str, after: str = "") -> Page:
    """Return one page of a set of cases. A broken mark is the first page. Three queries.

    The page is found by keys first: with its rows and their places PostgreSQL would join all of a territory's cases.
    """
    column, sign = ("due_at", "") if name in BY_LIMIT else ("reported_at", "-")
    behind = paging.behind(cases, after, column, newest_first=bool(sign))
    order = (f"{sign}{column}", f"{sign}pk")
    keys = list(behind.order_by(*order).values_list("pk", flat=True)[: PAGE + 1])
    found = list(Case.objects.filter(pk__in=keys).for_list().order_by(*order))
    rows = found[:PAGE]
    later = paging.mark(rows[-1], column) if len(found) > PAGE else ""
    return Page(rows, cases.count(), later)
