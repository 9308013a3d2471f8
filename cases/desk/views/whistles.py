"""The whistle on the desk: whom we must join, whom we called, and reporting in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import lifecycle, notice_permissions
from cases.desk import looks, oversight, oversight_forms
from cases.desk.door import staff_page
from cases.models import Whistle
from zhengzhou_grid.lib import paging


@require_safe
@staff_page
def listing(request: HttpRequest, scope, now) -> HttpResponse:
    """List the calls to my posts, or the whistles of my office with the response times of each department."""
    offered = oversight.tabs(oversight.WHISTLE_TABS, scope)
    tab = oversight.chosen(offered, request.GET.get("show", ""), scope)
    rows, more = oversight.page(tab, oversight.calls(tab, scope), request.GET.get("after", ""))
    context = {
        "scope": scope,
        "now": now,
        "section": "supervision",
        "reads_looks": looks.may_read(scope),
        "tabs": offered,
        "tab": tab,
        "rows": [] if tab.is_for_offices else rows,
        "whistles": rows if tab.is_for_offices else [],
        "more": more,
        "responses": oversight.responses(scope, now) if tab.is_for_offices else [],
    }
    return render(request, "desk/whistles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def whistle(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show one whistle with its calls; POST reports in for one of them."""
    found = _visible(number, scope)
    if request.method != "POST":
        return render(request, "desk/whistle.html", oversight.whistle(found, scope, now))
    key = paging.whole(request.POST.get("call", ""))
    call = next((call for call in found.calls.all() if call.pk == key), None)
    if call is None:
        raise Http404(number)
    form = oversight_forms.ReportIn(request.POST)
    if not form.is_valid():
        context = oversight.whistle(found, scope, now, {call.pk: form})
        return render(request, "desk/whistle.html", context, status=422)
    call.whistle = found
    try:
        form.run(call, scope, now)
    except (lifecycle.NotPossible, lifecycle.NotPermitted) as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(request, oversight_forms.DONE["report_in"])
    return redirect("desk-whistle", number)


def _visible(number: str, scope) -> Whistle:
    """Return a whistle by its number 2026-3; 404 for one that somebody may not read."""
    year, _dash, sequence = number.partition("-")
    if not (len(year) == 4 and year.isdecimal() and sequence.isdecimal() and len(number) < 14):
        raise Http404(number)
    rows = Whistle.objects.select_related("case", "office", "by", "by_post__grid", "by_post__department")
    rows = rows.prefetch_related("calls__post__grid", "calls__post__department", "calls__reported_by")
    found = rows.filter(year=int(year), sequence=int(sequence)).first()
    if found is None or not notice_permissions.may_see_whistle(found, scope):
        raise Http404(number)
    return found
