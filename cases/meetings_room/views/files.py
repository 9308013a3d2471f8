"""The papers of meetings to take along: notice and minutes, the date for a calendar, the monthly bulletin."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.meetings_room import bulletin as bulletins, files, paper, preparing
from cases.meetings_room.door import meeting_page, visible_meeting
from cases.meetings_room.views.minutes import find
from cases.papers import call as calls, invitation as invitations, minutes as papers
from cases.papers.fonts import NoChineseFont
from zhengzhou_grid.lib.downloads import download

WRITERS = {"pdf": papers.as_pdf, "docx": papers.as_docx}

CALL_WRITERS = {"pdf": calls.as_pdf, "docx": calls.as_docx}


@require_safe
@meeting_page
def call(request: HttpRequest, scope, now, pk: int, kind: str) -> HttpResponse:
    """Send the notice of a meeting as a file, to its office and whoever is asked to come; unsent ones are drafts."""
    shown = preparing.page(visible_meeting(scope, pk), scope, now)
    if kind not in CALL_WRITERS or not (shown["verdict"] or shown["mine"]):
        raise Http404(kind)
    made = files.of_call(shown)
    try:
        content = CALL_WRITERS[kind](made)
    except NoChineseFont as missing:
        messages.error(request, str(missing))
        return redirect("meeting", pk)
    return download(content, f"{made.meeting}{made.number}通知", kind)


@require_safe
@meeting_page
def minutes(request: HttpRequest, scope, now, pk: int, kind: str) -> HttpResponse:
    """Send the kept text of the minutes as a file; unsigned ones are marked as a draft on the paper."""
    if kind not in WRITERS:
        raise Http404(kind)
    found = find(scope, pk)
    try:
        content = WRITERS[kind](files.of_minutes(paper.page(found, scope, now)))
    except NoChineseFont as missing:
        messages.error(request, str(missing))
        return redirect("meeting-minutes", pk)
    return download(content, found.number or found.title, kind)


@require_safe
@meeting_page
def calendar(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Send a meeting as an entry for one's own calendar; of a cancelled one, the word that it is called off."""
    meeting = visible_meeting(scope, pk)
    entry = files.of_meeting(request, meeting, now)
    write = invitations.as_cancellation if meeting.state == meeting.State.CANCELLED else invitations.as_ics
    return download(write(entry), meeting.title, "ics")


@require_safe
@meeting_page
def bulletin(request: HttpRequest, scope, now, kind: str) -> HttpResponse:
    """Send the bulletin of a unit for a month as PDF, for Word or as workbook; 404 for another's unit."""
    form = bulletins.BulletinForm(request.GET, scope=scope, now=now)
    if kind not in bulletins.WRITERS or request.GET.get("unit") not in form.units:
        raise Http404(kind)
    if not form.is_valid():
        messages.warning(request, " ".join(form.errors.get("month", [])))
        return redirect("resolutions")
    month = bulletins.Month.of(form.cleaned_data["month"], now)
    made = bulletins.of(form.units[form.cleaned_data["unit"]].grid, month)
    try:
        content = bulletins.WRITERS[kind](made)
    except NoChineseFont as missing:
        messages.error(request, str(missing))
        return redirect("resolutions")
    return download(content, made.title.replace("\n", ""), kind)
