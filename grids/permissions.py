"""Which grids a member of staff may look into, and whether they may do a thing there."""

from django.db.models import Q
from django.utils.translation import gettext as _

from grids.models import Grid
from grids.scope import Scope
from zhengzhou_grid.lib.verdicts import ALLOWED, Denied, Verdict


def grids_visible_to(scope: Scope):
    """Return the grids in a person's territories, be they answered for in whole or by one department."""
    places = [*scope.territories, *(grid for _department, grid in scope.departments)]
    inside = Q(pk__in=[])
    for grid in places:
        inside |= Q(code__startswith=grid.code)
    return Grid.objects.filter(inside)


def may_see_dashboard(scope: Scope, grid: Grid) -> Verdict:
    """Figures of a grid are for those who answer for the whole of it."""
    if scope.governs(grid):
        return ALLOWED
    return Denied(_("Your posts do not reach %(grid)s.") % {"grid": grid.label})
