"""Saved filters: keep the list in the address, rename it, delete it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from cases import lifecycle, saved_filters
from cases.desk import saved
from cases.desk.door import staff_page


@require_POST
@staff_page
def save(request: HttpRequest, scope, now) -> HttpResponse:
    """Keep the list whose query string comes with the form, and go back to it."""
    query = saved.clean(QueryDict(request.POST.get("query", "")))
    try:
        saved_filters.save(request.user, name=request.POST.get("name", ""), query=query)
    except lifecycle.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, gettext("Saved under “My filters”."))
    return _to(query)


@require_POST
@staff_page
def change(request: HttpRequest, scope, now, pk: int) -> HttpResponse:
    """Rename a saved filter, or delete it by the button of that name; 404 for those of others."""
    kept = saved_filters.of(request.user).filter(pk=pk).first()
    if kept is None:
        raise Http404(pk)
    if "delete" in request.POST:
        saved_filters.delete(kept)
        messages.success(request, gettext("The filter is deleted."))
    else:
        try:
            saved_filters.rename(kept, name=request.POST.get("name", ""))
        except lifecycle.NotPossible as refused:
            messages.error(request, refused.reason)
    return _to(kept.query)


def _to(query: str) -> HttpResponse:
    return redirect(f"{reverse('desk')}?{query}" if query else "desk")
