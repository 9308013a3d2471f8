"""The desk: queues with their counts, one queue as a list, search."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases import office
from cases.desk import listing, narrowing, queues
from cases.desk.door import staff_page
from cases.models import Case
from grids.models import Role

NUMBER = re.compile(r"ZZ\d{8}-\d{6}", re.IGNORECASE)
CALENDAR_KEEPERS = (Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL, Role.SUPERVISOR)


@require_safe
@staff_page
def desk(request: HttpRequest, scope, now) -> HttpResponse:
    """Show one queue of the desk, or what a search found."""
    counted = queues.counts(scope, now)
    sought = request.GET.get("q", "").strip()[:80]
    number = NUMBER.fullmatch(sought)
    if number and Case.objects.visible_to(scope).filter(number=sought.upper()).exists():
        return redirect("desk-case", number=sought.upper())
    asked = counted.get(request.GET.get("queue", ""))
    queue = asked.queue if asked else queues.first_choice(counted)
    narrow = narrowing.read(request.GET)
    shown = (queues.counts(scope, now, narrow) if narrow.chips else counted)[queue.name]
    if sought:
        page = listing.found_page(Case.objects.visible_to(scope).mentioning(sought), scope, now)
    else:
        cases = narrow.apply(queues.inside(queue, scope, now))
        page = listing.page(cases, scope, now, shown.by_day, request.GET.get("after", ""))
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "queue": queue,
        "sought": sought,
        "sought_a_number": bool(number),
        "page": page,
        "queues": counted.values(),
        "total": shown.total,
        "narrow": narrow,
        "years_to_import": office.years_to_import(now) if scope.has_role(*CALENDAR_KEEPERS) else (),
    }
    return render(request, "desk/desk.html", context)
