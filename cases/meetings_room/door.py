"""What every page of the meetings does first, and how refusals of the domain become pages."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cases import meetings
from cases.lifecycle import Incomplete, NotPermitted, NotPossible
from cases.models import AgendaItem, JointMeeting
from grids import hats
from grids.models import Grid

CITY = "city"


def meeting_page(view):
    """Let in staff, as `view(request, scope, now, …)`."""

    @wraps(view)
    @never_cache
    @login_required
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        now = timezone.now()
        return view(request, hats.worn(request, now), now, *args, **kwargs)

    return inner


def unit_of(scope, code: str) -> Grid | None:
    """Return the unit of an address, None for the city; 404 outside the person's scope."""
    if code == CITY:
        if not meetings.may_manage(None, scope):
            raise Http404(code)
        return None
    grid = get_object_or_404(Grid.objects.select_related("parent"), code=code)
    if not scope.covers(grid) and not meetings.may_manage(grid, scope):
        raise Http404(code)
    return grid


def visible_meeting(scope, pk: int) -> JointMeeting:
    """Return a meeting; 404 outside the person's scope."""
    meeting = meetings.visible_to(scope).filter(pk=pk).first()
    if meeting is None:
        raise Http404(str(pk))
    return meeting


def item_of(meeting: JointMeeting, pk: int) -> AgendaItem:
    """Return an item of a meeting's agenda with its case; 404 for another meeting's."""
    item = _items().filter(pk=pk, meeting=meeting).first()
    if item is None:
        raise Http404(str(pk))
    return item


def waiting_item(scope, pk: int) -> AgendaItem:
    """Return an item for vetting; 404 for whoever does not run the meetings of its unit."""
    item = _items().filter(pk=pk).first()
    if item is None or not meetings.may_manage(item.grid, scope):
        raise Http404(str(pk))
    return item


def _items():
    return AgendaItem.objects.select_related("case__category", "grid__parent", "meeting__grid", "draft_by")


def doing(request, verb, *args, to, done: str = "", **kwargs) -> HttpResponse:
    """Do a verb that needs nothing typed and go to a page, with what happened or why not as its message."""
    try:
        verb(*args, **kwargs)
    except (NotPossible, NotPermitted) as refusal:
        messages.warning(request, refusal.reason)
    except Incomplete as refusal:
        for words in refusal.errors.values():
            messages.warning(request, words)
    else:
        if done:
            messages.success(request, done)
    return redirect(to)


def accepts(form, verb, *args, rename=None, **kwargs) -> bool:
    """Give a form's answers to a verb; False, with the reason beside its field, where the verb refuses them.

    Who may not gets a 403. `rename` maps the verb's names of fields to the form's.
    """
    if not form.is_valid():
        return False
    try:
        verb(*args, **form.cleaned_data, **kwargs)
    except Incomplete as refusal:
        for field, words in refusal.errors.items():
            name = (rename or {}).get(field, field)
            form.add_error(name if name in form.fields else None, words)
        return False
    except NotPossible as refusal:
        form.add_error(None, refusal.reason)
        return False
    except NotPermitted as refusal:
        raise PermissionDenied(refusal.reason) from refusal
    return True
