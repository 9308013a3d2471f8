"""My photo for the residents of my grid: shown with my consent, taken back at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk import portrait_form
from cases.desk.door import account_page
from cases.models import BoardPrint
from grids import portraits


@require_http_methods(["GET", "HEAD", "POST"])
@account_page
def portrait(request: HttpRequest, scope, now) -> HttpResponse:
    """Show my photo as residents see it; take another one."""
    if not (portrait_form.is_offered(scope) or request.user.portrait):
        raise PermissionDenied
    form = portrait_form.ShowPortrait(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and not portrait_form.is_offered(scope):
        raise PermissionDenied
    if form is not None and form.is_valid():
        with transaction.atomic():
            portraits.show(request.user, form.cleaned_data["photo"].thumbnail, now=now)
            BoardPrint.objects.showing(request.user).delete()
        messages.success(request, gettext("Residents see your photo now."))
        return redirect("desk-portrait")
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "form": form or portrait_form.ShowPortrait(),
        "is_offered": portrait_form.is_offered(scope),
    }
    return render(request, "desk/portrait.html", context, status=422 if form else 200)


@require_POST
@account_page
def withdraw(request: HttpRequest, scope, now) -> HttpResponse:
    """Take my consent back, also when I lead no grid any more; files of boards that may show me go as well."""
    with transaction.atomic():
        if portraits.withdraw(request.user):
            BoardPrint.objects.showing(request.user).delete()
            messages.success(request, gettext("Your photo is deleted. Nobody is shown it any more."))
    return redirect("desk-portrait" if portrait_form.is_offered(scope) else "desk-posts")
