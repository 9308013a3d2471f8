"""Log what one sees on a round, on a phone: solved there and then, or to be handled."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from cases import lifecycle
from cases.desk.door import staff_page
from cases.desk.new_form import offer_anew
from cases.desk.spot_form import Habit, OnTheSpot
from grids import catalogue


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def spot(request: HttpRequest, scope, now) -> HttpResponse:
    """Show the form; take it. do=log leaves the matter to be handled, all else closes it in the same step."""
    habit = Habit(scope)
    if request.method != "POST":
        start = {"form_key": uuid.uuid4(), "grid": habit.grid}
        return _show(request, scope, now, OnTheSpot(scope, initial=start), habit)
    form = OnTheSpot(scope, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, scope, now, form, habit, status=422)
    is_solved = request.POST.get("do") != "log"
    try:
        receipt = form.run(is_solved=is_solved, by=scope, now=now)
    except lifecycle.Incomplete as error:
        for field, message in error.errors.items():
            form.add_error(field if field in form.fields else None, message)
        return _show(request, scope, now, form, habit, status=422)
    except lifecycle.NotPossible as error:
        offer_anew(form, error)
        return _show(request, scope, now, form, habit, status=409)
    except lifecycle.NotPermitted as error:
        form.add_error(None, error.reason)
        return _show(request, scope, now, form, habit, status=409)
    is_left = receipt.case.is_open  # a form sent twice has one case, which may have been closed the first time
    said = gettext("Logged, to be handled: %(number)s.") if is_left else gettext("Logged and closed: %(number)s.")
    words = said % {"number": receipt.case.number}
    if receipt.case.reporter_id:
        words += " " + gettext("Query code for the reporter: %(code)s") % {"code": receipt.code}
    messages.success(request, words, extra_tags="logged")
    if receipt.left_out:
        messages.info(request, receipt.left_out)
    return redirect("desk-spot")


def _show(request, scope, now, form, habit, status=200) -> HttpResponse:
    kinds = habit.kinds()
    chosen = form["category"].value()
    context = {
        "scope": scope,
        "now": now,
        "section": "desk",
        "form": form,
        "kinds": kinds,
        "others": [leaf for leaf in catalogue.leaves() if leaf not in kinds],
        "chosen": int(chosen) if str(chosen).isdecimal() else 0,
        "recent": habit.recent,
        "grids": form.fields["grid"].suggestions(),
    }
    return render(request, "desk/spot.html", context, status=status)
