"""What every page of the meetings does first, and how refusals of the domain become pages."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cases import meetings
from cases.lifecycle import NotPermitted, NotPossible
from cases.models import AgendaItem, JointMeeting
from grids import hats


def meeting_page(view):
    """Let in staff, as `view(request, scope, now, …)`."""

    @wraps(view)
    @never_cache
    @login_required
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        now = timezone.now()
        return view(request, hats.worn(request, now), now, *args, **kwargs)

    return inner


def visible_meeting(scope, pk: int) -> JointMeeting:
    """Return a meeting; 404 outside the person's scope."""
    meeting = meetings.visible_to(scope).filter(pk=pk).first()
    if meeting is None:
        raise Http404(str(pk))
    return meeting


def item_of(meeting: JointMeeting, pk: int) -> AgendaItem:
    """Return an item of a meeting's agenda with its case; 404 for another meeting's."""
    item = (
        AgendaItem.objects.select_related("case__category", "grid", "meeting__grid")
        .filter(pk=pk, meeting=meeting)
        .first()
    )
    if item is None:
        raise Http404(str(pk))
    return item


def doing(request, verb, *args, to, done: str = "", **kwargs) -> HttpResponse:
    """Do a verb that needs nothing typed and go to a page, with what happened or why not as its message."""
    try:
        verb(*args, **kwargs)
    except (NotPossible, NotPermitted) as refusal:
        messages.warning(request, refusal.reason)
    else:
        if done:
            messages.success(request, done)
    return redirect(to)
