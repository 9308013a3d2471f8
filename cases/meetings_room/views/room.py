"""The room: one item after the other, decided in one form whose words are kept while they are typed."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import lifecycle, meetings, office
from cases.meetings import units
from cases.meetings_room import choices, room
from cases.meetings_room.door import doing, item_of, meeting_page, visible_meeting
from cases.meetings_room.forms import DEFER, PASS_UP, RESOLVE, DecisionForm, drafted
from cases.meetings_room.line60 import DAYS
from cases.meetings_room.views import preparing
from cases.models import AgendaItem, JointMeeting, Milestone, Minutes
from zhengzhou_grid.lib import paging

# the domain's names of what is missing, and the fields of the form
FIELDS = {"due_at": "due_date", "note": "pass_note"}


@require_safe
@meeting_page
def meeting(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show a meeting to come, or the room: the agenda, one item in large type, the decision form or the decision."""
    held = visible_meeting(scope, pk)
    asked = request.GET.get("item", "")
    if held.state == JointMeeting.State.PLANNED and not asked:
        return preparing.show(request, held, scope, now)
    number = paging.whole(asked)
    item = item_of(held, number) if number else None
    return show(request, held, scope, now, item, is_review=asked == "0")


def show(
    request, held, scope, now, item=None, *, is_review=False, form=None, refusal="", theirs=None, status=200
) -> HttpResponse:
    """Render the room around an item; without one, around the first still to be discussed."""
    items = room.items(held, scope)
    if item is None and not is_review:
        item = room.first_open(items)
    item = next((each for each in items if item and each.pk == item.pk), None)
    entries = room.agenda(items, held, item)
    standings = room.standings(held.grid, scope, now, before=held)
    verdict = meetings.may_manage(held, scope)
    is_live = held.state == JointMeeting.State.IN_SESSION
    is_further = "further" in request.GET
    wanted = AgendaItem.State.DECIDED if is_further else AgendaItem.State.ON_AGENDA
    may_decide = bool(verdict and item and item.state == wanted and is_live)
    if may_decide:
        meetings.take_up(item, by=scope, now=now)
        form = form or DecisionForm(item, choices.of(item, now))
        form.initial["further"] = is_further
    resolutions = list(item.resolutions.all()) if item and item.state == AgendaItem.State.DECIDED else []
    resolution = resolutions[0] if resolutions else None
    guests = room.guests(held)
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
        "decisions": [room.decision(each, now) for each in resolutions],
        "guests": guests,
        "quorum": meetings.quorum(held, guests),
        "may_mend": bool(verdict) and is_live and bool(resolutions),
        "minutes": Minutes.objects.filter(meeting=held).first() if not is_live else None,
        "minutes_per_item": units.rule_of(held.grid).minutes_per_item,
        "theirs": theirs or [],
        "line": room.line(item, now, form, resolution) if item else None,
        "voices": room.voices(item) if item else [],
        "is_projector": "projector" in request.GET,
        "guessed_years": ",".join(map(str, office.years_guessed(range(now.year, now.year + 3)))),
        "day60": item.case.reported_at + timedelta(days=DAYS) if item else None,
        "above": room.above(held),
        "may_pass_up": held.grid is not None and units.is_set_up(units.above(held.grid)),
        "day_format": room.day_format(),
        "may_tick": bool(verdict) or any(each.lead_post_id in scope.post_ids for each in resolutions),
    }
    return render(request, "meetings_room/room.html", page, status=status)


@require_POST
@meeting_page
def finish(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """End a meeting; what was not decided goes back to the pool, and the minutes are drafted."""
    done = _("The meeting is over. Items not decided wait for the next one; the minutes are drafted.")
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
            if field == "milestones":
                form.refuse_milestones(message)
            else:
                form.add_error(FIELDS.get(field, field), message)
        return show(request, held, scope, now, item, form=form, status=422)
    except meetings.Overtaken as other:
        form.go_on_from(other.version)
        theirs = form.words_of(other.theirs)
        return show(request, held, scope, now, item, form=form, refusal=other.reason, theirs=theirs, status=409)
    except lifecycle.NotPossible as error:
        return show(request, visible_meeting(scope, pk), scope, now, item, form=form, refusal=error.reason, status=409)
    except lifecycle.NotPermitted as error:
        return show(request, held, scope, now, item, form=form, refusal=error.reason, status=403)
    messages.success(request, _("Saved: %(title)s") % {"title": item.case.title})
    following = held.items.filter(state=AgendaItem.State.ON_AGENDA, position__gt=item.position).first()
    return redirect(_room(pk, following.pk if following else None))


def _run(form: DecisionForm, item: AgendaItem, by, now) -> None:
    data = form.cleaned_data
    also = {"discussion": data["discussion"], "version": data["version"], "by": by, "now": now}
    if data["outcome"] == RESOLVE:
        decide = meetings.resolve_further if data["further"] else meetings.resolve
        decide(
            item,
            text=data["text"],
            lead_department=data["lead_department"],
            lead_post=data["lead_post"],
            supporting=data["supporting"],
            due_at=form.due_at(),
            acceptance=data["acceptance"],
            milestones=data["milestones"],
            **also,
        )
    elif data["outcome"] == DEFER:
        meetings.defer(item, review_date=data["review_date"], note=data["defer_note"], **also)
    elif data["outcome"] == PASS_UP:
        meetings.pass_up(item, note=data["pass_note"], **also)


@require_POST
@meeting_page
def draft(request: HttpRequest, scope, now, pk: int, item_pk: int) -> HttpResponse:
    """Keep what is being typed, and say when; 409 with the other text where somebody else has typed meanwhile."""
    item = item_of(visible_meeting(scope, pk), item_pk)
    typed = {name: request.POST.getlist(name)[:20] for name in drafted(request.POST)}
    version = paging.whole(request.POST.get("version", "")) or 0
    try:
        kept = meetings.keep_draft(item, typed=typed, version=version, by=scope, now=now)
    except meetings.Overtaken as other:
        return JsonResponse({"who": other.who, "version": other.version, "theirs": other.theirs}, status=409)
    except lifecycle.NotPossible as refused:
        return JsonResponse({"reason": refused.reason}, status=410)
    except lifecycle.NotPermitted as refused:
        return JsonResponse({"reason": refused.reason}, status=403)
    return JsonResponse({"version": kept, "at": f"{timezone.localtime(now):%H:%M:%S}"})


@require_POST
@meeting_page
def take_back(request: HttpRequest, scope, now, pk: int, item_pk: int) -> HttpResponse:
    """Take the decisions on an item back."""
    item = item_of(visible_meeting(scope, pk), item_pk)
    to = _room(pk, item_pk)
    return doing(request, meetings.take_back, item, by=scope, now=now, to=to, done=_("Taken back; decide it again."))


@require_POST
@meeting_page
def resume(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Go back into a meeting whose minutes are not signed."""
    return doing(request, meetings.resume, visible_meeting(scope, pk), by=scope, now=now, to=_room(pk))


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
