"""Which seats the demo fills: a literal picture of who sits where, city-wide and in the four streets of the article."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grids.models import Grid, Role
from grids.models.grid import COMMUNITY, DISTRICT, STREET

DEMO_STREETS = {
    "410102008": "汝河路街道",
    "410103007": "大学路街道",
    "410104004": "城东路街道",
    "410106002": "中心路街道",
}

# Departments with cadres in every street of the city.
STREET_DEPARTMENTS = (
    "urban_management", "housing", "fire", "market", "municipal_works", "police",
    "civil_affairs", "human_resources", "justice", "mediation", "service_centre",
)  # fmt: skip
# In the demo streets more of them come down, and six have a cadre in every community.
DEMO_STREET_DEPARTMENTS = (
    "lighting", "heating", "drainage", "gardens", "traffic_police", "ecology", "natural_resources", "emergency",
)  # fmt: skip
COMMUNITY_DEPARTMENTS = ("urban_management", "housing", "market", "fire", "police", "mediation")
# One cadre serves several communities of a street; the housing cadres of 中心路街道 one each, as in the article.
COMMUNITIES_PER_CADRE = 3
ONE_COMMUNITY_EACH = {("410106002", "housing")}

# The accounts a visitor of the demo can open, and the seats they sit in. `admin` sits in none.
LOGINS = {
    (Role.GRID_LEADER, "410106002006001", ""): "gridleader",
    (Role.CADRE, "410106002006", "housing"): "cadre",
    (Role.COMMUNITY_SECRETARY, "410106002006", ""): "community",
    (Role.STREET_LEADER, "410106002", ""): "street",
    (Role.STREET_DESK, "410106002", ""): "street",
    (Role.DISTRICT_OFFICIAL, "410106", ""): "district",
    (Role.DISTRICT_DESK, "410106", ""): "district",
    (Role.SUPERVISOR, "410106", ""): "supervisor",
}
ADMIN = "admin"
DEMO_ACCOUNTS = (*dict.fromkeys(LOGINS.values()), ADMIN)


@dataclass(frozen=True, slots=True)
class Seat:
    """A post to be filled, and the account of who fills it."""

    role: Role
    grid: Grid
    department: str
    username: str


def seats(grids: Iterable[Grid], windows: Iterable[str]) -> Iterator[Seat]:
    """Yield a seat for everything the demo fills in these grids. `windows`: departments with a window in a district."""
    windows = tuple(windows)
    counts: dict[str, int] = {}
    for grid in sorted(grids, key=lambda grid: grid.code):
        if grid.level == DISTRICT:
            yield from _district(grid, windows)
        elif grid.level == STREET:
            yield from _street(grid)
        elif grid.level == COMMUNITY:
            street = grid.code[:9]
            number = counts[street] = counts.get(street, -1) + 1
            yield from _community(grid, number)
        else:
            yield _seat(Role.GRID_LEADER, grid, f"leader-{grid.code}")


def _district(grid: Grid, windows: tuple[str, ...]) -> Iterator[Seat]:
    yield _seat(Role.DISTRICT_OFFICIAL, grid, f"official-{grid.code}")
    yield _seat(Role.DISTRICT_DESK, grid, f"desk-{grid.code}")
    yield _seat(Role.SUPERVISOR, grid, f"supervisor-{grid.code}")
    for department in windows:
        yield _seat(Role.DISTRICT_WINDOW, grid, f"window-{grid.code}-{department}", department)


def _street(grid: Grid) -> Iterator[Seat]:
    yield _seat(Role.STREET_LEADER, grid, f"street-{grid.code}")
    yield _seat(Role.STREET_DESK, grid, f"desk-{grid.code}")
    more = DEMO_STREET_DEPARTMENTS if grid.code in DEMO_STREETS else ()
    for department in (*STREET_DEPARTMENTS, *more):
        yield _seat(Role.CADRE, grid, f"cadre-{grid.code}-{department}", department)


def _community(grid: Grid, number: int) -> Iterator[Seat]:
    yield _seat(Role.COMMUNITY_SECRETARY, grid, f"secretary-{grid.code}")
    street = grid.code[:9]
    if street not in DEMO_STREETS:
        return
    for department in COMMUNITY_DEPARTMENTS:
        shared = 1 if (street, department) in ONE_COMMUNITY_EACH else COMMUNITIES_PER_CADRE
        yield _seat(Role.CADRE, grid, f"cadre-{street}-{department}-{number // shared + 1}", department)


def _seat(role: Role, grid: Grid, username: str, department: str = "") -> Seat:
    return Seat(role, grid, department, LOGINS.get((role, grid.code, department), username))
