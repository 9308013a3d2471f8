"""Supervision notices on the desk: mine to answer and issued by us, one notice with its deeds, the official form."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from cases import lifecycle, notice_permissions
from cases.desk import looks, notice_file, notice_paper, oversight, oversight_forms
from cases.desk.door import staff_page
from cases.models import SupervisionNotice
from cases.papers.fonts import NoChineseFont
from zhengzhou_grid.lib import printed
from zhengzhou_grid.lib.downloads import download

FORMS = {
    "answer": oversight_forms.Answer,
    "strike_off": oversight_forms.StrikeOff,
    "count": oversight_forms.Count,
}


@require_safe
@staff_page
def listing(request: HttpRequest, scope, now) -> HttpResponse:
    """List notices: those to answer, all to my posts, or those issued by my office."""
    offered = oversight.tabs(oversight.NOTICE_TABS, scope)
    tab = oversight.chosen(offered, request.GET.get("show", ""), scope)
    rows, more = oversight.page(tab, oversight.notices(tab, scope), request.GET.get("after", ""))
    lines = [{"notice": notice, "lamp": notice.lamp(now), "unit": oversight.unit(notice)} for notice in rows]
    context = {"scope": scope, "now": now, "section": "supervision", "tabs": offered, "tab": tab, "lines": lines}
    return render(request, "desk/supervision.html", {**context, "more": more, "reads_looks": looks.may_read(scope)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def notice(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show one notice; POST answers it, strikes it off, or says whether it counts."""
    found = _visible(number, scope)
    if request.method != "POST":
        return render(request, "desk/supervision_notice.html", oversight.show(found, scope, now))
    deed = request.POST.get("do", "")
    if deed not in FORMS:
        raise Http404(deed)
    form = FORMS[deed](request.POST)
    if form.is_valid():
        try:
            form.run(found, scope, now)
        except lifecycle.Incomplete as error:
            for field, message in error.errors.items():
                form.add_error(field, message)
        except (lifecycle.NotPossible, lifecycle.NotPermitted) as refusal:
            messages.warning(request, refusal.reason)
            return redirect("desk-supervision-notice", number)
        else:
            messages.success(request, oversight_forms.DONE[deed])
            return redirect("desk-supervision-notice", number)
    context = oversight.show(found, scope, now, {deed: form})
    return render(request, "desk/supervision_notice.html", context, status=422)


@require_safe
@staff_page
def paper(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show the official form to print, in Chinese."""
    found = _visible(number, scope)
    address = printed.address(request, reverse("desk-supervision-notice", args=[number]))
    with translation.override("zh-hans"):
        return render(request, "desk/supervision_paper.html", notice_paper.of(found, address, now))


@require_safe
@staff_page
def file(request: HttpRequest, scope, now, number: str, kind: str) -> HttpResponse:
    """Send the official form as a file, in Chinese, to whoever may read the notice."""
    found = _visible(number, scope)
    if kind not in notice_file.WRITERS:
        raise Http404(kind)
    address = printed.address(request, reverse("desk-supervision-notice", args=[number]))
    try:
        with translation.override("zh-hans"):
            content = notice_file.WRITERS[kind](notice_file.of(found, address, now))
    except NoChineseFont as missing:
        messages.error(request, str(missing))
        return redirect("desk-supervision-notice", number)
    return download(content, found.number, kind)


def _visible(number: str, scope) -> SupervisionNotice:
    """Return a notice by its number 2026-12; 404 for one that somebody may not read."""
    year, _dash, sequence = number.partition("-")
    if not (len(year) == 4 and year.isdecimal() and sequence.isdecimal() and len(number) < 14):
        raise Http404(number)
    rows = SupervisionNotice.objects.with_people().select_related("escalation__clock")
    found = rows.filter(year=int(year), sequence=int(sequence)).first()
    if found is None or not notice_permissions.may_see(found, scope):
        raise Http404(number)
    return found
