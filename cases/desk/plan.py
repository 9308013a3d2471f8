"""A small drawn map of a place: the grid's outline and the point of the case, as numbers for an SVG."""

import math
from dataclasses import dataclass
from itertools import chain

WIDTH, HEIGHT, MARGIN = 480, 280, 26


@dataclass(frozen=True)
class Plan:
    """The outline as an SVG path, the neighbours as another, the point in the picture's units, and the scale bar."""

    path: str
    around: str
    x: float | None
    y: float | None
    bar: float
    metres: int

    @property
    def kilometres(self) -> str:
        return f"{self.metres / 1000:g}"


def draw(
    geometry: dict, neighbours: list[dict] = (), lng: float | None = None, lat: float | None = None
) -> Plan | None:
    """Return a plan of a GeoJSON polygon that fits the picture; None for an outline without points."""
    rings = _rings(geometry)
    points = list(chain.from_iterable(rings))
    if not points:
        return None
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    scale = min(
        (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, 1e-9), (HEIGHT - 2 * MARGIN) / max(north - south, 1e-9)
    )
    left = (WIDTH - (east - west) * squeeze * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2

    def place(x, y):
        return round(left + (x - west) * squeeze * scale, 1), round(top + (north - y) * scale, 1)

    point = place(lng, lat) if lng is not None and lat is not None else (None, None)
    if point[0] is not None and not (0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT):
        point = (None, None)
    metres = _round_length(90 / scale * 111_320)
    around = "".join(_path(_rings(other), place) for other in neighbours if _shows(_rings(other), place))
    return Plan(_path(rings, place), around, *point, round(metres / 111_320 * scale, 1), metres)


def _shows(rings, place) -> bool:
    """Tell whether any part of some rings may lie inside the picture."""
    corners = [place(*corner[:2]) for corner in chain.from_iterable(rings)]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    return bool(corners) and min(xs) < WIDTH and max(xs) > 0 and min(ys) < HEIGHT and max(ys) > 0


def _rings(geometry: dict) -> list[list]:
    shapes = geometry.get("coordinates") or []
    if geometry.get("type") == "Polygon":
        return list(shapes)
    if geometry.get("type") == "MultiPolygon":
        return list(chain.from_iterable(shapes))
    return []


def _path(rings, place) -> str:
    parts = []
    for ring in rings:
        corners = [place(*corner[:2]) for corner in ring]
        parts.append("M" + " ".join(f"{x} {y}" for x, y in corners) + "z")
    return "".join(parts)


def _round_length(metres: float) -> int:
    """Return 1, 2 or 5 times a power of ten, not above the length."""
    power = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(metres, 1)))
