"""The workflow as a picture, by itself or with the way of one case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk import flow_picture
from cases.desk.door import staff_page, visible_case


@require_safe
@staff_page
def workflow(request: HttpRequest, scope, now) -> HttpResponse:
    """Show the whole machine; `case` marks where one case stands and how it came there. 404 outside one's scope."""
    number = request.GET.get("case", "")
    case = visible_case(number, scope, now, is_drawn=False) if number else None
    context = {"scope": scope, "now": now, "section": "desk", "case": case, "picture": flow_picture.of(case)}
    return render(request, "desk/workflow.html", context)
