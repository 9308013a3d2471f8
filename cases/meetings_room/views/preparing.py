"""A meeting to come: notice, answers, who else is asked, another time, calling off, sign-in, opening."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import meetings
from cases.meetings_room import preparing, steps
from cases.meetings_room.door import accepts, doing, item_of, meeting_page, visible_meeting
from cases.meetings_room.preparing import Bound
from cases.models import Invitation


def show(request, meeting, scope, now, bound=None, status=200) -> HttpResponse:
    """Render the page of a meeting to come, with the form that was refused."""
    return render(request, "meetings_room/prepare.html", preparing.page(meeting, scope, now, bound), status=status)


@require_POST
@meeting_page
def notice(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Send the notice with the agenda to everybody asked."""
    meeting, form = visible_meeting(scope, pk), steps.NoticeForm(request.POST)
    if accepts(form, meetings.give_notice, meeting, by=scope, now=now):
        messages.success(request, _("Notice given: everybody asked has been told."))
        return redirect("meeting", pk)
    return show(request, meeting, scope, now, Bound("notice", form=form), status=422)


@require_POST
@meeting_page
def move(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Hold it at another time."""
    meeting, form = visible_meeting(scope, pk), steps.MoveForm(request.POST, auto_id="move-%s")
    if accepts(form, meetings.move, meeting, by=scope, now=now):
        messages.success(request, _("Moved. Everybody asked has been told and answers again."))
        return redirect("meeting", pk)
    return show(request, meeting, scope, now, Bound("move", form=form), status=422)


@require_POST
@meeting_page
def cancel(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Call it off; its items go back to the pool."""
    meeting, form = visible_meeting(scope, pk), steps.CancelForm(request.POST, auto_id="cancel-%s")
    if accepts(form, meetings.cancel, meeting, by=scope, now=now):
        messages.success(request, _("Cancelled. Everybody asked has been told; the items wait for the next meeting."))
        return redirect("meeting", pk)
    return show(request, meeting, scope, now, Bound("cancel", form=form), status=422)


@require_POST
@meeting_page
def convener(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Name who convenes it and signs its minutes."""
    meeting = visible_meeting(scope, pk)
    form = steps.ConvenerForm(request.POST, posts=preparing.who_may_convene(meeting, now), auto_id="convener-%s")
    if accepts(form, meetings.name_convener, meeting, by=scope, now=now):
        messages.success(request, _("The convener is named; the notice can be given."))
        return redirect("meeting", pk)
    return show(request, meeting, scope, now, Bound("convener", form=form), status=422)


@require_POST
@meeting_page
def invite(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Ask another post to come."""
    meeting = visible_meeting(scope, pk)
    form = steps.InviteForm(request.POST, posts=preparing.who_may_come(meeting, now))
    if form.is_valid():
        post, part = form.cleaned_data["post"], form.cleaned_data["part"]
        return doing(request, meetings.invite, meeting, post, part=part, by=scope, now=now, to=_page(pk))
    return show(request, meeting, scope, now, Bound("invite", form=form), status=422)


@require_POST
@meeting_page
def reply(request: HttpRequest, scope, now, pk: int, row: int) -> HttpResponse:
    """Answer an invitation."""
    meeting = visible_meeting(scope, pk)
    invitation = get_object_or_404(meeting.invitations.select_related("meeting__grid"), pk=row)
    form = steps.ReplyForm(request.POST, auto_id=f"reply-{row}-%s")
    if accepts(form, meetings.reply, invitation, by=scope, now=now):
        messages.success(request, _("Your answer is with the office of the meeting."))
        return redirect("meeting", pk)
    return show(request, meeting, scope, now, Bound("reply", row, form), status=422)


@require_POST
@meeting_page
def sign_in(request: HttpRequest, scope, now, pk: int, row: int) -> HttpResponse:
    """Write down that a unit is there, sends a substitute, or is absent."""
    meeting = visible_meeting(scope, pk)
    rows = Invitation.objects.select_related("meeting__grid", "post__grid", "department")
    invitation = get_object_or_404(rows, pk=row, meeting=meeting)
    form = steps.SignInForm(request.POST)
    if accepts(form, meetings.sign_in, invitation, by=scope, now=now):
        return redirect(f"{_page(pk)}#guests")
    if meeting.state == meeting.State.PLANNED:
        return show(request, meeting, scope, now, Bound("sign-in", row, form), status=422)
    for found in form.errors.values():
        messages.warning(request, found[0])
    return redirect("meeting", pk)


@require_POST
@meeting_page
def take_off(request: HttpRequest, scope, now, pk: int, item_pk: int) -> HttpResponse:
    """Put an item back into the pool."""
    item = item_of(visible_meeting(scope, pk), item_pk)
    return doing(request, meetings.take_off_agenda, item, by=scope, now=now, to=_page(pk))


@require_POST
@meeting_page
def start(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Open the meeting, once there is a quorum."""
    return doing(request, meetings.open, visible_meeting(scope, pk), by=scope, now=now, to=_page(pk))


def _page(pk: int) -> str:
    return f"/meetings/{pk}/"
