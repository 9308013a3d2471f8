"""The desk: queues with their counts, one list with its filters, search."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases import office
from cases.desk import among, listing, narrowing, orders, queues, saved
from cases.desk.door import staff_page
from cases.models import Case
from grids.models import Role

NUMBER = re.compile(r"ZZ\d{8}-\d{6}", re.IGNORECASE)
CALENDAR_KEEPERS = (Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL, Role.SUPERVISOR)
MOST_COUNTED = 9999
MOST_FOUND = 200


@require_safe
@staff_page
def desk(request: HttpRequest, scope, now) -> HttpResponse:
    """Show one queue of the desk, or what a search found, narrowed and in the order the address asks for."""
    if "" in request.GET.values():
        return redirect(_without_empty(request))
    sought = request.GET.get("q", "").strip()[:80]
    number = NUMBER.fullmatch(sought)
    if number and Case.objects.visible_to(scope).filter(number=sought.upper()).exists():
        return redirect("desk-case", number=sought.upper())
    narrow = narrowing.read(request.GET, scope, now)
    beyond = among.read(request.GET, narrow, sought)
    counted = queues.counts(scope, now)
    asked = counted.get(request.GET.get("queue", ""))
    queue = asked.queue if asked else queues.first_choice(counted)
    order = orders.ORDERS.get(request.GET.get("sort", ""), orders.NEWEST if beyond else orders.DUE)
    after = request.GET.get("after", "")
    if beyond:
        cases = narrow.apply(beyond.of(Case.objects.visible_to(scope)))
        cases = cases.mentioning(sought) if sought else cases
        total = listing.counted(cases, MOST_FOUND if sought else MOST_COUNTED)
        page = listing.flat_page(cases, scope, now, order, total, after)
    else:
        cases = narrow.apply(queues.inside(queue, scope, now))
        shown = (queues.counts(scope, now, narrow) if narrow.chosen else counted)[queue.name]
        total = shown.total
        if order == orders.DUE:
            page = listing.page(cases, scope, now, shown.by_day, after)
        else:
            page = listing.flat_page(cases, scope, now, order, total, after)
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "queue": queue,
        "beyond": beyond,
        "sought": sought,
        "sought_a_number": bool(number),
        "page": page,
        "queues": counted.values(),
        "total": total,
        "narrow": narrow,
        "panel": narrowing.panel(narrow, scope),
        "order": order,
        "orders": orders.ORDERS.values(),
        "saved": saved.lines(request.user, request.GET),
        "savable": saved.clean(request.GET),
        "heaps": among.AMONG.values(),
        "years_to_import": office.years_to_import(now) if scope.has_role(*CALENDAR_KEEPERS) else (),
    }
    return render(request, "desk/desk.html", context)


def _without_empty(request: HttpRequest) -> str:
    """Return the address without the fields left empty: short enough to be shared."""
    query = request.GET.copy()
    for name in request.GET:
        if not query[name]:
            del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path
