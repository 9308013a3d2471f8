"""What every view of the desk does first: know who it is, what they answer for, and what time it is."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cases.models import Case
from cases.queries import TERRITORY
from grids import hats
from grids.models import Grid, Post


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


def visible_case(number: str, scope) -> Case:
    """Return a case with what its page shows; 404 outside the person's scope."""
    case = Case.objects.visible_to(scope).with_people().filter(number=number).first()
    if case is None:
        raise Http404(number)
    _attach_places_and_posts(case)
    return case


def _attach_places_and_posts(case: Case) -> None:
    """Load four grids and two posts in two queries: joined, PostgreSQL would plan thirteen tables for each look."""
    places = Grid.objects.in_bulk([key for key in (getattr(case, f"{name}_id") for name in TERRITORY) if key])
    for name in TERRITORY:
        setattr(case, name, places.get(getattr(case, f"{name}_id")))
    posts = Post.objects.with_places().in_bulk([key for key in (case.owner_id, case.waiting_on_id) if key])
    case.owner, case.waiting_on = posts.get(case.owner_id), posts.get(case.waiting_on_id)
