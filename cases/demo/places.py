"""Where the demo's cases happen: grids with estates, buildings and points that fit them."""

from dataclasses import dataclass
from random import Random

from shapely import Point
from shapely.geometry import shape

from grids.models import Grid, Outline

ESTATES = ("花园", "家园", "小区", "苑", "嘉园")
OWN_NAMES = {
    "汝河路市委社区": "市委家属院", "淮河路电力社区": "电力家属院", "郑大社区": "郑大家属院", "电院社区": "电院家属院",
    "产业集聚区管理委员会社区": "集聚区职工公寓", "盛世社区": "盛世花园", "上街村": "上街新村",
}  # fmt: skip
COMPLETE = ("花园", "小区", "华城", "小镇", "家园", "楼宇", "新村")
BUILDINGS_PER_GRID = 6
BUILDINGS_IN_A_STREET = 30


@dataclass(frozen=True)
class Place:
    """A spot in a third-level grid, or a wider unit as a whole."""

    grid: Grid
    estate: str
    building: int
    entrance: int
    road: str
    lng: float | None = None
    lat: float | None = None

    @property
    def address(self) -> str:
        return f"{self.estate}{self.building}号楼{self.entrance}单元"

    def fill(self, text: str) -> str:
        """Return a text with the names of this place put in."""
        return text.format(e=self.estate, b=self.building, u=self.entrance, r=self.road)


class Atlas:
    """The grids of some streets and the outlines of their third-level grids, loaded once."""

    def __init__(self, streets):
        codes = tuple(streets)
        wanted = [grid for code in codes for grid in Grid.objects.filter(code__startswith=code)]
        self.grids = {grid.code: grid for grid in wanted}
        above = {code[:6] for code in codes}
        self.grids |= {grid.code: grid for grid in Grid.objects.filter(code__in=above)}
        rows = Outline.objects.filter(grid__in=[grid.pk for grid in wanted if len(grid.code) == 15])
        self.shapes = dict(rows.values_list("grid_id", "geometry"))

    def units(self, code: str) -> list[Grid]:
        """Return the third-level grids below a code, in their order."""
        return [self.grids[own] for own in sorted(self.grids) if own.startswith(code) and len(own) == 15]

    def spot(self, rng: Random, code: str, *, building: int | None = None) -> Place:
        """Return a spot in one of the third-level grids below a code."""
        grid = rng.choice(self.units(code))
        community, street = self.grids[grid.code[:12]], self.grids[grid.code[:9]]
        first = (int(grid.code[-3:]) - 1) * BUILDINGS_PER_GRID + 1
        point = self._point(rng, grid)
        return Place(
            grid=grid, estate=_estate(community), road=_road(street.name), entrance=rng.randint(1, 4),
            building=building or rng.randrange(first, first + BUILDINGS_PER_GRID),
            lng=point and round(point.x, 6), lat=point and round(point.y, 6),
        )  # fmt: skip

    def whole(self, rng: Random, code: str) -> Place:
        """Return a place of which no more is known than a unit of the tree."""
        spot = self.spot(rng, code)
        return Place(self.grids[code], spot.estate, spot.building, spot.entrance, spot.road)

    def _point(self, rng: Random, grid: Grid) -> Point | None:
        if grid.pk not in self.shapes:
            return None
        outline = shape(self.shapes[grid.pk])
        left, bottom, right, top = outline.bounds
        for _try in range(20):
            point = Point(rng.uniform(left, right), rng.uniform(bottom, top))
            if outline.contains(point):
                return point
        return outline.representative_point()


def _estate(community: Grid) -> str:
    """Return the name of an estate that fits a community, always the same one."""
    if community.name in OWN_NAMES:
        return OWN_NAMES[community.name]
    name = community.name.removesuffix("社区")
    if name.endswith(("街", "路")):
        return f"{name}{int(community.code[-3:]) % BUILDINGS_IN_A_STREET + 1}号院"
    if name.endswith("村"):
        return f"{name}新居"
    return name if name.endswith(COMPLETE) else name + ESTATES[int(community.code[-3:]) % len(ESTATES)]


def _road(street: str) -> str:
    name = street.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    return name if name.endswith("路") else f"{name}路"
