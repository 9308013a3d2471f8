"""Where grids lie and which ones there are, as JSON for maps, pickers and the report form. Public: no person in it."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from grids import geojson, locating
from grids.models import Grid, Outline

CITY = "city"
DAY = 24 * 3600
LONGEST_QUERY = 40


@require_safe
@cache_control(public=True, max_age=DAY)
@vary_on_headers("Accept-Language", "Cookie")
@conditional_page
def outlines(request: HttpRequest, code: str) -> JsonResponse:
    """Return the outlines of a grid's children; code `city` means the districts. None are known: no features."""
    if code == CITY:
        found = Outline.objects.of_districts()
    else:
        found = Outline.objects.of_children(get_object_or_404(Grid, code=code))
    return JsonResponse(geojson.feature_collection(found), json_dumps_params={"separators": (",", ":")})


@require_safe
def at(request: HttpRequest) -> JsonResponse:
    """Return the grid at ?lng=&lat= with its path, or a null grid outside the city; 400 for what is no point."""
    try:
        lng, lat = float(request.GET["lng"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return JsonResponse({"error": _("This is not a point on the map.")}, status=400)
    grid = locating.at(lng, lat)
    if grid is None:
        return JsonResponse({"grid": None, "path": []})
    return JsonResponse({"grid": _brief(grid), "path": [_brief(step) for step in Grid.objects.on_path(grid)]})


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def children(request: HttpRequest) -> JsonResponse:
    """Return the grids below ?parent=, the districts without one."""
    parent = request.GET.get("parent", "")
    if parent in ("", CITY):
        found = Grid.objects.districts()
    else:
        found = Grid.objects.children_of(get_object_or_404(Grid, code=parent))
    return JsonResponse({"grids": [_brief(grid) for grid in found]})


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def search(request: HttpRequest) -> JsonResponse:
    """Return the grids that ?q= names, by Chinese name, pinyin, initials or code, each with where it lies."""
    found = list(Grid.objects.search(request.GET.get("q", "")[:LONGEST_QUERY]))
    above = Grid.objects.above(found)
    return JsonResponse(
        {"grids": [{**_brief(grid), "place": [step.label for step in above[grid.code]]} for grid in found]}
    )


def _brief(grid: Grid) -> dict:
    return {
        "code": grid.code,
        "level": grid.level,
        "level_label": grid.level_label,
        "label": grid.label,
        "short_label": grid.short_label,
        "is_sample": grid.is_sample,
    }
