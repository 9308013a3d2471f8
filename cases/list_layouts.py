"""Keep which columns somebody wants in their lists. The door says which columns there are."""

from cases.models import ListLayout
from zhengzhou_grid.lib.prepared import kept


def of(user) -> list[str]:
    """Return the names of a person's columns; none where they have never chosen. One query."""
    return next(iter(_columns(user.pk)), [])


@kept
def _columns(user: int):
    return ListLayout.objects.filter(user=user).values_list("columns", flat=True)


def keep(user, columns: list[str]) -> None:
    """Keep a person's columns; none of them brings the usual rows back."""
    if columns:
        ListLayout.objects.update_or_create(user=user, defaults={"columns": columns})
    else:
        ListLayout.objects.filter(user=user).delete()
