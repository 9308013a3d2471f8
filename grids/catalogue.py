"""The categories, kept in every process: each case names one, and the table changes a few times a year."""

from collections.abc import Mapping
from types import MappingProxyType

from grids.models import Category
from zhengzhou_grid.lib.snapshot import Snapshot


def categories() -> Mapping[int, Category]:
    """Return every category by its key, each with its class, at most a minute old. To be read, never saved."""
    return _categories.get()


def _read() -> Mapping[int, Category]:
    found = Category.objects.in_bulk()
    for category in found.values():
        category.parent = found.get(category.parent_id)
    return MappingProxyType(found)


_categories = Snapshot(_read)
