"""The register of looks at contacts and of exports, for who supervises a district."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk import looks
from cases.desk.door import staff_page


@require_safe
@staff_page
def register(request: HttpRequest, scope, now) -> HttpResponse:
    """List who looked up whom and took out what; 403 for who supervises no district."""
    if not looks.may_read(scope):
        raise PermissionDenied
    context = {"scope": scope, "now": now, "section": "supervision", "lines": looks.latest(scope), "reads_looks": True}
    return render(request, "desk/looks.html", context)
