"""Where a report is: worked out from what the form holds, whichever way the person chose the place."""

from dataclasses import dataclass, field

from grids import finding, locating
from grids.models import Grid
from grids.models.grid import LEVEL_LABELS, path_codes
from zhengzhou_grid.lib.prepared import Text, prepared

LISTS = ("district", "street", "community", "unit")  # the four lists of the picker, by level


@dataclass(frozen=True)
class List:
    """One list of the picker: its field, its label, what can be chosen, what is."""

    name: str
    label: str
    choices: tuple[Grid, ...]
    chosen: str


@dataclass(frozen=True)
class Place:
    """A place as the form knows it; no grid when none was chosen or the point lies outside the city."""

    grid: Grid | None = None
    lng: float | None = None
    lat: float | None = None
    is_outside: bool = False
    found: tuple[Grid, ...] = ()
    path: tuple[Grid, ...] = field(default=())

    @property
    def triage_reason(self) -> str:
        return "outside" if self.is_outside else ""


def chosen(data: dict) -> Place:
    """Return the place a submitted form means.

    With JavaScript the page keeps `grid` and the point in step and says so. Without it the lists are the person's
    own doing: they win over a grid that was filled in before, and a search result that was just ticked wins over both.
    """
    lng, lat = data.get("lng"), data.get("lat")
    if data.get("place_by") == "script":
        return _at(_path(data.get("grid")), lng, lat)
    code = data.get("found") or _deepest([data.get(name, "") for name in LISTS]) or data.get("grid")
    return _at(_path(code), lng, lat)


def searched(text: str) -> tuple[Grid, ...]:
    """Return the grids a typed address may mean."""
    return tuple(finding.by_text(text)) if text.strip() else ()


def lists(grid: Grid | None) -> list[List]:
    """Return the lists of the picker down to the first one still open. At most four queries."""
    path = list(Grid.objects.on_path(grid)) if grid else []
    shown = [_list(0, tuple(Grid.objects.districts()), path)]
    for step in path[: len(LISTS) - 1]:
        shown.append(_list(step.level + 1, tuple(Grid.objects.children_of(step)), path))
    return shown


def _list(level: int, choices: tuple[Grid, ...], path: list[Grid]) -> List:
    return List(LISTS[level], LEVEL_LABELS[level], choices, path[level].code if level < len(path) else "")


def _at(path: tuple[Grid, ...], lng: float | None, lat: float | None) -> Place:
    """A point alone decides the grid; a grid that was named stays, and the point only says where in it."""
    if lng is None or lat is None:
        return Place(grid=path[-1] if path else None, path=path)
    if path:
        return Place(grid=path[-1], path=path, lng=lng, lat=lat)
    there = locating.at(lng, lat)
    return Place(grid=there, lng=lng, lat=lat, is_outside=there is None)


def _path(code: str | None) -> tuple[Grid, ...]:
    """Return the grids from the district down to a code; none for an unknown one. One query."""
    found = tuple(_coded(tuple(map(Text, path_codes(code))))) if code else ()
    return found if found and found[-1].code == code else ()


@prepared
def _coded(codes: tuple[str, ...]):
    return Grid.objects.filter(code__in=codes)


def _deepest(codes: list[str]) -> str:
    """Return the deepest chosen code; a list left over from another branch does not count."""
    best = ""
    for code in codes:
        if code and code.startswith(best):
            best = code
        else:
            break
    return best
