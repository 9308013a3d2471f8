"""What was decided: the register with its filters and export, mine as a lead unit, one with its striking off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import exports, meetings
from cases.meetings import following
from cases.meetings_room import bulletin, register as lists, room, steps
from cases.meetings_room.door import accepts, doing, meeting_page
from cases.models import Resolution
from zhengzhou_grid.lib import paging


@require_safe
@meeting_page
def register(request: HttpRequest, scope, now) -> HttpResponse:
    """List the decisions somebody may see, by unit, lead, state, words and month."""
    return _list(request, scope, now, lists.seen(scope), is_mine=False)


@require_safe
@meeting_page
def mine(request: HttpRequest, scope, now) -> HttpResponse:
    """List the decisions my posts or my department lead."""
    return _list(request, scope, now, lists.mine(scope), is_mine=True)


def _list(request, scope, now, found, *, is_mine: bool) -> HttpResponse:
    form = lists.FilterForm(request.GET, found=found)
    chosen = lists.narrow(found, form, now)
    number = paging.whole(request.GET.get("page", "")) or 1
    rows = list(chosen[(number - 1) * lists.SHOWN : number * lists.SHOWN + 1])
    page = {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "form": form,
        "rows": [lists.row(each, scope, now) for each in rows[: lists.SHOWN]],
        "has_more": len(rows) > lists.SHOWN,
        "number": number,
        "tally": lists.tally(found, now),
        "by_unit": lists.by_unit(chosen, now) if not is_mine else [],
        "is_mine": is_mine,
        "bulletin": None if is_mine else bulletin.BulletinForm(scope=scope, now=now),
        "day_format": room.day_format(),
    }
    return render(request, "meetings_room/resolutions.html", page)


@require_safe
@meeting_page
def export(request: HttpRequest, scope, now) -> HttpResponse:
    """Send the filtered register as CSV; who took it is written down first."""
    found = lists.mine(scope) if request.GET.get("mine") else lists.seen(scope)
    chosen = lists.narrow(found, lists.FilterForm(request.GET, found=found), now)
    keys = list(chosen.values_list("pk", flat=True)[: lists.MOST_ROWS])
    query = f"resolutions {request.GET.urlencode()}".strip()
    exports.record("csv", query=query, rows=len(keys), by=scope, now=now)
    answer = StreamingHttpResponse(lists.as_csv(keys, now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="resolutions-{now:%Y%m%d}.csv"'
    return answer


@require_safe
@meeting_page
def resolution(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show one decision with its steps and how far its striking off is."""
    return _show(request, _found(scope, pk), scope, now)


@require_POST
@meeting_page
def apply(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Say as the lead that it is done."""
    found, form = _found(scope, pk), steps.ApplyForm(request.POST)
    if accepts(form, meetings.apply_for_striking_off, found, by=scope, now=now):
        messages.success(request, _("Said to be done. The office and the grid leader look at it now."))
        return redirect("resolution", pk)
    return _show(request, found, scope, now, form, status=422)


@require_POST
@meeting_page
def agree(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Agree that it is done, as the office or the grid leader."""
    found = _found(scope, pk)
    return doing(request, meetings.agree, found, by=scope, now=now, to=found_at(pk), done=_("Agreed."))


@require_POST
@meeting_page
def tick(request: HttpRequest, scope, now, pk: int, milestone_pk: int) -> HttpResponse:
    """Tick a step as done."""
    step = get_object_or_404(_found(scope, pk).milestones.select_related("resolution__item__grid"), pk=milestone_pk)
    done = _("Done: %(step)s") % {"step": step.text}
    return doing(request, meetings.finish_milestone, step, by=scope, now=now, to=found_at(pk), done=done)


def found_at(pk: int) -> str:
    return f"/meetings/resolutions/{pk}/"


def _found(scope, pk: int) -> Resolution:
    found = (lists.seen(scope) | lists.mine(scope)).filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def _show(request, found: Resolution, scope, now, form=None, status=200) -> HttpResponse:
    page = {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "row": lists.row(found, scope, now),
        "resolution": found,
        "supporting": room.supporting(found),
        "agreeing": following.side_to_agree(found, scope),
        "form": form or steps.ApplyForm(),
        "day_format": room.day_format(),
    }
    return render(request, "meetings_room/resolution.html", page, status=status)
