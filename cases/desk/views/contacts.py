"""The reporter's full name and number: asked for with a reason, shown once on the answer to that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases import lifecycle
from cases.desk import case_page
from cases.desk.door import staff_page, visible_case

LONGEST_REASON = 200


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def reveal(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Show the case with who reported it, once; a reload by GET leads back to the masked page."""
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
    return render(request, "desk/case.html", {**case_page.show(fresh, scope, now), **shown}, status=status)
