"""What was solved lately, on a map and as a list: public cases only, and never the exact point."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import public_words
from cases.models import Case
from grids import drawing
from grids.models import Grid, Outline
from grids.models.grid import DISTRICT

LATELY = timedelta(days=60)
MOST = 40
DOTS = 90  # how many dots would stand beside each other across the map
BLUR = 1000  # a thousandth of a degree: 111 m to the north, 91 m to the east


@dataclass(frozen=True)
class Spot:
    """A public case: its number on the map, what it was, and a point that is only nearly right."""

    number: int
    case: Case
    title: str
    place: str
    x: float | None = None
    y: float | None = None


@require_safe
def solved(request: HttpRequest) -> HttpResponse:
    """Show what was solved in the last two months in one ?district=, or in the city."""
    now = timezone.now()
    district = Grid.objects.filter(level=DISTRICT, code=request.GET.get("district", "")).first()
    cases = Case.objects.shown_publicly().filter(closed_at__gte=now - LATELY).for_list().order_by("-closed_at")
    if district:
        cases = cases.filter(district=district)
    net = drawing.net()
    spots = _spots(list(cases[:MOST]), net)
    view = _view(net, district)
    context = {
        "spots": spots,
        "on_map": [spot for spot in spots if spot.x is not None],
        "net": net,
        "view": view,
        "radius": max(view[2:]) / DOTS if view else 0,
        "district": district,
        "districts": Grid.objects.districts(),
        "now": now,
    }
    return render(request, "square/solved.html", context)


def blurred(lng: float, lat: float) -> tuple[float, float]:
    """Return the middle of the field of about a hundred metres that a point lies in."""
    return (int(lng * BLUR) + 0.5) / BLUR, (int(lat * BLUR) + 0.5) / BLUR


def _spots(cases: list[Case], net) -> list[Spot]:
    centres = _centres(cases)
    return [_spot(number, case, net, centres) for number, case in enumerate(cases, 1)]


def _spot(number: int, case: Case, net, centres) -> Spot:
    units = (case.district, case.street, case.community)
    spot = (number, case, public_words.title(case.title), " · ".join(unit.label for unit in units if unit))
    known = blurred(case.lng, case.lat) if case.lng is not None and case.lat is not None else centres.get(case.place)
    if net is None or known is None:
        return Spot(*spot)
    return Spot(*spot, *net.at(*known))


def _centres(cases: list[Case]) -> dict[Grid, tuple[float, float]]:
    """Return where the names of the units stand whose cases have no point of their own."""
    units = [case.place for case in cases if case.place and case.lng is None]
    outlines = Outline.objects.filter(grid__in=units).select_related("grid")
    return {outline.grid: blurred(outline.label_lng, outline.label_lat) for outline in outlines}


def _view(net, district: Grid | None) -> tuple[float, float, float, float] | None:
    """Return the part of the net to show: the whole city, or a district with a margin."""
    if net is None:
        return None
    outline = district and Outline.objects.filter(grid=district).first()
    if not outline:
        return 0, 0, 1000, net.height
    (left, bottom), (right, top) = net.at(outline.min_lng, outline.min_lat), net.at(outline.max_lng, outline.max_lat)
    margin = 0.06 * max(right - left, bottom - top)
    box = (left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
    return tuple(round(side, 1) for side in box)
