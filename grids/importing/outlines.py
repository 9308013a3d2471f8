"""The outlines of grids: drawn once into a file, loaded from it into the database."""

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import shapely
from django.db import transaction
from shapely import MultiPolygon, Polygon
from shapely.affinity import scale
from shapely.geometry import mapping, shape

from grids.importing import divisions, partition
from grids.models import Grid, Outline
from grids.models.grid import CODE_LENGTHS, DISTRICT, STREET, UNIT
from zhengzhou_grid.lib import planner

DISTRICTS_FILE = divisions.DATA / "zhengzhou_districts.geojson"
OUTLINES_FILE = divisions.DATA / "outlines.json.gz"

SEED = 20121123
SCALE = 10**5  # five decimals: about a metre
SQUEEZE = 0.822  # cosine of 34.7°: a degree of longitude against a degree of latitude

# Towns are drawn larger than street offices with as many communities, and further from the seat of the district.
TOWN_SHARE = 2.2

# Seats of the counties; the streets of the city districts lie towards the middle of the city.
CITY_CENTRE = (113.665, 34.757)
SEATS = {
    "410106": (113.297, 34.802),
    "410122": (113.976, 34.719),
    "410181": (113.022, 34.748),
    "410182": (113.383, 34.787),
    "410183": (113.391, 34.540),
    "410184": (113.740, 34.396),
    "410185": (113.051, 34.453),
}

Shape = Polygon | MultiPolygon


def draw(districts: Iterable[str] | None = None, begin: Callable[[str], None] = lambda code: None) -> dict[str, Shape]:
    """Return an outline for every third-level grid of the 12 units that have one, always the same for the same data.

    Takes about two minutes for all; `districts` narrows it to these codes, `begin` hears each code before its turn.
    """
    children = _children()
    cells: dict[str, Polygon] = {}
    regions = _district_regions()
    for code in regions if districts is None else districts:
        begin(code)
        _divide(code, regions[code], children, np.random.default_rng([SEED, int(code)]), cells)
    return _snap(cells)


def write(units: dict[str, Shape], path: Path = OUTLINES_FILE) -> None:
    """Write the outlines of third-level grids, compressed. Those above are unions of them and need no writing."""
    packed = {code: _packed(outline) for code, outline in sorted(units.items())}
    path.write_bytes(gzip.compress(json.dumps(packed, separators=(",", ":")).encode(), compresslevel=9, mtime=0))


def read(path: Path = OUTLINES_FILE, districts: Iterable[str] | None = None) -> dict[str, Shape]:
    """Return the outlines of all levels by code; `districts` narrows them to these six-digit codes."""
    packed = json.loads(gzip.decompress(path.read_bytes()))
    wanted = None if districts is None else set(districts)
    outlines = {code: _unpacked(parts) for code, parts in packed.items() if wanted is None or code[:6] in wanted}
    for level in range(UNIT - 1, DISTRICT - 1, -1):
        members = defaultdict(list)
        for code, outline in list(outlines.items()):
            if len(code) == CODE_LENGTHS[level + 1]:
                members[code[: CODE_LENGTHS[level]]].append(outline)
        outlines |= {code: shapely.coverage_union_all(parts) for code, parts in members.items()}
    return outlines


@transaction.atomic
def load(districts: Iterable[str] | None = None) -> int:
    """Give every grid without an outline the one from the file, and return how many were added."""
    lacking = dict(Grid.objects.filter(outline=None).values_list("code", "pk"))
    if not lacking:
        return 0
    found = [(lacking[code], code, outline) for code, outline in read(districts=districts).items() if code in lacking]
    Outline.objects.bulk_create([_row(pk, code, outline) for pk, code, outline in found], batch_size=1000)
    planner.learn(Outline)
    return len(found)


def _row(grid_id: int, code: str, outline: Shape) -> Outline:
    min_lng, min_lat, max_lng, max_lat = outline.bounds
    label = outline.centroid if outline.contains(outline.centroid) else outline.representative_point()
    return Outline(
        grid_id=grid_id,
        geometry=mapping(outline),
        min_lng=min_lng,
        min_lat=min_lat,
        max_lng=max_lng,
        max_lat=max_lat,
        label_lng=round(label.x, 5),
        label_lat=round(label.y, 5),
        is_schematic=len(code) > CODE_LENGTHS[DISTRICT],
    )


def _district_regions() -> dict[str, Polygon]:
    """Return the real district outlines by code, squeezed so that shapes are not stretched while they are divided."""
    features = json.loads(DISTRICTS_FILE.read_text("utf-8"))["features"]
    regions = {}
    for feature in features:
        (region,) = shapely.get_parts(shape(feature["geometry"]))
        regions[feature["properties"]["gb"].removeprefix("156")] = _squeezed(region)
    return dict(sorted(regions.items()))


def _children() -> dict[str, list]:
    """Return the rows below each code."""
    children = defaultdict(list)
    for row in divisions.rows():
        children[row.parent_code].append(row)
    return children


def _divide(code: str, region: Polygon, children: dict, rng: np.random.Generator, cells: dict[str, Polygon]) -> None:
    """Divide a region among the grids below a code, down to the third level, whose cells are kept."""
    below = children[code]
    if not below:
        cells[code] = region
        return
    centre = None
    if len(code) == CODE_LENGTHS[DISTRICT]:
        lng, lat = SEATS.get(code, CITY_CENTRE)
        centre = (lng * SQUEEZE, lat)
        below = sorted(below, key=lambda row: (_is_town(row), row.code))
    shares = [_share(row, children) for row in below]
    for row, cell in zip(below, partition.divide(region, shares, rng, centre), strict=True):
        _divide(row.code, cell, children, rng, cells)


def _share(row, children: dict) -> float:
    """Return the area a grid asks for. The root keeps a street of one community from vanishing beside one of forty."""
    if len(row.code) != CODE_LENGTHS[STREET]:
        return 1.0
    return len(children[row.code]) ** 0.7 * (TOWN_SHARE if _is_town(row) else 1.0)


def _is_town(row) -> bool:
    return not row.name.endswith("街道")


def _snap(cells: dict[str, Polygon]) -> dict[str, Shape]:
    """Return the cells in degrees on a lattice of five decimals, neighbours sharing every vertex of their border.

    Rounding each cell alone would open slivers, so all border lines are rounded together, cut where they meet, and
    the faces between them handed back to the cells they lie in.
    """
    codes, shapes = list(cells), [_stretched(cell) for cell in cells.values()]
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=1 / SCALE)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    tree = shapely.STRtree(shapes)
    owners = tree.nearest(shapely.point_on_surface(faces))
    members = defaultdict(list)
    for face, owner in zip(faces, owners, strict=True):
        members[codes[owner]].append(face)
    return {code: shapely.coverage_union_all(parts) for code, parts in members.items()}


def _squeezed(outline: Polygon) -> Polygon:
    return scale(outline, xfact=SQUEEZE, yfact=1, origin=(0, 0))


def _stretched(outline: Polygon) -> Polygon:
    return scale(outline, xfact=1 / SQUEEZE, yfact=1, origin=(0, 0))


def _packed(outline: Shape) -> list:
    """Return parts of rings of whole numbers: the first point, then the step to each next one, x and y in turn."""
    return [[_steps(ring) for ring in (part.exterior, *part.interiors)] for part in shapely.get_parts(outline).tolist()]


def _steps(ring) -> list[int]:
    points = np.rint(shapely.get_coordinates(ring) * SCALE).astype(int)
    return np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=int)).ravel().tolist()


def _unpacked(parts: list) -> Shape:
    rings = [[np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / SCALE for ring in part] for part in parts]
    polygons = [Polygon(shell, holes) for shell, *holes in rings]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
