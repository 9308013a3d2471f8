"""/dashboard/: figures of a territory, and the cases behind each of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases import measures, periods
from cases.dashboards import charts, figures, flow, lists, ranking, sentence
from cases.dashboards.board import Board
from cases.dashboards.door import official_page, path_to, unit_in_scope
from cases.dashboards.forms import CasesForm, PeriodForm
from cases.measures import Window
from grids.models import Grid

OVERDUE_SHOWN = 10


@require_safe
@official_page("dashboard")
def mine(request: HttpRequest, scope, now) -> HttpResponse:
    """Go to the widest territory the official answers for."""
    return redirect("dashboard-grid", scope.territories[0].code)


@require_safe
@official_page("dashboard")
def board(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Show the figures of one unit of the tree."""
    grid = unit_in_scope(scope, code)
    period = PeriodForm(request.GET, now).chosen()
    children = list(Grid.objects.children_of(grid))
    shown = Board(grid, period, figures.of(grid, period, now), children, now)
    window = Window.of(period, now)
    drawing, stops = flow.of(shown)
    trend = shown.trend()
    is_ranked = "plain" not in request.GET
    page = {
        "scope": scope,
        "now": now,
        "section": "dashboard",
        "grid": grid,
        "path": path_to(grid, scope),
        "board": shown,
        "counted_at": shown.figures.counted_at,
        "sentence": sentence.of(shown),
        "stuck": sentence.stuck(shown),
        "period": period,
        "kinds": periods.KINDS,
        "is_running": period.is_running(now),
        "others": [other for other in scope.territories if not grid.code.startswith(other.code)],
        "drawing": drawing,
        "stops": stops,
        "ranking": ranking.of(shown, is_ranked),
        "is_ranked": is_ranked,
        "categories": shown.categories(),
        "functions": shown.functions(),
        "trend": trend,
        "has_trend": any(ratio.whole for _period, ratio, _url in trend),
        "charts": charts.of(shown, now),
        "children_label": children[0].level_label if children else "",
        "ranking_title": ranking.TITLES[children[0].level] if children else "",
        "overdue": measures.cases_behind("late", grid, window).for_list().order_by("due_at", "pk")[:OVERDUE_SHOWN],
        "has_sample": any(unit.is_sample for unit in children) or grid.is_sample,
    }
    return render(request, "dashboards/board.html", page)


@require_safe
@official_page("dashboard")
def cases(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """List the cases behind a figure; 404 for a figure that does not exist."""
    grid = unit_in_scope(scope, code)
    form = CasesForm(request.GET)
    if not form.is_valid():
        raise Http404(request.GET.urlencode())
    name = form.cleaned_data["set"]
    period = PeriodForm(request.GET, now).chosen()
    found = form.narrowed(measures.cases_behind(name, grid, Window.of(period, now)))
    page = {
        "scope": scope,
        "now": now,
        "section": "dashboard",
        "grid": grid,
        "path": path_to(grid, scope),
        "set": measures.SETS[name],
        "period": period,
        "narrowed_by": form.words(),
        "found": lists.page(found, name, request.GET.get("after", "")),
    }
    return render(request, "dashboards/cases.html", page)
