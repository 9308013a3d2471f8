"""The names of grids for long lists, kept in the process for a minute: a city renames a few of them in a year."""

from collections.abc import Iterable

from grids.models import Grid
from grids.models.grid import GridName
from zhengzhou_grid.lib.prepared import prepared
from zhengzhou_grid.lib.snapshot import Snapshot

_kept: Snapshot[dict[int, GridName]] = Snapshot(dict)  # only ever added to: threads may share it


def of(keys: Iterable[int | None]) -> dict[int, GridName]:
    """Return the names of some grids by their keys, and of others. One query, if some were not asked for lately."""
    kept = _kept.get()
    if missing := {key for key in keys if key and key not in kept}:
        kept.update((pk, GridName(*names)) for pk, *names in _named(tuple(missing)))
    return kept


def forget() -> None:
    """Read names again: some have changed."""
    _kept.forget()


@prepared
def _named(keys: tuple[int, ...]):
    return Grid.objects.filter(pk__in=keys).order_by().values_list("pk", "name", "name_en", "level")
