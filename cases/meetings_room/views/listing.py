"""The list and the calendar of meetings, calling one, and what waits for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import lifecycle, meetings
from cases.meetings_room import calendar, listing, room
from cases.meetings_room.door import accepts, meeting_page, unit_of
from cases.meetings_room.forms import AgendaForm, CallForm
from cases.models import JointMeeting


@require_safe
@meeting_page
def index(request: HttpRequest, scope, now) -> HttpResponse:
    """Show the meetings to come and past, and the pools of the units whose meetings I run."""
    return _index(request, scope, now)


@require_safe
@meeting_page
def month(request: HttpRequest, scope, now) -> HttpResponse:
    """Show a month of meetings: those called, and the days on which the units I run would meet by their rhythm."""
    page = {
        "scope": scope,
        "now": now,
        "section": "meetings",
        **calendar.page(request.GET.get("month", ""), scope, now),
    }
    return render(request, "meetings_room/calendar.html", page)


def _index(request, scope, now, bound=None, status=200) -> HttpResponse:
    coming = listing.coming(scope)
    page = {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "coming": coming,
        "past": listing.past(scope),
        "asked": listing.asked(scope),
        "units": listing.units(scope, coming, now, bound),
        "day_format": room.day_format(),
    }
    return render(request, "meetings_room/index.html", page, status=status)


@require_POST
@meeting_page
def call(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Call a meeting of a unit. 403 for who does not run its meetings."""
    grid = unit_of(scope, code)
    form = CallForm(request.POST, auto_id=f"call-{code}-%s")
    called = []
    if accepts(form, lambda **data: called.append(meetings.call(grid, **data, by=scope, now=now))):
        messages.success(request, _("The meeting is called. Now put the waiting items on its agenda."))
        return redirect("meeting", called[0].pk)
    return _index(request, scope, now, {code: form}, status=422)


@require_POST
@meeting_page
def add(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Put waiting items of a unit on the agenda of one of its meetings."""
    grid = unit_of(scope, code)
    form = AgendaForm(
        request.POST,
        items=meetings.pool(grid),
        meetings=meetings.visible_to(scope).filter(
            grid=grid, state__in=[JointMeeting.State.PLANNED, JointMeeting.State.IN_SESSION]
        ),
    )
    if not form.is_valid():
        messages.warning(request, _("Choose a meeting and at least one item."))
        return redirect("meetings")
    meeting, added = form.cleaned_data["meeting"], 0
    for item in form.cleaned_data["items"]:
        try:
            meetings.put_on_agenda(item, meeting, by=scope, now=now)
        except lifecycle.NotPossible as refusal:
            messages.warning(request, f"{item.case.number}: {refusal.reason}")
        except lifecycle.NotPermitted as refusal:
            raise PermissionDenied(refusal.reason) from refusal
        else:
            added += 1
    if added:
        messages.success(request, _("On the agenda: %(count)d.") % {"count": added})
    return redirect("meeting", meeting.pk)
