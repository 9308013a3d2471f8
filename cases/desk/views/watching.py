"""Following a case, and saying that one has it open."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from cases import following
from cases.desk import presence
from cases.desk.door import staff_page, visible_case


@require_POST
@staff_page
def follow(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Begin or end following a case: `on` is 1 or 0."""
    case = visible_case(number, scope, now, is_drawn=False)
    if request.POST.get("on") == "1":
        following.follow(case, scope)
        messages.success(request, gettext("You follow this case: what happens to it comes to your notices."))
    else:
        following.unfollow(case, scope)
        messages.success(request, gettext("You no longer follow this case."))
    return redirect("desk-case", number=case.number)


@require_POST
@staff_page
def still_open(request: HttpRequest, scope, now, number: str) -> HttpResponse:
    """Take a sign of life of an open page; answer with who else is there, as a fragment."""
    case = visible_case(number, scope, now, is_drawn=False)
    context = {"case": case, "open_by": presence.others(case, scope.user, now)}
    return render(request, "desk/_open_by.html", context)
