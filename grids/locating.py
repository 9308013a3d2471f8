"""From a point on the map to the grid that answers for it."""

from shapely import Point
from shapely.geometry import shape

from grids.models import Grid, Outline


def at(lng: float, lat: float) -> Grid | None:
    """Return the most specific grid at a point of EPSG:4490 (CGCS2000, for our purpose WGS-84), None outside all.

    A point on a border belongs to the grid with the lower code, so that the answer is always the same.
    """
    point = Point(lng, lat)
    for outline in Outline.objects.around(lng, lat):
        if shape(outline.geometry).covers(point):
            return outline.grid
    return None
