"""Outlines as SVG paths: the quiet net behind the headline, and the sign of a grid inside its community. Reads only."""

import time as clock
from dataclasses import dataclass

import shapely
from shapely.geometry import shape

from grids.models import Grid, Outline
from grids.models.grid import DISTRICT, STREET

SQUEEZE = 0.822  # cosine of 34.7°: a degree of longitude against a degree of latitude
NET_WIDTH, NET_TOLERANCE = 1000, 1.0
BADGE_SIDE, BADGE_TOLERANCE = 96, 0.8
LIT_STREET = "410102008"  # 汝河路街道, the street in the middle of the founding article
KEEP_SECONDS = 3600


@dataclass(frozen=True)
class Net:
    """The city as three paths on a sheet 1000 wide: borders of districts, of streets, and one street lit."""

    height: int
    districts: str
    streets: str
    lit: str
    lit_code: str
    lit_x: int
    lit_y: int
    west: float
    north: float
    scale: float

    def at(self, lng: float, lat: float) -> tuple[float, float]:
        """Return where a point of EPSG:4490 lies on the sheet."""
        return round((lng - self.west) * SQUEEZE * self.scale, 1), round((self.north - lat) * self.scale, 1)


@dataclass(frozen=True)
class Cell:
    """One third-level grid of a badge."""

    path: str
    is_lit: bool


_net: tuple[float, Net] | None = None


def net() -> Net | None:
    """Return the net of the city, drawn at most once an hour per process; None where no outlines are loaded."""
    global _net
    kept = _net
    if kept and clock.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    drawn = _draw_net()
    if drawn:
        _net = (clock.monotonic(), drawn)
    return drawn


def badge(grid: Grid) -> list[Cell]:
    """Return the cells of a grid's community with its own lit; empty where the outline is unknown. One query."""
    if grid.parent_id is None:
        return []
    siblings = list(
        Outline.objects.filter(grid__parent_id=grid.parent_id).select_related("grid").order_by("grid__code")
    )
    if not any(outline.grid_id == grid.pk for outline in siblings):
        return []
    sheet = _Sheet([shape(outline.geometry) for outline in siblings], BADGE_SIDE, BADGE_SIDE)
    cells = [
        Cell(_polygons(drawn), outline.grid_id == grid.pk)
        for outline, drawn in zip(siblings, sheet.simplified(BADGE_TOLERANCE), strict=True)
    ]
    return sorted(cells, key=lambda cell: cell.is_lit)  # the lit one last, so that its edge lies on top


def on_net(net: Net, outline: Outline) -> str:
    """Return an outline as a path on the net."""

    def place(points):
        points[:, 0], points[:, 1] = (
            (points[:, 0] - net.west) * SQUEEZE * net.scale,
            (net.north - points[:, 1]) * net.scale,
        )
        return points

    return _polygons(shapely.transform(shape(outline.geometry), place).simplify(NET_TOLERANCE / 2))


def _draw_net() -> Net | None:
    outlines = list(Outline.objects.filter(grid__level__in=(DISTRICT, STREET)).select_related("grid"))
    if not outlines:
        return None
    sheet = _Sheet([shape(outline.geometry) for outline in outlines], NET_WIDTH, None)
    districts, streets, lit, lit_grid = [], [], None, None
    for outline, geometry in zip(outlines, sheet.placed, strict=True):
        (districts if outline.grid.level == DISTRICT else streets).append(geometry)
        if outline.grid.level == STREET and (lit is None or outline.grid.code == LIT_STREET):
            lit, lit_grid = geometry, outline.grid
    centre = lit.representative_point() if lit else None
    return Net(
        height=round(sheet.height),
        districts=_borders(districts, NET_TOLERANCE),
        streets=_borders(streets, NET_TOLERANCE * 1.5),
        lit=_polygons(lit.simplify(NET_TOLERANCE)) if lit else "",
        lit_code=lit_grid.code if lit_grid else "",
        lit_x=round(centre.x) if centre else 0,
        lit_y=round(centre.y) if centre else 0,
        west=sheet.west,
        north=sheet.north,
        scale=sheet.scale,
    )


class _Sheet:
    """Geometries moved from degrees onto a sheet of paper, y downwards."""

    def __init__(self, shapes: list, width: float, height: float | None):
        west, south, east, north = shapely.total_bounds(shapes)
        across, up = (east - west) * SQUEEZE, north - south
        scale = width / across if height is None else min(width / across, height / up)
        self.height = up * scale
        self.west, self.north, self.scale = west, north, scale
        left, top = (width - across * scale) / 2, 0 if height is None else (height - up * scale) / 2

        def place(points):
            points[:, 0] = left + (points[:, 0] - west) * SQUEEZE * scale
            points[:, 1] = top + (north - points[:, 1]) * scale
            return points

        self.placed = list(shapely.transform(shapes, place))

    def simplified(self, tolerance: float) -> list:
        return list(shapely.coverage_simplify(self.placed, tolerance))


def _borders(shapes: list, tolerance: float) -> str:
    """Return the borders of neighbours as one path, each shared line drawn once."""
    if not shapes:
        return ""
    lines = shapely.line_merge(shapely.union_all([geometry.boundary for geometry in shapes]))
    return "".join(_line(part.simplify(tolerance).coords) for part in shapely.get_parts(lines))


def _polygons(geometry) -> str:
    return "".join(_line(part.exterior.coords[:-1]) + "z" for part in shapely.get_parts(geometry))


def _line(points) -> str:
    """Return points as an SVG path of relative steps, in tenths."""
    (x, y), *rest = [(round(x * 10), round(y * 10)) for x, y in points]
    path = f"M{x / 10:g} {y / 10:g}"
    for to_x, to_y in rest:
        if (to_x, to_y) != (x, y):
            path += f"l{(to_x - x) / 10:g} {(to_y - y) / 10:g}"
            x, y = to_x, to_y
    return path
