"""Public objects of a street: entered here, and their labels printed on sheets to cut apart."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.desk.door import staff_page
from cases.desk.object_form import NewObject
from cases.papers import labels
from cases.papers.fonts import NoChineseFont
from cases.papers.pdf import CannotSet
from grids import permissions, public_objects
from grids.models import PublicObject
from zhengzhou_grid.lib import printed
from zhengzhou_grid.lib.downloads import download

MOST = 240  # on one page and in one file: twenty sheets


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def objects(request: HttpRequest, scope, now) -> HttpResponse:
    """List the public objects of one's street or district; enter one more."""
    own = _own(scope)
    if request.method != "POST":
        return _show(request, scope, now, own, NewObject(scope, initial=_habit(request)))
    form = NewObject(scope, request.POST)
    if not form.is_valid():
        return _show(request, scope, now, own, form, status=422)
    made = form.run()
    messages.success(request, gettext("Entered: %(object)s.") % {"object": made})
    same = urlencode({"kind": made.kind, "in": made.grid.code, "address": made.address})
    return redirect(f"{reverse('desk-objects')}?{same}")


@require_POST
@staff_page
def use(request: HttpRequest, scope, now, code: str) -> HttpResponse:
    """Take an object out of use or back into it."""
    found = _own(scope).filter(code=code).first()
    if found is None:
        raise Http404(code)
    public_objects.use(found, is_active=request.POST.get("active") == "1")
    return redirect(f"{reverse('desk-objects')}?{urlencode({'q': request.POST.get('q', '')[:40]})}")


@require_safe
@staff_page
def as_labels(request: HttpRequest, scope, now) -> HttpResponse:
    """Send the labels of the ticked ?object=, or without ticks of all that are shown, as PDF in Chinese."""
    found, ticked = _sought(_own(scope).in_use(), request), request.GET.getlist("object")
    found = list((found.filter(code__in=ticked[:MOST]) if ticked else found)[:MOST])
    if not found:
        messages.info(request, gettext("There is no label to print yet."))
        return redirect("desk-objects")
    with translation.override("zh-hans"):
        made = tuple(_label(thing, request) for thing in found)
    try:
        content = labels.as_pdf(made, now)
    except (NoChineseFont, CannotSet) as missing:
        messages.error(request, str(missing))
        return redirect("desk-objects")
    return download(content, f"部件标签-{len(made)}", "pdf")


def _label(thing: PublicObject, request: HttpRequest) -> labels.Label:
    return labels.Label(
        kind=thing.get_kind_display(),
        place=thing.place,
        unit=f"{thing.grid.parent.parent.name} · {thing.grid.name}",
        code=thing.code,
        address=printed.address(request, f"{reverse('report')}?object={thing.code}"),
    )


def _own(scope):
    """Return the objects somebody keeps; whoever keeps none has no business here."""
    places = permissions.keeps_objects(scope)
    if not places:
        raise PermissionDenied
    return PublicObject.objects.under(places).with_places()


def _sought(rows, request: HttpRequest):
    """Return the objects at an address, or with a code, that ?q= names a piece of."""
    words = request.GET.get("q", "").strip()[:40]
    by_words = rows.filter(address__icontains=words) | rows.filter(code=words.upper())
    return by_words if words else rows


def _habit(request: HttpRequest) -> dict:
    """Return what stays filled in for the next one: mostly several stand along the same street."""
    names = {"kind": "kind", "grid": "in", "address": "address"}
    return {field: request.GET[name][:100] for field, name in names.items() if request.GET.get(name)}


def _show(request, scope, now, own, form, status=200) -> HttpResponse:
    rows = list(_sought(own, request)[: MOST + 1])
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "form": form,
        "grids": [grid for grid in form.fields["grid"].suggestions() if grid.is_unit],
        "objects": rows[:MOST],
        "has_more": len(rows) > MOST,
        "most": MOST,
        "sought": request.GET.get("q", "").strip()[:40],
        "is_open": form.is_bound or "in" in request.GET or not rows,
    }
    return render(request, "desk/objects.html", context, status=status)
