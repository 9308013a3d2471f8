"""No query of the desk reads the whole table of cases: read from PostgreSQL's own plans.

A new query of the desk gets one line in QUERIES. Sequential scans are discouraged, so one that remains has no index to
take; the tables of a test are too small for the planner to choose an index by itself.
"""

import re
from itertools import product

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from cases import queries, searching, sums
from cases.city import loading
from cases.dashboards import figures
from cases.desk import among, case_row, held, listing, narrowing, orders, oversight, queues, related
from cases.models import BY_STAFF, Case
from cases.periods import WEEK, YEAR, Period
from cases.queries import co_handled_by
from grids.models import Grid
from zhengzhou_grid.lib.kept import AT_ONCE, NEVER, Statement

TABLES = "case|stageclock|caseevent|rating|unitsum|categorysum|stepsum|supervisionnotice|whistle|whistlecall"
WHOLE_TABLE = re.compile(rf"Seq Scan on cases_({TABLES})\b")
READS = re.compile(rf" on cases_({TABLES})\b")
PEOPLE = ("cadre", "gridleader", "street", "district")


def first_page(address: str):
    """Return what shows the first page at an address: of every queue, or beyond the queues in each order."""

    def show(scope, now):
        query = QueryDict(address)
        narrow, sought = narrowing.read(query, scope, now), query.get("q", "")
        if beyond := among.read(query, narrow, sought):
            rest = beyond.condition & narrow.condition & (searching.condition(sought) if sought else Q())
            parts = [part & rest for part in queries.parts_visible_to(scope)]
            total = listing.counted(parts, orders.NEWEST, 200)
            for order in orders.offered(beyond).values():
                listing.flat_page(parts, scope, now, order, total, "")
            return
        counted = queues.counts(scope, now, narrow.condition)
        for queue in queues.offered(scope):
            parts = [part & narrow.condition for part in queues.parts_inside(queue, scope, now)]
            listing.page(parts, scope, now, counted[queue.name].shown_by_day, "")

    return show


def oversight_tab(tab):
    """Return what shows the first page of a list of notices or whistles; those without an office see the first list."""
    family = oversight.NOTICE_TABS if tab in oversight.NOTICE_TABS else oversight.WHISTLE_TABS
    rows = oversight.notices if family is oversight.NOTICE_TABS else oversight.calls

    def show(scope, now):
        shown = tab if tab in oversight.tabs(family, scope) else family[0]
        oversight.page(shown, rows(shown, scope), "")

    return show


def whole(scope) -> Grid:
    """Return the widest place somebody has to do with: officials would see its board."""
    return Grid.objects.get(pk=scope.posts[0].grid_id)


def board(kind):
    """Return what counts for a board; its sums are stored by then."""

    def show(scope, now):
        figures.of(whole(scope), Period.containing(kind, now.date()), now)

    return show


ADDRESSES = (
    "",
    "grid=410106002006",
    "category=B",
    "grid=410106002006&category=B",
    "state=closed",
    "q=井盖",
    "among=all",
    "among=all&source=phone&urgency=critical",
    "tag=legacy",
    "lamp=red&cols=post,reported",
)
QUERIES = {
    **{f"desk/?{address}": first_page(address) for address in ADDRESSES},
    "case page, the case": lambda scope, now: case_row.fetch(Case.objects.open().first().number, scope, now),
    "my posts": lambda scope, now: held.seats(scope, now),
    "handing over a post": lambda scope, now: list(Case.objects.with_post(scope.posts[0])),
    "on the spot, what one logged last": lambda scope, now: list(Case.objects.logged_lately(scope.user)[:60]),
    "sheet of matters, what is logged already": lambda scope, now: list(
        Case.objects.with_outside_numbers(BY_STAFF, {f"N-{number}" for number in range(1000)})
    ),
    "what a post was asked to co-handle": lambda scope, now: list(Case.objects.filter(co_handled_by(scope.post_ids))),
    **{f"supervision: {tab.name}": oversight_tab(tab) for tab in (*oversight.NOTICE_TABS, *oversight.WHISTLE_TABS)},
    "report form, neighbours' cases around a point": lambda scope, now: list(
        Case.objects.around(113.6, 34.7, 200).shown_to_neighbours().order_by("-reported_at")[:40]
    ),
    "report form, neighbours' cases of a unit": lambda scope, now: list(
        Case.objects.within(Grid.objects.filter(level=3).first()).shown_to_neighbours().order_by("-reported_at")[:40]
    ),
    **{f"dashboard, {kind}": board(kind) for kind in (WEEK, YEAR)},
    "map": lambda scope, now: figures.on_time_by_child(whole(scope), Period.containing(WEEK, now.date()), now),
    "case page, related cases": lambda scope, now: related.of(Case.objects.open().first(), scope, now),
}


@pytest.fixture
def city(world):
    """Load a city, count its figures, and let the planner discourage itself from sequential scans."""
    loading.load(3000, seed=5, now=world.now)
    for kind in (WEEK, YEAR):
        for period in Period.containing(kind, world.now.date()).series():
            sums.recount(period, world.now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return world


def plans(statements: list[str]) -> list[str]:
    """Return the plan of each query that reads cases."""
    found = []
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.startswith(("SELECT", "(SELECT", "EXECUTE")):
                cursor.execute("EXPLAIN " + statement.replace("%", "%%"), [])
                found.append("\n".join(row[0] for row in cursor.fetchall()))
    return [plan for plan in found if READS.search(plan)]


def test_the_desk_never_reads_the_whole_table(city, who, monkeypatch):
    """One city for every query and everybody: loading it is the slow part. Planned each time, and once for all."""
    for query, run in QUERIES.items():
        for name, after in product(PEOPLE, (NEVER, AT_ONCE)):
            monkeypatch.setattr(Statement, "after", after)
            with CaptureQueriesContext(connection) as captured:
                run(who(name), city.now)
            found = plans([one["sql"] for one in captured.captured_queries])
            assert found, (query, name)
            assert not [plan for plan in found if WHOLE_TABLE.search(plan)], (query, name, after)


def test_it_notices_a_query_without_an_index(city):
    with CaptureQueriesContext(connection) as captured:
        list(Case.objects.filter(text="路灯"))

    assert WHOLE_TABLE.search(plans([one["sql"] for one in captured.captured_queries])[0])
