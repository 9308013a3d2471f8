"""A page of the list: rows fifty at a time, grouped by due day where they go by due time."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from cases import due_words, office, queries, searching
from cases.desk import cohandling, columns as cells, next_step
from cases.desk.columns import Column
from cases.desk.orders import DUE, ORDERS, Order
from cases.desk.tally import Moment
from cases.models import Case, CoHandlingOrder, Photo
from cases.searching import Terms
from grids import catalogue, names
from grids.models import Category
from grids.models.grid import GridName
from grids.scope import Scope
from zhengzhou_grid.lib.prepared import Prepared, kept, prepared

PAGE = 50

GROUPS = {
    "late": _("Late"),
    "today": _("Due today"),
    "tomorrow": _("Due tomorrow"),
    "later": _("Later"),
    "paused": _("On hold"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, in words: the template is run fifty times a page and has little left to ask."""

    case: Case
    url: str
    place: str
    category: Category | None
    state: str
    lamp: str
    due: str
    due_at: str
    step: next_step.Step
    instead: tuple[next_step.Step, ...]
    photo: UUID | None
    is_waiting: bool
    order: CoHandlingOrder | None  # of the reader's own posts
    order_lamp: str
    cells: tuple[tuple[str, str], ...] = ()


@dataclass
class Group:
    """The rows of one due day, with how many the whole queue has of them."""

    name: str
    label: str
    total: int | str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One page of a queue; `later` is the mark for the next one."""

    groups: list[Group]
    later: str

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


Columns = tuple[Column, ...]


def page(
    parts: list[Q], scope: Scope, now: datetime, totals: Counter[str], after: str = "", columns: Columns = ()
) -> Page:
    """Return a page of cases by due time; `totals` counts the whole queue by days. Three queries, four with posts."""
    shown, later = _cut(_first_due, parts, after, DUE)
    at = Moment(now)
    groups = {name: Group(name, str(GROUPS[name]), totals[name]) for name in GROUPS}
    for row in rows(shown, scope, now, columns):
        groups[_day(row.case, at)].rows.append(row)
    return Page([group for group in groups.values() if group.rows], later)


def flat_page(
    parts: list[Q],
    scope: Scope,
    now: datetime,
    order: Order,
    total: int | str,
    after: str = "",
    columns: Columns = (),
    terms: Terms = (),
) -> Page:
    """Return a page of cases in any order, as one group. Three queries, four with posts.

    Cases come in parts that have none in common: a page of each, merged, is read through the indexes.
    """
    shown, later = _cut(_first_found, parts, after, order, terms)
    return Page([Group(order.name, str(order.label), total, rows(shown, scope, now, columns))] if shown else [], later)


def counted(parts: list[Q], order: Order, most: int, terms: Terms = ()) -> int | str:
    """Return how many cases there are in all parts, and "200+" for more than the most that are counted.

    In the order of the list: without one PostgreSQL hopes to meet enough of them early in a scan of the whole table.
    """
    said = searching.asked(terms)
    rows = [order.sorted(Case.objects.filter(part, said)).values("pk")[: most + 1] for part in parts]
    found = queries.together(rows).count()
    return f"{most:,}+" if found > most else found


def _cut(ask: Prepared, parts: list[Q], after: str, order: Order, terms: Terms = ()) -> tuple[list[Case], str]:
    """Return the cases of the page behind a mark, and the mark of the next page."""
    found = ask(tuple(part & order.after(after) for part in parts), terms, order.name)
    shown = found[:PAGE]
    return shown, order.mark(shown[-1]) if len(found) > PAGE else ""


def _first(parts: tuple[Q, ...], terms: Terms, order: str):
    """Return a page of cases in an order, and one more."""
    in_order, said = ORDERS[order].sorted, searching.asked(terms)
    pages = [in_order(Case.objects.filter(part, said).for_rows())[: PAGE + 1] for part in parts]
    return pages[0] if len(pages) == 1 else in_order(queries.together(pages))[: PAGE + 1]


_first_found = prepared(_first)
_first_due = kept(_first)  # open cases of a territory or of posts: one index each, whatever the filters


def rows(cases: list[Case], scope: Scope, now: datetime, columns: Columns = ()) -> list[Row]:
    """Return cases as lines of a list. Two queries: for the names of their places and for their first photos.

    A third where somebody is asked to co-handle one of them.
    """
    found = _rows(cases, scope, now)
    if not columns:
        return found
    around = cells.around(cases, columns, now)
    return [replace(row, cells=cells.cells(row.case, row, columns, around)) for row in found]


def _rows(cases: list[Case], scope: Scope, now: datetime) -> list[Row]:
    first = dict(_first_photos(tuple(case.pk for case in cases)))
    found = names.of(pk for case in cases for pk in (case.grid_id, _place(case)))
    places = cache(lambda place, grid: _place_words(found.get(place), found.get(grid)))
    categories, orders = catalogue.categories(), cohandling.of_mine(cases, scope)
    address = reverse("desk-case", args=["NUMBER"])
    for case in cases:
        case.category = categories.get(case.category_id)  # what may be done asks for its limit
    steps = {case.pk: next_step.both(case, scope, now, cohandling.step_of(orders.get(case.pk))) for case in cases}
    at = due_words.At(now)
    states = {case.state: case.state_label for case in cases}
    return [
        Row(
            case=case,
            url=address.replace("NUMBER", case.number),
            place=places(_place(case), case.grid_id),
            category=case.category,
            state=states[case.state],
            lamp=case.lamp(now),
            due=office.due_words(case, at),
            due_at=at.moment(case.due_at) if case.is_open and case.due_at else "",
            step=steps[case.pk][0],
            instead=steps[case.pk][1],
            photo=first.get(case.pk),
            is_waiting=case.waiting_on_id in scope.post_ids or case.pk in orders,
            order=orders.get(case.pk),
            order_lamp=orders[case.pk].lamp(now) if case.pk in orders else "",
        )
        for case in cases
    ]


@prepared
def _first_photos(cases: tuple[int, ...]):
    """Return the key of the first photo of each case that has one, beside the case's own."""
    photos = Photo.objects.filter(case__in=cases).order_by("case", "added_at").distinct("case")
    return photos.values_list("case", "pk")


def _place(case: Case) -> int | None:
    return case.community_id or case.street_id or case.district_id


def _place_words(place: GridName | None, grid: GridName | None) -> str:
    """Return 盛世社区 · 第一网格, or as much of it as is known."""
    if place is None:
        return gettext("Place unknown")
    return f"{place.label} · {grid.short_label}" if grid else place.label


def _day(case: Case, at: Moment) -> str:
    if case.due_at is None:
        return "paused"
    ends = (("late", at.now), ("today", at.day_ends_at), ("tomorrow", at.tomorrow_ends_at))
    return next((name for name, end in ends if case.due_at < end), "later")
