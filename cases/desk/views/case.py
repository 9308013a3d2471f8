"""The page of one case, and its preview beside the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk import case_page, wording
from cases.desk.door import staff_page, visible_case

FAMILIES = {name for name, _label in wording.FILTERS}


@require_safe
@staff_page
def case(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show one case; `show` filters the timeline."""
    family = request.GET.get("show", "")
    found = visible_case(number, scope, now)
    return render(request, "desk/case.html", case_page.show(found, scope, now, family if family in FAMILIES else ""))


@require_safe
@staff_page
def preview(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show a case at a glance: a fragment for the pane beside the list."""
    found = visible_case(number, scope, now, is_drawn=False)
    return render(request, "desk/_preview.html", case_page.glance(found, scope, now))
