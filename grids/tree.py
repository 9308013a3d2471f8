"""The only writer of the tree of grids. Every change waits for one lock and reads its nodes again behind it.

django-mptt moves numbers of many rows with each change; two changes at once corrupt the tree without an error.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Substr

from grids import names as kept_names, tree_check
from grids.models import Grid
from grids.models.grid import CODE_LENGTHS, DISTRICT, UNIT
from grids.tree_check import Fault
from zhengzhou_grid.lib import locks, planner

NAME_FIELDS = ("name", "full_name", "name_en", "pinyin", "initials")


class TreeRefusal(ValueError):
    """The change would break the tree; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One grid to be loaded. The code says where it belongs."""

    code: str
    name: str
    full_name: str
    name_en: str
    pinyin: str = ""
    initials: str = ""
    is_sample: bool = False
    households: int | None = None

    @property
    def level(self) -> int:
        return (len(self.code) - CODE_LENGTHS[DISTRICT]) // 3

    @property
    def parent_code(self) -> str | None:
        return self.code[:-3] if self.level > DISTRICT else None


@transaction.atomic
def plant(code: str, *, name: str, name_en: str, **more) -> Grid:
    """Add a district: the root of a new tree."""
    locks.tree()
    grid = Grid(code=code, name=name, name_en=name_en, full_name=more.pop("full_name", name), **more)
    return Grid.objects.insert_node(grid, None, save=True)


@transaction.atomic
def add(parent: Grid, *, name: str, name_en: str, code: str | None = None, **more) -> Grid:
    """Add a grid below another, with the next free code unless one is given.

    Raises TreeRefusal when the parent is a third-level grid, is gone, or is not where the code belongs.
    """
    locks.tree()
    parent = _fresh(parent)
    if parent.level == UNIT:
        raise TreeRefusal("Nothing lies below a third-level grid.")
    code = code or _next_code(parent)
    _check_code(code, parent)
    grid = Grid(code=code, name=name, name_en=name_en, full_name=more.pop("full_name", name), **more)
    return Grid.objects.insert_node(grid, parent, position="last-child", save=True)


@transaction.atomic
def move(grid: Grid, to: Grid, *, code: str | None = None) -> Grid:
    """Put a grid with all below it under another parent of the same level; it and they get codes of the new parent.

    Cases keep the grid, and the path written on them keeps the old place. Raises TreeRefusal.
    """
    locks.tree()
    grid, to = _fresh(grid), _fresh(to)
    if grid.level == DISTRICT or to.level != grid.level - 1:
        raise TreeRefusal("A grid moves only to a parent of the same level as the one it has.")
    if to.pk == grid.parent_id:
        return grid
    old, new = grid.code, code or _next_code(to)
    _check_code(new, to)
    Grid.objects.move_node(grid, to, position="last-child")
    branch = Grid.objects.under(_fresh(grid))
    branch.update(code=Concat(Value(new), Substr(F("code"), len(old) + 1)))
    return _fresh(grid)


@transaction.atomic
def rename(grid: Grid, **names: str) -> Grid:
    """Change names of a grid: name, full_name, name_en, pinyin, initials. Raises TreeRefusal for any other field."""
    if not names.keys() <= set(NAME_FIELDS):
        raise TreeRefusal("Only names are changed here.")
    locks.tree()
    Grid.objects.filter(pk=grid.pk).update(**names)
    kept_names.forget()
    return _fresh(grid)


@transaction.atomic
def load(rows: Iterable[Row]) -> int:
    """Write whole district trees in one pass and return how many grids were added.

    Rows come in any order; every branch must reach its district. Raises TreeRefusal when a district is there already
    or a row has no parent among the rows.
    """
    locks.tree()
    grids = _numbered(sorted(rows, key=lambda row: row.code))
    roots = [grid.code for grid in grids if grid.level == DISTRICT]
    if Grid.objects.filter(code__in=roots).exists():
        raise TreeRefusal("A district of these rows is in the database already.")
    first = (Grid.objects.aggregate(last=Max("tree_id"))["last"] or 0) + 1
    by_code = {}
    for level in CODE_LENGTHS:
        layer = [grid for grid in grids if grid.level == level]
        for grid in layer:
            grid.tree_id += first
            grid.parent_id = by_code[grid.code[:-3]].pk if level > DISTRICT else None
        Grid.objects.bulk_create(layer, batch_size=2000)
        by_code = {grid.code: grid for grid in layer}
    planner.learn(Grid)
    return len(grids)


@transaction.atomic
def refresh_names(rows: Iterable[Row]) -> int:
    """Bring the names of loaded grids in line with the rows, and return how many changed."""
    locks.tree()
    known = Grid.objects.in_bulk(field_name="code")
    changed = []
    for row in rows:
        grid = known.get(row.code)
        if grid and any(getattr(grid, field) != getattr(row, field) for field in NAME_FIELDS):
            for field in NAME_FIELDS:
                setattr(grid, field, getattr(row, field))
            changed.append(grid)
    Grid.objects.bulk_update(changed, NAME_FIELDS, batch_size=1000)
    kept_names.forget()
    return len(changed)


def _numbered(rows: list[Row]) -> list[Grid]:
    """Return grids with lft, rght, level and a tree_id counted from 0, for rows in the order of their codes."""
    grids, open_grids, step, tree_ids = [], [], count(1), count()
    for row in rows:
        while open_grids and not row.code.startswith(open_grids[-1].code):
            open_grids.pop().rght = next(step)
        if (open_grids[-1].code if open_grids else None) != row.parent_code:
            raise TreeRefusal(f"{row.code} {row.name} has no parent among the rows.")
        if not open_grids:
            step, tree_id = count(1), next(tree_ids)
        grid = Grid(
            code=row.code,
            name=row.name,
            full_name=row.full_name,
            name_en=row.name_en,
            pinyin=row.pinyin,
            initials=row.initials,
            is_sample=row.is_sample,
            households=row.households,
            level=row.level,
            tree_id=tree_id,
            lft=next(step),
        )
        grids.append(grid)
        open_grids.append(grid)
    while open_grids:
        open_grids.pop().rght = next(step)
    return grids


def _fresh(grid: Grid) -> Grid:
    """Read a grid again: tree fields read before the lock may be stale. Raises TreeRefusal when it is gone."""
    found = Grid.objects.filter(pk=grid.pk).first()
    if found is None:
        raise TreeRefusal(f"{grid.code} is not in the tree any more.")
    return found


def _next_code(parent: Grid) -> str:
    last = Grid.objects.children_of(parent).aggregate(last=Max("code"))["last"]
    number = int(last[-3:]) + 1 if last else 1
    if number > 999:
        raise TreeRefusal(f"{parent.code} has no free code left.")
    return f"{parent.code}{number:03}"


def _check_code(code: str, parent: Grid) -> None:
    if code[:-3] != parent.code:
        raise TreeRefusal(f"{code} does not begin with {parent.code}.")
    if Grid.objects.filter(code=code).exists():
        raise TreeRefusal(f"{code} is taken.")


def faults() -> list[Fault]:
    """Return every broken invariant of the tree; an empty list is a sound tree. Takes about a second for the city."""
    return tree_check.faults()


@transaction.atomic
def repair() -> list[Fault]:
    """Number every tree anew from the parents, which are the truth, and return the faults that this did not mend."""
    locks.tree()
    tree_check.renumber()
    return tree_check.faults()
