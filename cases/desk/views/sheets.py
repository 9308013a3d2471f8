"""Many matters from one spreadsheet: bring it, look at what each row says, mend, log; then what became of each row."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from cases import sheets
from cases.desk import sheet_files, sheet_page
from cases.desk.door import staff_page
from cases.desk.fields import GridField
from cases.desk.sheet_form import BringSheet
from cases.models import BY_STAFF, MatterSheet
from grids import catalogue

REFRESH = "2"  # seconds between two looks while the worker is at it
MOST_EARLIER = 8


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bring(request: HttpRequest, scope, now) -> HttpResponse:
    """Show the form; take a table and lead to its rows. The same table again leads to the same page."""
    form = BringSheet(request.POST, request.FILES) if request.method == "POST" else BringSheet()
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        sheet = sheets.bring(data["table"], name=data["name"], source=data["source"], by=scope, now=now)
        if sheet.at != now:
            messages.info(request, gettext("You brought this table before. Here it is."))
        return redirect("desk-sheet", sheet.pk)
    context = {
        **_frame(scope, now),
        "form": form,
        "earlier": MatterSheet.objects.filter(by=scope.user)[:MOST_EARLIER],
        "columns": sheets.COLUMNS,
        "most": sheets.MOST_ROWS,
    }
    return render(request, "desk/sheet_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def sheet(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Show a sheet; keep what was typed into its rows, and with do=log ask for those that are right."""
    found = _own(pk, scope)
    if request.method != "POST":
        context = {**_frame(scope, now), **sheet_page.show(found, request.GET, scope, now)}
        if context["is_open"]:
            context |= _suggestions(scope)
        answer = render(request, "desk/sheet.html", context)
        if context["asked"] and not context["is_open"]:  # never under somebody who types
            answer["Refresh"] = REFRESH
        return answer
    changes, left_out = sheet_page.corrections(request.POST)
    sheets.correct(found, changes, left_out=left_out)
    if request.POST.get("do") != "log":
        query = {name: request.POST[name] for name in ("show", "page") if request.POST.get(name)}
        return redirect(f"{reverse('desk-sheet', args=[pk])}{'?' + urlencode(query) if query else ''}")
    if not sheets.ask(found, by=scope, now=now):
        messages.info(request, gettext("No row is right yet."))
    return redirect(f"{reverse('desk-sheet', args=[pk])}?show=done")


@require_safe
@staff_page
def template(request: HttpRequest, scope, now) -> HttpResponse:
    """Send the empty sheet."""
    return _file(sheet_files.template(scope), gettext("matters"))


@require_safe
@staff_page
def left(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Send the rows that are left."""
    return _file(sheet_files.left(_own(pk, scope), scope, now), gettext("matters to mend"))


def _own(pk: int, scope) -> MatterSheet:
    """Return a sheet of this person; other people's are not there."""
    found = MatterSheet.objects.filter(pk=pk, by=scope.user).first()
    if found is None:
        raise Http404(pk)
    return found


def _suggestions(scope) -> dict:
    """Return what the fields of rows offer."""
    return {
        "grids": GridField(scope).suggestions(),
        "kinds": catalogue.leaves(),
        "sources": [source.label for source in BY_STAFF],
    }


def _frame(scope, now) -> dict:
    return {"scope": scope, "now": now, "section": "desk"}


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=sheet_files.XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return answer
