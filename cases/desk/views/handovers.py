"""Hand-over lists: mine and those of the posts I staff, one as a page of paper, and the button that confirms it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from cases import handovers as verbs, lifecycle
from cases.desk.door import account_page
from cases.models import Handover

SHOWN = 100


@require_safe
@account_page
def handovers(request: HttpRequest, scope, now) -> HttpResponse:
    """List what waits for me first, then the open ones, then the rest, the latest first."""
    rows = list(verbs.visible_to(scope).waiting_first(request.user)[:SHOWN])
    rows.sort(key=lambda row: (not row.waits_for(request.user), not row.is_open))
    lines = [(row, row.waits_for(request.user)) for row in rows]
    context = {"scope": scope, "now": now, "section": "desk", "lines": lines}
    return render(request, "desk/handovers.html", context)


@require_safe
@account_page
def handover(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show one list as it is printed."""
    found = visible_list(scope, pk)
    lines = list(found.items.all())
    cases, orders = [line for line in lines if not line.order_id], [line for line in lines if line.order_id]
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "handover": found,
        "lines": lines,
        "cases": len(cases),
        "late": _late(cases),
        "orders": len(orders),
        "late_orders": _late(orders),
        "is_mine": found.waits_for(request.user),
        "may_open": found.post_id in {post.pk for post in scope.posts},
    }
    return render(request, "desk/handover.html", context)


@require_POST
@account_page
def confirm(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Confirm a list as one of its two persons; a second click does no harm."""
    found = visible_list(scope, pk)
    try:
        verbs.confirm(found, by=scope, now=now)
    except lifecycle.NotPermitted as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, gettext("Confirmed."))
    return redirect("desk-handover", pk=found.pk)


def _late(lines) -> int:
    return sum(line.lamp == "red" for line in lines)


def visible_list(scope, pk: int) -> Handover:
    """Return a list with its people; 404 for outsiders."""
    found = verbs.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found
