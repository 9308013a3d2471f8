"""The categories, kept in every process: each case names one, and the table changes a few times a year."""

from collections.abc import Mapping
from types import MappingProxyType

from grids.models import Category
from zhengzhou_grid.lib.snapshot import Snapshot


def categories() -> Mapping[int, Category]:
    """Return every category by its key, each with its class, at most a minute old. To be read, never saved."""
    return _categories.get()


def leaves() -> list[Category]:
    """Return the leaves in use by their codes: what a matter can be."""
    return [category for category in categories().values() if category.parent_id and category.is_active]


def _read() -> Mapping[int, Category]:
    found = {category.pk: category for category in Category.objects.order_by("code")}
    for category in found.values():
        category.parent = found.get(category.parent_id)
    return MappingProxyType(found)


_categories = Snapshot(_read)
