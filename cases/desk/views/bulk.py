"""Bulk work: the first POST shows what would happen, the second does it and tells of each case; or a file goes out."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from cases import exports
from cases.deadlines import CITY_TZ
from cases.desk import bulk as deeds, export, selection
from cases.desk.bulk_form import BulkForm
from cases.desk.door import staff_page

FILES = ("csv", "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bulk(request: HttpRequest, scope, now) -> HttpResponse:
    """Take the ticked cases of a list; without any, lead back to it."""
    data = request.POST
    action = data.get("action", "")
    back = f"{reverse('desk')}?{selection.address(data)}"
    if request.method != "POST" or action not in (*deeds.VERBS, *FILES):
        return redirect("desk")
    try:
        chosen = selection.read(data)
    except selection.TooMany:
        messages.error(request, gettext("At most %(count)s cases at a time.") % {"count": selection.MOST})
        return redirect(back)
    if chosen.is_empty:
        messages.error(request, gettext("Tick the cases first."))
        return redirect(back)
    if action in FILES:
        return send(action, chosen, scope, now)
    if "do" in data:
        return do(request, action, chosen, scope, now, back)
    return show(request, action, chosen, scope, now, back)


def show(request, action, chosen, scope, now, back, form=None, status=200) -> HttpResponse:
    """Show for each chosen case whether the deed is possible, and the fields for all of them."""
    items = deeds.look(action, chosen, scope, now)
    possible = [item for item in items if not item.reason]
    start = {name: request.POST.get(name, "") for name in ("post", "note")}
    form = form or BulkForm(action, [item.case for item in possible], scope, now, start=start)
    context = {
        **_frame(scope, now, action, chosen, back),
        "form": form,
        "possible": possible,
        "refused": [item for item in items if item.reason],
        "is_cut": chosen.whole_list and len(items) == selection.MOST,
        "most": selection.MOST,
    }
    return render(request, "desk/bulk.html", context, status=status)


def do(request, action, chosen, scope, now, back) -> HttpResponse:
    """Do the deed on each case that was ticked, and show how it went; faulty fields lead to the form again."""
    cases = list(chosen.cases(scope, now).for_rows()[: selection.MOST])
    form = BulkForm(action, cases, scope, now, request.POST)
    if not form.is_valid():
        return show(request, action, chosen, scope, now, back, form, status=422)
    items = deeds.run(action, chosen.picks, scope, now, **form.cleaned_data)
    refused = [item for item in items if item.reason]
    context = {
        **_frame(scope, now, action, chosen, back),
        "done": [item for item in items if not item.reason],
        "refused": refused,
        "said": deeds.DONE[action],
        "post": request.POST.get("post", ""),
        "note": request.POST.get("note", ""),
    }
    return render(request, "desk/bulk_done.html", context)


def send(kind, chosen, scope, now) -> HttpResponse:
    """Write the export down, then send the file."""
    keys = export.keys(chosen.cases(scope, now))
    exports.record(kind, query=chosen.query, rows=len(keys), by=scope, now=now)
    rows = export.table(keys)
    name = f"{gettext('cases')}-{now.astimezone(CITY_TZ):%Y%m%d-%H%M}.{kind}"
    if kind == "xlsx":
        return FileResponse(export.as_xlsx(rows), as_attachment=True, filename=name)
    answer = StreamingHttpResponse(export.as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _frame(scope, now, action, chosen, back) -> dict:
    return {
        "scope": scope,
        "now": now,
        "section": "desk",
        "action": action,
        "label": deeds.label(action),
        "effect": deeds.effect(action),
        "address": chosen.address,
        "back": back,
    }
