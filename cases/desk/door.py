"""What every view of the desk does first: know who it is, what they answer for, and what time it is."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cases.desk import case_row
from cases.models import Case
from grids import hats


def account_page(view):
    """Let in who is logged in, whether they hold a post now or have just handed it over, as `staff_page` does."""

    @wraps(view)
    @never_cache
    @login_required
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        now = timezone.now()
        return view(request, hats.worn(request, now), now, *args, **kwargs)

    return inner


def staff_page(view):
    """Let in who is logged in and holds a post, as `view(request, scope, now, …)`; others get a page that helps."""

    @wraps(view)
    @account_page
    def inner(request: HttpRequest, scope, now, *args, **kwargs) -> HttpResponse:
        if scope.is_empty:
            return render(request, "desk/no_post.html", {"scope": scope, "now": now, "section": "desk"})
        return view(request, scope, now, *args, **kwargs)

    return inner


def visible_case(number: str, scope, now, *, is_drawn: bool = True) -> Case:
    """Return a case with what its page names (case_row.fetch); 404 outside the person's scope."""
    case = case_row.fetch(number, scope, now, is_drawn=is_drawn)
    if case is None:
        raise Http404(number)
    return case
