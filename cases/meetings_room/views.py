"""/meetings/: list, pool and room of the joint meetings."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import lifecycle, meetings, office
from cases.meetings_room import choices, listing, room
from cases.meetings_room.door import doing, item_of, meeting_page, visible_meeting
from cases.meetings_room.forms import DEFER, PASS_UP, RESOLVE, AgendaForm, CallForm, DecisionForm
from cases.meetings_room.line60 import DAYS
from cases.models import AgendaItem, JointMeeting, Milestone
from grids.models import Grid
from zhengzhou_grid.lib import paging

# the domain's names of what is missing, and the fields of the form
FIELDS = {"due_at": "due_date", "note": "pass_note", "milestones": None}


@require_safe
@meeting_page
def index(request: HttpRequest, scope, now) -> HttpResponse:
    """Show the meetings to come and past, and the pools of the units whose meetings I run."""
    return _index(request, scope, now)


def _index(request, scope, now, bound=None, status=200) -> HttpResponse:
    coming = listing.coming(scope)
    page = {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "coming": coming,
        "past": listing.past(scope),
        "units": listing.units(scope, coming, bound),
        "day_format": room.day_format(),
    }
    return render(request, "meetings_room/index.html", page, status=status)


@require_POST
@meeting_page
def call(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Call a meeting of a unit. 403 for who does not run its meetings."""
    grid = get_object_or_404(Grid, code=code)
    if not scope.covers(grid):
        raise Http404(code)
    form = CallForm(request.POST, auto_id=f"call-{grid.code}-%s")
    if form.is_valid():
        try:
            meeting = meetings.call(grid, **form.cleaned_data, by=scope, now=now)
        except lifecycle.Incomplete as error:
            for field, message in error.errors.items():
                form.add_error(field, message)
        except lifecycle.NotPermitted as error:
            raise PermissionDenied(error.reason) from error
        else:
            messages.success(request, _("The meeting is called. Now put the waiting items on its agenda."))
            return redirect("meeting", meeting.pk)
    return _index(request, scope, now, {grid.pk: form}, status=422)


@require_POST
@meeting_page
def add(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Put waiting items of a unit on the agenda of one of its meetings."""
    grid = get_object_or_404(Grid, code=code)
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


@require_safe
@meeting_page
def meeting(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show the room: the agenda, one item in large type, the decision form or the decision."""
    held = visible_meeting(scope, pk)
    asked = request.GET.get("item", "")
    number = paging.whole(asked)
    item = item_of(held, number) if number else None
    return show(request, held, scope, now, item, is_review=asked == "0")


def show(request, held, scope, now, item=None, *, is_review=False, form=None, refusal="", status=200) -> HttpResponse:
    """Render the room around an item; without one, around the first still to be discussed."""
    items = room.items(held, scope)
    if item is None and not is_review:
        item = room.first_open(items)
    item = next((each for each in items if item and each.pk == item.pk), None)
    entries = room.agenda(items, held, item)
    standings = room.standings(held.grid, scope, now, before=held)
    verdict = meetings.may_manage(held, scope)
    may_decide = bool(
        verdict and item and item.state == AgendaItem.State.ON_AGENDA and held.state == JointMeeting.State.IN_SESSION
    )
    if may_decide and form is None:
        form = DecisionForm(item, choices.of(item, now))
    resolution = item.resolution if item and item.state == AgendaItem.State.DECIDED else None
    number = next((entry.number for entry in entries if item and entry.item.pk == item.pk), 0)
    page = {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "meeting": held,
        "entries": entries,
        "moved": room.moved_on(held, items, scope),
        "item": item,
        "number": number,
        "open_count": sum(entry.item.state == AgendaItem.State.ON_AGENDA for entry in entries),
        "following": next(
            (entry for entry in entries if entry.number > number and entry.item.state == AgendaItem.State.ON_AGENDA),
            None,
        ),
        "standings": standings,
        "on_time_count": sum(each.is_on_time for each in standings),
        "is_review": item is None,
        "verdict": verdict,
        "may_decide": may_decide,
        "form": form if may_decide or form else None,
        "refusal": refusal,
        "resolution": resolution,
        "standing": room.standing(resolution, now) if resolution else None,
        "supporting": room.supporting(resolution) if resolution else [],
        "line": room.line(item, now, form, resolution) if item else None,
        "voices": room.voices(item) if item else [],
        "is_projector": "projector" in request.GET,
        "guessed_years": ",".join(map(str, office.years_guessed(range(now.year, now.year + 3)))),
        "day60": item.case.reported_at + timedelta(days=DAYS) if item else None,
        "above": room.above(held),
        "day_format": room.day_format(),
        "may_tick": bool(verdict) or bool(resolution and resolution.lead_post_id in scope.post_ids),
    }
    return render(request, "meetings_room/room.html", page, status=status)


@require_POST
@meeting_page
def start(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Open a meeting."""
    return doing(request, meetings.open, visible_meeting(scope, pk), by=scope, now=now, to=_room(pk))


@require_POST
@meeting_page
def finish(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """End a meeting; what was not decided goes back to the pool."""
    done = _("The meeting is over. Items not decided wait for the next one.")
    return doing(request, meetings.end, visible_meeting(scope, pk), by=scope, now=now, to=_room(pk), done=done)


@require_POST
@meeting_page
def decide(request: HttpRequest, scope, now, pk: int, item_pk: int) -> HttpResponse:
    """Decide an item, put it off or pass it up, then go on to the next. Typed words stay when something is missing."""
    held = visible_meeting(scope, pk)
    item = item_of(held, item_pk)
    form = DecisionForm(item, choices.of(item, now), request.POST)
    if not form.is_valid():
        return show(request, held, scope, now, item, form=form, status=422)
    try:
        _run(form, item, scope, now)
    except lifecycle.Incomplete as error:
        for field, message in error.errors.items():
            name = FIELDS.get(field, field)
            form.add_error(name, message)
        return show(request, held, scope, now, item, form=form, status=422)
    except lifecycle.NotPossible as error:
        return show(request, visible_meeting(scope, pk), scope, now, item, form=form, refusal=error.reason, status=409)
    except lifecycle.NotPermitted as error:
        return show(request, held, scope, now, item, form=form, refusal=error.reason, status=403)
    messages.success(request, _("Saved: %(title)s") % {"title": item.case.title})
    following = held.items.filter(state=AgendaItem.State.ON_AGENDA, position__gt=item.position).first()
    return redirect(_room(pk, following.pk if following else None))


def _run(form: DecisionForm, item: AgendaItem, by, now) -> None:
    data = form.cleaned_data
    if data["outcome"] == RESOLVE:
        meetings.resolve(
            item,
            text=data["text"],
            lead_department=data["lead_department"],
            lead_post=data["lead_post"],
            supporting=data["supporting"],
            due_at=form.due_at(),
            acceptance=data["acceptance"],
            milestones=data["milestones"],
            by=by,
            now=now,
        )
    elif data["outcome"] == DEFER:
        meetings.defer(item, review_date=data["review_date"], note=data["defer_note"], by=by, now=now)
    elif data["outcome"] == PASS_UP:
        meetings.pass_up(item, note=data["pass_note"], by=by, now=now)


@require_POST
@meeting_page
def tick(request: HttpRequest, scope, now, pk: int, milestone_pk: int) -> HttpResponse:
    """Tick a milestone of a decision of this meeting's unit."""
    held = visible_meeting(scope, pk)
    step = get_object_or_404(
        Milestone.objects.select_related("resolution__item__grid"), pk=milestone_pk, resolution__item__grid=held.grid
    )
    mine = step.resolution.item.meeting_id == held.pk
    to = _room(pk, step.resolution.item_id if mine else 0)
    return doing(
        request,
        meetings.finish_milestone,
        step,
        by=scope,
        now=now,
        to=to,
        done=_("Done: %(step)s") % {"step": step.text},
    )


def _room(pk: int, item: int | None = None) -> str:
    return reverse("meeting", args=[pk], query={"item": item} if item is not None else None)
