"""Log a matter on somebody's behalf."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from cases import lifecycle
from cases.desk.door import staff_page
from cases.desk.new_form import NewCase, offer_anew
from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new(request: HttpRequest, scope, now) -> HttpResponse:
    """Show and take the form."""
    if request.method != "POST":
        start = {"form_key": uuid.uuid4(), **NewCase.habit(scope)}
        return show(request, scope, now, NewCase(scope, initial=start))
    form = NewCase(scope, request.POST, request.FILES)
    if not form.is_valid():
        return show(request, scope, now, form, status=422)
    try:
        receipt = form.run(by=scope, now=now)
    except lifecycle.Incomplete as error:
        for field, message in error.errors.items():
            form.add_error(field if field in form.fields else None, message)
        return show(request, scope, now, form, status=422)
    except lifecycle.AlreadyLogged as error:
        form.add_error("outside_number", error.reason)
        twin = Case.objects.visible_to(scope).filter(pk=error.case.pk).first()
        return show(request, scope, now, form, status=409, twin=twin)
    except lifecycle.NotPossible as error:
        offer_anew(form, error)
        return show(request, scope, now, form, status=409)
    except lifecycle.NotPermitted as error:
        form.add_error(None, error.reason)
        return show(request, scope, now, form, status=409)
    said = gettext("Logged as %(number)s. Query code for the reporter: %(code)s")
    messages.success(request, said % {"number": receipt.case.number, "code": receipt.code})
    if receipt.left_out:
        messages.info(request, receipt.left_out)
    if Case.objects.visible_to(scope).filter(pk=receipt.case.pk).exists():
        return redirect("desk-case", number=receipt.case.number)
    return redirect("desk")


def show(request, scope, now, form, status=200, twin=None) -> HttpResponse:
    """Show the form; `twin` is the case that has the outside number already, where the person may see it."""
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "form": form,
        "twin": twin,
        "grids": form.fields["grid"].suggestions(),
    }
    return render(request, "desk/new.html", context, status=status)
