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
    tally = queues.counts(scope, now)
    sought = request.GET.get("q", "").strip()[:80]
    number = NUMBER.fullmatch(sought)
    if number and Case.objects.visible_to(scope).filter(number=sought.upper()).exists():
        return redirect("desk-case", number=sought.upper())
    queue = queues.BY_NAME.get(request.GET.get("queue", "")) or queues.first_choice(scope, tally)
    narrow = narrowing.read(request.GET)
    if sought:
        page = listing.found_page(Case.objects.visible_to(scope).mentioning(sought), scope)
    else:
        page = listing.page(narrow.apply(queues.inside(queue, scope, now)), scope, now, request.GET.get("after", ""))
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "queue": queue,
        "sought": sought,
        "page": page,
        "queues": _with_counts(scope, tally),
        "total": tally.get(queue.name.replace("-", "_"), 0),
        "narrow": narrow,
        "years_to_import": office.years_to_import(now) if scope.has_role(*CALENDAR_KEEPERS) else (),
    }
    return render(request, "desk/desk.html", context)


def _with_counts(scope, tally) -> list[dict]:
    keys = [(queue, queue.name.replace("-", "_")) for queue in queues.offered(scope)]
    return [{"queue": queue, "count": tally[key], "amber": tally[f"{key}_amber"]} for queue, key in keys]
