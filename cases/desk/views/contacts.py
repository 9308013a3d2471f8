"""The reporter's full name and number: asked for with a reason, shown once on the answer to that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases import lifecycle, permissions
from cases.desk import case_page
from cases.desk.door import staff_page, visible_case
from cases.desk.forms import CALLING, FORMS
from cases.desk.views.actions import show

LONGEST_REASON = 200


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def reveal(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show the case with who reported it, once, beside the form of a call that was open; a reload masks it again."""
    case = visible_case(number, scope, now, is_drawn=False)
    if request.method != "POST":
        return redirect("desk-case", number=case.number)
    reason = request.POST.get("reason", "")[:LONGEST_REASON]
    try:
        shown, status = {"revealed": lifecycle.reveal(case, reason=reason, by=scope, now=now)}, 200
    except lifecycle.Incomplete as error:
        shown, status = {"reveal_error": error.errors["reason"]}, 422
    except lifecycle.NotPossible as error:
        shown, status = {"reveal_error": error.reason}, 409
    except lifecycle.NotPermitted as error:
        shown, status = {"reveal_error": error.reason}, 403
    fresh = visible_case(number, scope, now)
    if (doing := request.POST.get("doing")) in CALLING and permissions.may(doing, fresh, scope):
        return show(request, fresh, scope, now, doing, form=FORMS[doing](fresh, scope, now), status=status, **shown)
    return render(request, "desk/case.html", {**case_page.show(fresh, scope, now), **shown}, status=status)
