"""A page of the list: rows in the order of their due times, fifty at a time, grouped by due day."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, gettext_lazy as _

from cases.desk import next_step
from cases.desk.queues import Moment
from cases.models import Case, Photo
from grids.scope import Scope

PAGE = 50
NEVER = "never"  # the mark of a page that ends among cases without a due time

GROUPS = {
    "late": _("Late"),
    "today": _("Due today"),
    "tomorrow": _("Due tomorrow"),
    "later": _("Later"),
    "paused": _("On hold"),
}


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    case: Case
    step: next_step.Step
    photo: Photo | None
    is_waiting: bool


@dataclass
class Group:
    """The rows of one due day, with how many the whole queue has of them."""

    label: str
    total: int
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One page of a queue; `later` is the mark for the next one."""

    groups: list[Group]
    later: str

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


def page(cases, scope: Scope, now: datetime, after: str = "") -> Page:
    """Return a page of cases by due time, each with its first photo. Three queries."""
    at = Moment(now)
    bounds = _bounds(at)
    totals = cases.aggregate(**{name: Count("pk", filter=inside) for name, inside in bounds.items()})
    found = list(_behind(cases, after).for_list().order_by("due_at", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    groups = {name: Group(str(GROUPS[name]), totals[name]) for name in GROUPS}
    for row in rows(shown, scope):
        groups[_day(row.case, at)].rows.append(row)
    later = _mark(shown[-1]) if len(found) > PAGE else ""
    return Page([group for group in groups.values() if group.rows], later)


def rows(cases: list[Case], scope: Scope) -> list[Row]:
    """Return cases as lines of a list, with one query for their first photos."""
    photos = Photo.objects.filter(case__in=cases).order_by("case", "added_at").distinct("case")
    first = {photo.case_id: photo for photo in photos}
    return [
        Row(case, next_step.of(case, scope), first.get(case.pk), case.waiting_on_id in scope.post_ids) for case in cases
    ]


def found_page(cases, scope: Scope) -> Page:
    """Return what a search found, the newest first, as one group."""
    shown = list(cases.for_list().order_by("-reported_at", "-pk")[:PAGE])
    return Page([Group(gettext("Found"), len(shown), rows(shown, scope))] if shown else [], "")


def _bounds(at: Moment) -> dict[str, Q]:
    tomorrow = at.day_ends_at
    after_tomorrow = tomorrow + timedelta(days=1)
    return {
        "late": Q(due_at__lt=at.now),
        "today": Q(due_at__gte=at.now, due_at__lt=tomorrow),
        "tomorrow": Q(due_at__gte=tomorrow, due_at__lt=after_tomorrow),
        "later": Q(due_at__gte=after_tomorrow),
        "paused": Q(due_at__isnull=True),
    }


def _day(case: Case, at: Moment) -> str:
    if case.due_at is None:
        return "paused"
    if case.due_at < at.now:
        return "late"
    days = (timezone.localtime(case.due_at).date() - timezone.localtime(at.now).date()).days
    return ("today", "tomorrow")[days] if days < 2 else "later"


def _mark(case: Case) -> str:
    return f"{case.due_at.isoformat() if case.due_at else NEVER}_{case.pk}"


def _behind(cases, mark: str):
    """Return the cases behind a mark; PostgreSQL puts empty due times last. A broken mark is the first page."""
    moment, _sign, pk = mark.rpartition("_")
    if not pk.isdigit():
        return cases
    if moment == NEVER:
        return cases.filter(due_at__isnull=True, pk__gt=int(pk))
    due_at = parse_datetime(moment) if moment else None
    if due_at is None or timezone.is_naive(due_at):
        return cases
    return cases.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=int(pk)) | Q(due_at__isnull=True))
