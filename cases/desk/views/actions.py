"""One address for every action on a case: GET shows its form on the case page, POST does it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from cases import lifecycle, permissions
from cases.desk import case_page, timeline
from cases.desk.door import staff_page, visible_case
from cases.desk.forms import CALLING, DONE, FORMS, OTHER_WAY, NoteProgress

MOST_TOLD = 5  # of what happened meanwhile; the rest stands in the timeline


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def act(request: HttpRequest, scope, now, number: str, action: str) -> HttpResponse:
    """Show or do one action on a case. 409 when it is no longer possible, 403 when it never was for this person."""
    if action not in FORMS:
        raise Http404(action)
    case = visible_case(number, scope, now, is_drawn=request.method != "POST" or "more" in request.POST)
    if request.method != "POST":
        verdict = permissions.may(action, case, scope) and permissions.in_time(action, case, now)
        form = FORMS[action](case, scope, now) if verdict else None
        if form and "order" in form.fields and request.GET.get("order", "").isdecimal():
            form.initial["order"] = int(request.GET["order"])
        refusal = None if verdict else _not_now(verdict)
        return show(request, case, scope, now, action, form=form, refusal=refusal)
    if "more" in request.POST:
        return begin(request, case, scope, now, action)
    form = FORMS[action](case, scope, now, request.POST, request.FILES)
    if not form.is_valid():
        return show(request, case, scope, now, action, form=form, status=422)
    return run(request, case, scope, now, action, form)


def begin(request, case, scope, now, action) -> HttpResponse:
    """Show the whole form with what was typed in a smaller one, and a chosen standard reply after it; do nothing."""
    verdict = permissions.may(action, case, scope) and permissions.in_time(action, case, now)
    if not verdict:
        return show(request, case, scope, now, action, refusal=_not_now(verdict), status=403)
    form = FORMS[action](case, scope, now)
    form.begin_with(request.POST)
    return show(request, case, scope, now, action, form=form)


def _not_now(verdict) -> dict:
    return {"reason": verdict.reason, "title": gettext("This cannot be done now.")}


def run(request, case, scope, now, action, form) -> HttpResponse:
    """Do an action and translate what the domain answers into a page."""
    try:
        done = form.run()
    except lifecycle.Incomplete as error:
        for field, message in error.errors.items():
            form.add_error(field if field in form.fields else None, message)
        return show(request, case, scope, now, action, form=form, status=422)
    except lifecycle.NotPossible as error:
        return refuse(request, case, scope, now, action, form, error.reason, 409)
    except lifecycle.NotPermitted as error:
        return refuse(request, case, scope, now, action, form, error.reason, 403)
    messages.success(request, form.said(done) or DONE[action])
    return redirect("desk-case", number=case.number)


def refuse(request, case, scope, now, action, form, reason: str, status: int) -> HttpResponse:
    """Show the case as it is now, what happened meanwhile, and everything that was filled in.

    Where the action is still possible its form stands there again with the same answers; else they are to be kept.
    """
    fresh = visible_case(case.number, scope, now)
    events = list(fresh.events.for_timeline())[-_missed(fresh, form) :] if status == 409 else []
    possible = status == 409 and permissions.may(action, fresh, scope) and permissions.in_time(action, fresh, now)
    title = gettext("No longer possible.") if status == 409 else gettext("You may not do this.")
    refusal = {"reason": reason, "title": title, "meanwhile": timeline.titles(events)}
    if possible:
        title = gettext("The case has changed meanwhile.")
        refusal |= {"title": title, "again": True, "files": bool(form.files)}
        return show(request, fresh, scope, now, action, form=form.once_more(fresh), refusal=refusal, status=status)
    refusal |= {"typed": form.typed, "entries": form.entries()}
    if form.typed and permissions.may("note_progress", fresh, scope):
        refusal["keep"] = NoteProgress(fresh, scope, now)
    return show(request, fresh, scope, now, action, refusal=refusal, status=status)


def _missed(fresh, form) -> int:
    """Return how many of the latest events to tell somebody who saw an older version."""
    return max(1, min(MOST_TOLD, fresh.version - form.cleaned_data.get("version", fresh.version)))


def show(request, case, scope, now, action, *, form=None, refusal=None, status=200, **shown) -> HttpResponse:
    """Render the case page with one action's form open, or with the reason why not."""
    other = OTHER_WAY.get(action)
    offered = {offer.name: offer for offer in permissions.offers(case, scope, now)}
    context = {
        **case_page.show(case, scope, now),
        "form": form,
        "refusal": refusal,
        "doing": offered.get(action),
        "other": offered.get(other) if other in FORMS and other in offered and offered[other].verdict else None,
        "grids": form.fields["grid"].suggestions() if form and "grid" in form.fields else (),
        "act_url": reverse("desk-act", args=[case.number, action]),
        "calls": action in CALLING,
        **shown,
    }
    return render(request, "desk/case.html", context, status=status)
