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
from cases.intake.choices import Choices
from cases.intake.forms import RatingForm, TrackForm
from cases.intake.tracking_forms import ObjectionForm, RemarkForm, WithdrawalForm
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
    return page(request, number)


@require_POST
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """Urge the responsible unit, once a day."""
    case = followed_case(request, number)
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
    case = followed_case(request, number)
    if case is None:
        return redirect("track-case", number=number)
    note = request.POST.get("note", "")
    try:
        lifecycle.supply_details(case, note=note, by=permissions.REPORTER, now=timezone.now())
    except lifecycle.Incomplete as missing:
        return page(request, number, status=422, answer={"typed": note, "error": missing.errors["note"]})
    except lifecycle.NotPossible as refused:
        messages.info(request, refused.reason)
        return page(request, number, status=409, kept=note)
    messages.success(request, _("Thank you. The street desk goes on with it."))
    return redirect("track-case", number=number)


@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Take the verdict. "No" opens the case again."""
    case = followed_case(request, number)
    if case is None:
        return redirect("track-case", number=number)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return page(request, number, status=422, rating=form)
    try:
        judged = lifecycle.evaluate(case, by=permissions.REPORTER, now=timezone.now(), **form.cleaned_data)
    except lifecycle.NotPossible as refused:
        messages.info(request, refused.reason)
        return page(request, number, status=409, kept=form.cleaned_data["text"])
    messages.success(
        request,
        _("It is being done again, and the street office watches.")
        if judged.is_open
        else _("Thank you. Your verdict is on record."),
    )
    return redirect("track-case", number=number)


def followed_case(request: HttpRequest, number: str) -> Case | None:
    """Return the case if this browser may follow it, else None; 404 for one that is gone."""
    return get_object_or_404(Case, number=number) if followed.may_follow(request, number) else None


def page(
    request: HttpRequest,
    number: str,
    *,
    status: int = 200,
    rating: RatingForm | None = None,
    answer: dict | None = None,
    remark: RemarkForm | None = None,
    withdrawal: WithdrawalForm | None = None,
    objection: ObjectionForm | None = None,
    kept: str = "",
) -> HttpResponse:
    """Show where a case stands, with the form that has to be mended, or `kept`: words that could not be taken."""
    now = timezone.now()
    case = get_object_or_404(Case.objects.for_page(), number=number)
    place = case.place
    stands = progress.of(case, now)
    context = {
        "case": case,
        "progress": stands,
        "choices": Choices(case, now, stands.events, stands.photos),
        "decided": decided.about(case) if case.resolution_due_at else [],
        "rating_form": rating or RatingForm(),
        "answer": answer or {},
        "remark": remark or RemarkForm(),
        "withdrawal": withdrawal or WithdrawalForm(),
        "objection": objection or ObjectionForm(),
        "kept": kept,
        "is_one_of_several": followed.proved(request) is not None,
        "answering": answering.at(place, now) if place else None,
        "badge": drawing.badge(place) if place else [],
    }
    return render(request, "intake/case.html", context, status=status)
