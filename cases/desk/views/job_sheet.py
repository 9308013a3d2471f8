"""The job sheet of a case, to be printed on A4."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.desk import job_sheet as paper
from cases.desk.door import staff_page, visible_case
from zhengzhou_grid.lib import printed


@require_safe
@staff_page
def job_sheet(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show a case as a page of paper, with a QR code that leads back to it."""
    case = visible_case(number, scope, now, is_drawn=False)
    address = printed.address(request, reverse("desk-case", args=[case.number]))
    context = {"scope": scope, "now": now, "section": "desk", "case": case, "sheet": paper.of(case, scope)}
    return render(request, "desk/job_sheet.html", {**context, "qr": printed.qr(address), "address": address})
