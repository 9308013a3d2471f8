"""Keep, rename and take away somebody's own lists. The door says which query strings mean something."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cases.lifecycle.errors import NotPossible
from cases.models import SavedFilter
from zhengzhou_grid.lib.prepared import kept

MOST = 20
LONGEST_NAME = 20
LONGEST_QUERY = 800


def of(user):
    """Return a person's saved filters in their order."""
    return SavedFilter.objects.filter(user=user)


def lines(user) -> list[SavedFilter]:
    """Return the same read, as every page of the desk does."""
    return _lines(user.pk)


@kept
def _lines(user: int):
    return SavedFilter.objects.filter(user=user)


def save(user, *, name: str, query: str) -> SavedFilter:
    """Keep a list under a name; a name in use gets the new list. Raises NotPossible with the reason."""
    name = _checked(name)
    if not query:
        raise NotPossible(gettext("There is nothing to save: choose a filter or an order first."))
    if len(query) > LONGEST_QUERY:
        raise NotPossible(gettext("These are too many filters to be saved together."))
    with transaction.atomic():
        mine = list(of(user).select_for_update())
        known = next((one for one in mine if one.name == name), None)
        if known is None and len(mine) >= MOST:
            raise NotPossible(gettext("At most %(count)d filters can be saved; delete one first.") % {"count": MOST})
        position = known.position if known else max((one.position for one in mine), default=0) + 1
        saved, _new = SavedFilter.objects.update_or_create(
            user=user, name=name, defaults={"query": query, "position": position}
        )
    return saved


def rename(saved: SavedFilter, *, name: str) -> None:
    """Give a saved filter another name. Raises NotPossible when another one has it."""
    saved.name = _checked(name)
    try:
        with transaction.atomic():
            saved.save(update_fields=["name"])
    except IntegrityError as taken:
        raise NotPossible(gettext("Another of your filters has this name.")) from taken


def delete(saved: SavedFilter) -> None:
    saved.delete()


def _checked(name: str) -> str:
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise NotPossible(gettext("Give the filter a name."))
    return name
