"""What every page for officials does first: who is it, which territory, which period."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from grids import hats, permissions
from grids.models import Grid
from grids.scope import Scope


def official_page(section: str):
    """Let in who answers for a territory, as `view(request, scope, now, …)`; others get a page that says why not."""

    def decorate(view):
        @wraps(view)
        @never_cache
        @login_required
        def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            now = timezone.now()
            scope = hats.worn(request, now)
            if not scope.territories:
                page = {"scope": scope, "now": now, "section": section}
                return render(request, "dashboards/no_territory.html", page, status=403)
            return view(request, scope, now, *args, **kwargs)

        return inner

    return decorate


def unit_in_scope(scope: Scope, code: str) -> Grid:
    """Return a unit of the tree by code; 404 outside the territories a person answers for in whole."""
    grid = Grid.objects.filter(code=code).first()
    if grid is None or not permissions.may_see_dashboard(scope, grid):
        raise Http404(code)
    return grid


def path_to(grid: Grid, scope: Scope) -> list[Grid]:
    """Return the units from the territory down to this one: what the crumbs show, none outside the scope."""
    return [step for step in Grid.objects.on_path(grid).order_by("level") if scope.governs(step)]
