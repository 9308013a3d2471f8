"""What an address of the desk shows: one queue, or what a search found, narrowed, in an order, with some columns."""

from dataclasses import dataclass

from django.db.models import Q

from cases import queries, searching
from cases.desk import among, columns, listing, narrowing, orders, queues
from cases.desk.among import Among
from cases.desk.columns import Column
from cases.desk.narrowing import Narrowing
from cases.desk.orders import Order
from cases.desk.queues import Count, Queue

MOST_COUNTED = 200  # beyond the queues; "200+" is enough, and the next thousand would be read for nothing
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Reading:
    """One list with everything that led to it."""

    sought: str
    narrow: Narrowing
    beyond: Among | None
    counted: dict[str, Count]
    queue: Queue
    order: Order
    columns: tuple[Column, ...]
    page: listing.Page
    total: int | str


def sought(query) -> str:
    """Return what an address searches for."""
    return query.get("q", "").strip()[:LONGEST_SEARCH]


def read(query, user, scope, now) -> Reading:
    """Return the list at an address. A fixed number of queries whatever its size."""
    words, shown_columns = sought(query), columns.chosen(query, user)
    narrow = narrowing.read(query, scope, now)
    beyond = among.read(query, narrow, words)
    counted = queues.counts(scope, now, Q() if beyond else narrow.condition)
    asked = counted.get(query.get("queue", ""))
    queue = asked.queue if asked else queues.first_choice(counted)
    order = orders.offered(beyond).get(query.get("sort", ""), orders.NEWEST if beyond else orders.DUE)
    shape = {"after": query.get("after", ""), "columns": shown_columns}
    if beyond:
        terms = searching.terms(words) if words else ()
        parts = [part & beyond.condition & narrow.condition for part in queries.parts_visible_to(scope)]
        total = listing.counted(parts, order, MOST_COUNTED, terms)
        page = listing.flat_page(parts, scope, now, order, total, terms=terms, **shape)
    else:
        parts = [part & narrow.condition for part in queues.parts_inside(queue, scope, now)]
        shown = counted[queue.name].shown_by_day
        total = shown.total()
        if order == orders.DUE:
            page = listing.page(parts, scope, now, shown, **shape)
        else:
            page = listing.flat_page(parts, scope, now, order, total, **shape)
    return Reading(words, narrow, beyond, counted, queue, order, shown_columns, page, total)
