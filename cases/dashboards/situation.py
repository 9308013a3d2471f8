"""/map/: the situation map (民情图). What is open and overdue in each unit below, on schematic outlines."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.dashboards import addresses, figures
from cases.dashboards.door import official_page, path_to, unit_in_scope
from cases.dashboards.figures import NOTHING, Waiting
from cases.dashboards.wording import percent
from cases.measures import territory
from cases.models import Case
from cases.periods import WEEK, Period
from grids.models import Grid, Outline, Posting, Role
from grids.models.grid import UNIT

MEASURES = ("open", "late")
STEPS = 5  # five blues, darker is more
MOST_POINTS = 400
# who answers for a whole unit, by its level
LEADERS = (Role.DISTRICT_OFFICIAL, Role.STREET_LEADER, Role.COMMUNITY_SECRETARY, Role.GRID_LEADER)


@dataclass(frozen=True)
class Unit:
    """One unit on the map: its numbers, its shade, its addresses."""

    grid: Grid
    waiting: Waiting
    shade: int
    on_time: figures.Ratio
    has_outline: bool
    leader: str = ""

    @property
    def map_url(self) -> str:
        return reverse("map-grid", args=[self.grid.code])

    @property
    def open_url(self) -> str:
        return addresses.behind(self.grid.code, "open")

    @property
    def late_url(self) -> str:
        return addresses.behind(self.grid.code, "late")

    @property
    def on_time_percent(self) -> str:
        return percent(self.on_time.percent)


@require_safe
@official_page("map")
def mine(request: HttpRequest, scope, now) -> HttpResponse:
    """Go to the map of the widest territory."""
    return redirect("map-grid", scope.territories[0].code)


@require_safe
@official_page("map")
def unit(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Show the units below one unit; a third-level grid shows itself among its neighbours' outlines."""
    grid = unit_in_scope(scope, code)
    by = request.GET.get("by") if request.GET.get("by") in MEASURES else MEASURES[0]
    units, counted_at = _units(grid, by, now)
    page = {
        "scope": scope,
        "now": now,
        "section": "map",
        "grid": grid,
        "path": path_to(grid, scope),
        "by": by,
        "units": units,
        "counted_at": counted_at,
        "without_outline": [each for each in units if not each.has_outline],
        "legend": legend(max((_value(each.waiting, by) for each in units), default=0)),
        "outlines_url": reverse(
            "grids:outlines", args=[grid.parent.code if grid.is_unit and grid.parent else grid.code]
        ),
        "has_sample": any(each.grid.is_sample for each in units),
        "totals": _sum(each.waiting for each in units),
        "is_running": Period.to_open_with(WEEK, now).is_running(now),
    }
    return render(request, "dashboards/map.html", page)


@require_safe
@official_page("map")
def counts(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Return the numbers of the units below as JSON, with the most pressing open cases as points."""
    grid = unit_in_scope(scope, code)
    by = request.GET.get("by") if request.GET.get("by") in MEASURES else MEASURES[0]
    units, _counted_at = _units(grid, by, now)
    return JsonResponse({"units": [_as_json(each) for each in units], "points": _points(grid, now)})


def shade(value: int, most: int) -> int:
    """Return which of the five blues a number gets, 1 to 5, in equal steps up to the largest."""
    return max(1, -(-value * STEPS // most)) if most else 1


def legend(most: int) -> list[tuple[int, str]]:
    """Return the shades with the numbers they stand for; shades no number can get are left out."""
    spans: dict[int, list[int]] = {}
    for value in range(most + 1):
        spans.setdefault(shade(value, most), []).append(value)
    return [
        (step, f"{values[0]}" if len(values) == 1 else f"{values[0]}–{values[-1]}") for step, values in spans.items()
    ]


def _units(grid: Grid, by: str, now) -> tuple[list[Unit], datetime | None]:
    """Return the units below, most cases first, and when their share on time was counted. Seven queries at most."""
    shown = [grid] if grid.level == UNIT else list(Grid.objects.children_of(grid))
    waiting = figures.open_by_child(grid, now)
    period = Period.to_open_with(WEEK, now)
    on_time, counted_at = figures.on_time_by_child(grid, period, now)
    outlined = set(Outline.objects.filter(grid__in=shown).values_list("grid_id", flat=True))
    leaders = _leaders(shown, now)
    key = (lambda one: None) if grid.level == UNIT else (lambda one: one.pk)
    numbers = {one.pk: waiting.get(key(one), Waiting()) for one in shown}
    most = max((_value(each, by) for each in numbers.values()), default=0)
    units = [
        Unit(
            one,
            numbers[one.pk],
            shade(_value(numbers[one.pk], by), most),
            on_time.get(key(one), NOTHING),
            one.pk in outlined,
            leaders.get(one.pk, ""),
        )
        for one in shown
    ]
    return sorted(units, key=lambda each: (-_value(each.waiting, by), -each.waiting.late, each.grid.code)), counted_at


def _value(waiting: Waiting, by: str) -> int:
    return waiting.late if by == "late" else waiting.count


def _sum(many) -> Waiting:
    total = Waiting()
    for each in many:
        total.add(each.count, each.late, each.soon, each.in_meeting)
    return total


def _leaders(units: list[Grid], now) -> dict[int, str]:
    """Return who answers for each unit as a whole: 街道负责人 孟知远. One query."""
    if not units:
        return {}
    held = Posting.objects.active(now).with_people().filter(post__grid__in=units, post__role=LEADERS[units[0].level])
    return {posting.post.grid_id: f"{posting.post.title} {posting.person}" for posting in held}


def _points(grid: Grid, now) -> list[dict]:
    """Return open cases whose place is known, the next due first."""
    found = (
        Case.objects.open()
        .filter(territory(grid), lng__isnull=False, lat__isnull=False)
        .order_by("due_at", "pk")[:MOST_POINTS]
    )
    return [
        {
            "lng": case.lng,
            "lat": case.lat,
            "lamp": case.lamp(now),
            "title": case.title,
            "url": reverse("desk-case", args=[case.number]),
        }
        for case in found
    ]


def _as_json(unit: Unit) -> dict:
    return {
        "code": unit.grid.code,
        "label": unit.grid.short_label,
        "level": unit.grid.level_label,
        "shade": unit.shade,
        "open": unit.waiting.count,
        "late": unit.waiting.late,
        "soon": unit.waiting.soon,
        "on_time": unit.on_time_percent,
        "parts": f"{unit.on_time.part}/{unit.on_time.whole}" if unit.on_time.whole else "",
        "leader": unit.leader,
        "households": unit.grid.households,
        "url": unit.map_url,
        "open_url": unit.open_url,
        "late_url": unit.late_url,
        "board_url": addresses.board(unit.grid),
        "is_lowest": unit.grid.level == UNIT,
        "is_sample": unit.grid.is_sample,
    }
