"""Following a case: number and query code once, then the seven steps, urging, rating."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases import lifecycle, permissions
from cases.intake import asking, decided, followed, progress
from cases.intake.forms import RatingForm, TrackForm
from cases.models import Case
from grids import answering, drawing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, number: str = "") -> HttpResponse:
    """Ask for number and code. A wrong number and a wrong code get the same answer in the same time."""
    form = TrackForm(request.POST or None, initial={"number": number or request.GET.get("number", "")})
    if request.method != "POST" or not form.is_valid():
        return asking.page(request, form, status=422 if form.is_bound else 200)
    number = form.cleaned_data["number"]
    if followed.may_follow(request, number):
        return redirect("track-case", number=number)
    answer = asking.try_code(request, form)
    if answer is None or answer.case is None:
        return asking.refused(request, form, answer)
    response = redirect("track-case", number=number)
    followed.remember(request, response, number)
    return response


@never_cache
@require_http_methods(["GET", "HEAD"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show where a case stands; ask for the code where this browser may not follow it yet."""
    if not followed.may_follow(request, number):
        return track(request, number)
    return _page(request, number, RatingForm())


@require_POST
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """Urge the responsible unit, once a day."""
    case = _followed(request, number)
    if case is None:
        return redirect("track-case", number=number)
    try:
        lifecycle.urge(case, by=permissions.REPORTER, now=timezone.now())
    except (lifecycle.NotPossible, lifecycle.NotPermitted) as refused:
        messages.info(request, refused.reason)
    else:
        messages.success(request, _("Passed on. The unit has been told that you are waiting."))
    return redirect("track-case", number=number)


@require_POST
def supply(request: HttpRequest, number: str) -> HttpResponse:
    """Take the answer to what the office asked; an empty one is asked for again, nothing else changes."""
    case = _followed(request, number)
    if case is None:
        return redirect("track-case", number=number)
    note = request.POST.get("note", "")
    try:
        lifecycle.supply_details(case, note=note, by=permissions.REPORTER, now=timezone.now())
    except lifecycle.Incomplete as missing:
        return _page(request, number, RatingForm(), status=422, answer={"typed": note, "error": missing.errors["note"]})
    except lifecycle.NotPossible as refused:
        messages.info(request, refused.reason)
    else:
        messages.success(request, _("Thank you. The street desk goes on with it."))
    return redirect("track-case", number=number)


@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Take the verdict. "No" opens the case again."""
    case = _followed(request, number)
    if case is None:
        return redirect("track-case", number=number)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form, status=422)
    try:
        judged = lifecycle.evaluate(case, by=permissions.REPORTER, now=timezone.now(), **form.cleaned_data)
    except lifecycle.NotPossible as refused:
        messages.info(request, refused.reason)
    else:
        messages.success(
            request,
            _("It is being done again, and the street office watches.")
            if judged.is_open
            else _("Thank you. Your verdict is on record."),
        )
    return redirect("track-case", number=number)


def _followed(request: HttpRequest, number: str) -> Case | None:
    return get_object_or_404(Case, number=number) if followed.may_follow(request, number) else None


def _page(request: HttpRequest, number: str, rating_form: RatingForm, status: int = 200, answer=None) -> HttpResponse:
    now = timezone.now()
    case = get_object_or_404(Case.objects.for_page(), number=number)
    place = case.place
    context = {
        "case": case,
        "progress": progress.of(case, now),
        "decided": decided.about(case) if case.resolution_due_at else [],
        "rating_form": rating_form,
        "answer": answer or {},
        "answering": answering.at(place, now) if place else None,
        "badge": drawing.badge(place) if place else [],
    }
    return render(request, "intake/case.html", context, status=status)
