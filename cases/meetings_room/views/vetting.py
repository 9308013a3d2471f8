"""An item that waits: read the proposal, hear it with another, send it back, write down a site visit (议题审核)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import meetings
from cases.meetings_room import room, steps
from cases.meetings_room.door import accepts, meeting_page, waiting_item
from cases.models import AgendaItem
from grids.models import Department


@require_safe
@meeting_page
def item(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show a proposal with what may be done about it."""
    return _show(request, waiting_item(scope, pk), scope, now)


@require_POST
@meeting_page
def send_back(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Send it back with the reason."""
    found, form = waiting_item(scope, pk), steps.SendBackForm(request.POST)
    if accepts(form, meetings.send_back, found, by=scope, now=now):
        messages.success(request, _("Sent back; who proposed it has been told why."))
        return redirect("meetings")
    return _show(request, found, scope, now, send_back=form, status=422)


@require_POST
@meeting_page
def merge(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Hear it together with another item."""
    found = waiting_item(scope, pk)
    form = steps.MergeForm(request.POST, items=_others(found))
    if accepts(form, meetings.merge, found, by=scope, now=now):
        messages.success(request, _("Both are heard together; what is decided holds for both."))
        return redirect("meetings")
    return _show(request, found, scope, now, merge=form, status=422)


@require_POST
@meeting_page
def visit(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Write down a joint site visit."""
    found, form = waiting_item(scope, pk), steps.VisitForm(request.POST)
    if accepts(form, meetings.record_visit, found, by=scope, now=now):
        messages.success(request, _("The visit is on record."))
        return redirect("meeting-item", pk)
    return _show(request, found, scope, now, visit=form, status=422)


def _others(item: AgendaItem):
    """Return the items an item may be heard with."""
    states = (*AgendaItem.IN_POOL, AgendaItem.State.ON_AGENDA)
    others = AgendaItem.objects.filter(grid=item.grid, state__in=states).exclude(pk=item.pk)
    return others.select_related("case").order_by("proposed_at")


def _show(request, item: AgendaItem, scope, now, *, status=200, **forms) -> HttpResponse:
    page = {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "item": item,
        "is_waiting": item.state in AgendaItem.IN_POOL,
        "may_visit": item.state in AgendaItem.WAITING,
        "visits": list(item.visits.all()),
        "merged": list(item.merged.filter(state=AgendaItem.State.MERGED).select_related("case")),
        "suggested": list(Department.objects.filter(pk__in=item.suggested)),
        "voices": room.voices(item),
        "send_back": forms.get("send_back") or steps.SendBackForm(),
        "merge": forms.get("merge") or steps.MergeForm(items=_others(item)),
        "visit": forms.get("visit") or steps.VisitForm(initial={"visited_at": now}),
        "day_format": room.day_format(),
    }
    return render(request, "meetings_room/item.html", page, status=status)
