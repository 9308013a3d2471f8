"""The desk: queues with their counts, one list with its filters, search; the list alone again after a while."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases import office
from cases.desk import among, columns, lines, narrowing, orders, queues, reading, saved, tabs
from cases.desk.door import staff_page
from cases.models import Case
from grids import permissions
from grids.models import Role

NUMBER = re.compile(r"ZZ\d{8}-\d{6}", re.IGNORECASE)
CALENDAR_KEEPERS = (Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL, Role.SUPERVISOR)


@require_safe
@staff_page
def desk(request: HttpRequest, scope, now) -> HttpResponse:
    """Show one queue of the desk, or what a search found, narrowed and in the order the address asks for."""
    if "" in request.GET.values():
        return redirect(_without_empty(request))
    sought = reading.sought(request.GET)
    number = NUMBER.fullmatch(sought)
    if number and Case.objects.visible_to(scope).filter(number=sought.upper()).exists():
        return redirect("desk-case", number=sought.upper())
    read = reading.read(request.GET, request.user, scope, now)
    listed = _list(request, read, scope, now)
    context = {
        **listed,
        "strip": tabs.strip(listed["tabs"]),
        "rail": tabs.rail(listed["tabs"]),
        "section": "desk",
        "sought_a_number": bool(number),
        "panel": narrowing.panel(read.narrow, scope),
        "orders": orders.offered(read.beyond).values(),
        "all_columns": columns.offered(),
        "column_names": tuple(column.name for column in read.columns),
        "most_columns": columns.MOST,
        "columns_address": columns.address(read.columns),
        "saved": saved.lines(request.user, request.GET),
        "savable": saved.clean(request.GET),
        "heaps": among.AMONG.values(),
        "keeps_objects": bool(permissions.keeps_objects(scope)),
        "years_to_import": office.years_to_import(now) if scope.has_role(*CALENDAR_KEEPERS) else (),
    }
    return render(request, "desk/desk.html", context)


@require_safe
@staff_page
def fresh(request: HttpRequest, scope, now) -> HttpResponse:
    """Show the counts and the lines of a list as they are now: a fragment that the open page takes in by itself."""
    read = reading.read(request.GET, request.user, scope, now)
    return render(request, "desk/_fresh.html", _list(request, read, scope, now))


def _list(request: HttpRequest, read: reading.Reading, scope, now) -> dict:
    return {
        "scope": scope,
        "now": now,
        "queue": read.queue,
        "beyond": read.beyond,
        "sought": read.sought,
        "page": read.page,
        "drawn": lines.by_group(read.page.groups, request, now),
        "tabs": queues.tabs(read.counted, None if read.beyond or read.narrow.chosen else read.queue),
        "total": read.total,
        "narrow": read.narrow,
        "order": read.order,
        "columns": read.columns,
        "is_broad": len(read.columns) > columns.PREVIEW_UP_TO,
    }


def _without_empty(request: HttpRequest) -> str:
    """Return the address without the fields left empty: short enough to be shared."""
    query = request.GET.copy()
    for name in request.GET:
        if not query[name]:
            del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path
