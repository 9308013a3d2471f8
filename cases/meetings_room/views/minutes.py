"""The minutes: read, change, sign, correct by a supplement."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import lifecycle, meetings
from cases.meetings_room import files, paper, steps
from cases.meetings_room.door import accepts, doing, meeting_page, visible_meeting
from cases.models import Minutes
from zhengzhou_grid.lib import paging


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page
def minutes(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show the minutes as a paper; POST keeps what was changed. Two who change at once both keep their words."""
    found = find(scope, pk)
    if request.method != "POST":
        return _show(request, found, scope, now)
    typed, left = paper.typed(request.POST, found), paper.left_over(request.POST, found)
    version = paging.whole(request.POST.get("version", "")) or 0
    try:
        meetings.edit(found, version=version, **typed, by=scope, now=now)
    except meetings.Overtaken as other:
        return _show(
            request, other.theirs, scope, now, typed=typed, left=left, refusal=other.reason, is_overtaken=True,
            status=409,
        )  # fmt: skip
    except lifecycle.Incomplete as missing:
        return _show(request, found, scope, now, typed=typed, errors=missing.errors, status=422)
    except (lifecycle.NotPossible, lifecycle.NotPermitted) as refused:
        return _show(request, find(scope, pk), scope, now, typed=typed, refusal=refused.reason, status=409)
    messages.success(request, _("The minutes are kept."))
    return redirect("meeting-minutes", pk)


@require_POST
@meeting_page
def sign(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Sign the minutes; every decision comes into force."""
    version = paging.whole(request.POST.get("version", "")) or None
    done = _("Signed. Every decision is with its lead unit now.")
    to = reverse("meeting-minutes", args=[pk])
    return doing(request, meetings.sign_off, find(scope, pk), version=version, by=scope, now=now, to=to, done=done)


@require_POST
@meeting_page
def supplement(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Correct signed minutes by a text of its own."""
    found, form = find(scope, pk), steps.SupplementForm(request.POST)
    if accepts(form, meetings.supplement, found, by=scope, now=now):
        messages.success(request, _("The supplement is signed."))
        return redirect("meeting-minutes", pk)
    return _show(request, found, scope, now, supplement_form=form, status=422)


def find(scope, pk: int) -> Minutes:
    """Return the minutes of a meeting; 404 for who neither runs it nor may read them."""
    meeting = visible_meeting(scope, pk)
    rows = Minutes.objects.select_related("meeting__grid", "meeting__convener__grid", "edited_by", "signed_by")
    found = rows.filter(meeting=meeting).first()
    if found is None or not (meetings.may_manage(meeting, scope) or paper.may_read(found, scope)):
        raise Http404(str(pk))
    return found


def _show(request, minutes, scope, now, *, status=200, **more) -> HttpResponse:
    page = {**paper.page(minutes, scope, now, **more), "files": files.minutes_links(minutes)}
    return render(request, "meetings_room/minutes.html", page, status=status)
