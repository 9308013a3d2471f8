"""The report form, the card that says who answers at a place, and the receipt."""

from copy import copy
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from cases import codes, lifecycle, permissions
from cases.intake import asked, followed, guard, labelled, nearby, place as places, promises
from cases.intake.forms import ReportForm, new_key
from cases.models import Case
from cases.tags import PRAISE
from grids import answering, catalogue, drawing, suggesting
from grids.models import Category, Grid
from grids.models.grid import LEVEL_LABELS
from residents import detecting
from zhengzhou_grid.lib import printed

COMMON = 6  # tiles offered before the full list
LONGEST_SEARCH = 80
SETTLING = timedelta(seconds=3)  # the worker hands a case out well within this, if it runs


@gzip_page  # a third of the bytes; Django pads the answer at random, so that its token cannot be guessed by length
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; take it. A form sent twice is one case."""
    if request.method != "POST":
        return _page(request, ReportForm(initial={**_given(request), "form_key": new_key(), "households": 1}))
    form = ReportForm(request.POST, request.FILES)
    if "go" in request.POST:  # without JavaScript: look up the place and show the form again, nothing judged yet
        return _page(request, form, look_up=request.POST["go"])
    if not form.is_valid():
        return _page(request, form, status=422)
    if form.leaves_questions_out:  # without JavaScript: the questions of the kind are a step of their own
        return _page(request, form, look_up="kind")
    return _take(request, form)


@require_GET
def place(request: HttpRequest) -> HttpResponse:
    """Return a fragment for the place step: who answers at a grid or point, or the grids a typed ?q= may mean."""
    if "q" in request.GET:
        found = places.searched(request.GET["q"][:LONGEST_SEARCH])
        return render(request, "intake/_found.html", {"found": _with_paths(found), "is_unknown": not found})
    form = ReportForm(initial={name: request.GET.get(name, "") for name in ("grid", "lng", "lat")})
    here = places.chosen({**form.typed(), "place_by": "script"})
    return render(request, "intake/_who.html", _who(here))


@require_GET
def kind(request: HttpRequest) -> HttpResponse:
    """Return a fragment for a chosen category: its questions, and what neighbours reported already."""
    form = ReportForm(initial={name: request.GET.get(name, "") for name in ("grid", "lng", "lat")})
    here = places.chosen({**form.typed(), "place_by": "script"})
    return render(request, "intake/_about_kind.html", _about(_category(request.GET.get("category", "")), {}, here))


@never_cache
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """Show the receipt of the report just sent from this browser; its code for a while, for the phone may be shared."""
    receipt = followed.receipt(request)
    case = Case.objects.for_page().filter(number=receipt.number).first() if receipt else None
    if case is None:
        return redirect("report")
    now = timezone.now()
    code = codes.of(case) if now - receipt.sent_at < followed.CODE_SHOWN else ""
    next_step = promises.next_step(case, now)
    is_settling = bool(next_step.within and case.district_id and now - case.reported_at < SETTLING)
    address = printed.address(request, reverse("track-case", args=[case.number]))
    return render(
        request,
        "intake/done.html",
        {
            "case": case,
            "code": code,
            "is_new": receipt.is_new,
            "number_head": case.number[:-6],
            "number_tail": case.number[-6:],
            "qr": printed.qr(f"{address}#{code}") if code else "",
            "next": next_step,
            "is_settling": is_settling,
            "photo_count": case.photos.count(),
            "is_praise": PRAISE in case.tags,
            "is_danger": bool(case.category and case.category.is_emergency)
            or suggesting.is_danger(case.text, catalogue.keywords()),
            "answering": answering.at(case.place, now) if case.place else None,
        },
    )


def _take(request: HttpRequest, form: ReportForm) -> HttpResponse:
    data = form.cleaned_data
    here = places.chosen(data)
    if refusal := guard.refusal(request, form, here.grid):
        return refusal.on(_page(request, form, status=refusal.status))
    report = lifecycle.Report(
        text=data["text"],
        category=data["category"],
        grid=here.grid,
        path=here.path,
        lng=here.lng,
        lat=here.lat,
        address=data["address"],
        name=data["name"],
        phone=data["phone"],
        households=data["households"],
        co_signers=data["co_signers"],
        questionnaire=data["asked"] and data["asked"].questionnaire,
        answers=data["asked"].answers if data["asked"] else {},
        hides_reporter=data["hides_reporter"],
        may_be_public=data["may_be_public"],
        form_key=data["form_key"],
        photos=data["photos"],
        triage_reason=here.triage_reason,
    )
    try:
        take = lifecycle.praise if data["kind"] == PRAISE else lifecycle.report
        receipt = take(report, by=permissions.REPORTER, now=timezone.now())
    except lifecycle.Incomplete as incomplete:
        for name, message in incomplete.errors.items():
            form.add_error(name if name in form.fields else None, message)
        return _page(request, form, status=422)
    except lifecycle.NotPossible as changed:
        return _sent_before(request, form, changed)
    written = "\n".join([report.text, report.address, *map(str, report.answers.values())])
    if detecting.holds(written, detecting.NUMBERS_NOT_NEEDED):
        messages.info(request, _("The ID or card number in your words was not kept: it is not needed."))
    if receipt.left_out:
        messages.info(request, receipt.left_out)
    response = redirect("report-done")
    followed.remember(request, response, receipt.case.number)
    followed.keep_receipt(response, followed.Receipt(receipt.case.number, receipt.is_new, timezone.now()))
    return response


def _given(request: HttpRequest) -> dict:
    """Return what a link fills in: the QR code of a notice board, or of a public object."""
    given = {name: request.GET.get(name, "") for name in ("grid", "lng", "lat", "kind")}
    return given | labelled.fields(request.GET["object"]) if request.GET.get("object") else given


def _sent_before(request: HttpRequest, form: ReportForm, changed: lifecycle.NotPossible) -> HttpResponse:
    """Offer the changed text as a new report: the form gets a fresh key and keeps everything."""
    form.add_error(
        None,
        _("This form was already sent and has the number %(number)s. Send it again only if this is something new.")
        % {"number": changed.case.number},
    )
    form.data = form.data.copy()
    form.data["form_key"] = str(new_key())
    return _page(request, form, status=409)


def _page(request: HttpRequest, form: ReportForm, *, look_up: str = "", status: int = 200) -> HttpResponse:
    here = places.chosen(form.typed())
    address = (form["address"].value() or "")[:LONGEST_SEARCH]
    found = places.searched(address) if look_up == "search" else ()
    if len(found) == 1:
        here, found = places.Place(grid=found[0], lng=here.lng, lat=here.lat), ()
    category = _category(form["category"].value() or "")
    keywords = catalogue.keywords()
    categories = _with_words(catalogue.leaves(), keywords)
    suggested = set(suggesting.kinds(form["text"].value() or "", keywords)) if request.method == "POST" else set()
    common = [category for category in categories if category.is_common][:COMMON]
    context = {
        "form": form,
        "guard": guard.page(request, form),
        "look_up": look_up,
        "is_label_unknown": "object" in request.GET and not form.is_bound and not form.initial.get("address"),
        "found": _with_paths(found),
        "is_unknown": look_up == "search" and not found and here.grid is None,
        "level_labels": "|".join(str(label) for label in LEVEL_LABELS.values()),
        "lists": places.lists(here.grid),
        "categories": categories,
        "common": common,
        "is_praise": form["kind"].value() == PRAISE,
        "danger_words": "|".join(word for word, category in keywords if category is None),
        "suggested": [one for one in categories if one.pk in suggested],
        "is_danger": suggesting.is_danger(form["text"].value() or "", keywords),
        "chosen_category": form["category"].value() or "",
        "is_chosen_common": any(category.code == form["category"].value() for category in common),
        "net": drawing.net(),
        "map_url": reverse("grids:outlines", args=["city"]),
        "photos_lost": request.method == "POST" and bool(request.FILES),
        **_who(here),
        **_about(category, form.data, here),
    }
    return render(request, "intake/report.html", context, status=status)


def _about(category: Category | None, data, here: places.Place) -> dict:
    """Return what the form shows about a chosen category: its questions with their answers, and cases nearby."""
    return {"asked": asked.of(category, data), "near": nearby.to(here, category)}


def _category(code: str) -> Category | None:
    return next((category for category in catalogue.leaves() if category.code == code), None)


def _with_words(categories: list[Category], keywords) -> list[Category]:
    """Return the categories with the words that suggest each, as the page's script reads them."""
    words: dict[int | None, list[str]] = {}
    for word, category in keywords:
        words.setdefault(category, []).append(word)
    shown = [copy(category) for category in categories]  # those of the catalogue are everybody's
    for category in shown:
        category.said = "|".join(words.get(category.pk, ()))
    return shown


def _with_paths(grids: tuple[Grid, ...]) -> list[tuple[Grid, str]]:
    """Return each grid with the names of the units above it, the nearest first."""
    above = Grid.objects.above(grids) if grids else {}
    return [(grid, " · ".join(unit.label for unit in reversed(above[grid.code]))) for grid in grids]


def _who(here: places.Place) -> dict:
    """Return what the card "who answers here" shows."""
    grid = here.grid
    return {
        "place": here,
        "answering": answering.at(grid, timezone.now()) if grid else None,
        "badge": drawing.badge(grid) if grid else [],
    }
