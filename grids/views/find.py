"""Find my grid leader: by name, pinyin or address, by the lists, or by where the browser is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from grids import answering, drawing, finding, locating
from grids.models import Grid
from grids.models.grid import UNIT

LONGEST_QUERY = 80


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show who answers at ?grid=, at a point ?lng=&lat=, or the grids that ?q= may mean; else the ways to search."""
    if request.GET.get("grid"):
        return _answer(request, get_object_or_404(Grid, code=request.GET["grid"]))
    if "lng" in request.GET:
        return _at_point(request)
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = finding.by_text(text) if text else []
    if len(found) == 1:
        return _answer(request, found[0], text)
    return _search(request, text=text, found=found)


def _at_point(request: HttpRequest) -> HttpResponse:
    try:
        grid = locating.at(float(request.GET["lng"]), float(request.GET["lat"]))
    except (KeyError, ValueError):
        return _search(request, problem=_("This is not a point on the map."), status=400)
    if grid is None:
        return _search(
            request,
            problem=_("That point lies outside Zhengzhou, or in an area we have no outline for. Please choose below."),
        )
    return _answer(request, grid)


def _answer(request: HttpRequest, grid: Grid, text: str = "") -> HttpResponse:
    context = {
        "grid": grid,
        "text": text,
        "answering": answering.at(grid, timezone.now()),
        "badge": drawing.badge(grid),
        "below": Grid.objects.children_of(grid) if grid.level < UNIT else Grid.objects.none(),
    }
    return render(request, "find.html", context)


def _search(request: HttpRequest, *, text="", found=(), problem="", status=200) -> HttpResponse:
    above = Grid.objects.above(found) if found else {}
    context = {
        "text": text,
        "found": [(grid, " · ".join(unit.label for unit in reversed(above[grid.code]))) for grid in found],
        "problem": problem,
        "districts": Grid.objects.districts(),
    }
    return render(request, "find_search.html", context, status=status)
