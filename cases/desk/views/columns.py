"""The columns somebody keeps for their lists."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import list_layouts
from cases.desk import columns, saved
from cases.desk.door import staff_page


@require_POST
@staff_page
def keep(request: HttpRequest, scope, now) -> HttpResponse:
    """Keep the ticked columns, none of them for the usual rows, and go back to the list."""
    chosen = () if "usual" in request.POST else columns.read(request.POST.getlist("column"))
    list_layouts.keep(request.user, [column.name for column in chosen])
    query = QueryDict(saved.clean(QueryDict(request.POST.get("query", ""))), mutable=True)
    query.pop(columns.LIST, None)
    return redirect(f"{reverse('desk')}?{query.urlencode()}" if query else "desk")
