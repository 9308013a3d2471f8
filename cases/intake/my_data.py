"""What is stored about the reporter of a case, and what they may ask for: a copy, a correction, to be forgotten.

PIPL art. 44-50. A copy and a correction come at once. A contact is erased at once where nobody needs it any more, else
by the schedule, 15 days after the case is finished: until then somebody may have to ask back, and to call back.

The telephone may be shared: for more than a masked look the query code is asked again, unless it was typed, or the
report sent, within the last quarter of an hour.
"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import lifecycle, permissions
from cases.intake import asking, decided, followed, journal
from cases.intake.forms import ReportForm, TrackForm
from cases.lifecycle import forgetting
from cases.models import Case

BOM = "\ufeff"  # without it some editors read UTF-8 as GBK
LOOKED = "case.contact_revealed"


class ContactForm(forms.Form):
    """Name and number as they should be; what is left empty stays as it is."""

    name = forms.CharField(required=False, max_length=40)
    phone = forms.CharField(required=False, max_length=20)

    clean_phone = ReportForm.clean_phone


@never_cache
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is stored, masked, for this may be read over a shoulder; the copy has it in full."""
    case = _followed(request, number)
    return _show(request, case, ContactForm()) if case else redirect("track-case", number=number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the query code once more; the right one opens a copy, a correction and erasing for a while."""
    if not followed.may_follow(request, number):
        return redirect("track-case", number=number)
    typed = {"number": number, "code": request.POST.get("code", "")} if request.method == "POST" else None
    form = TrackForm(typed, initial={"number": number})
    if not form.is_valid():
        return asking.page(request, form, status=422 if form.is_bound else 200, again=number)
    answer = asking.try_code(request, form)
    if answer is None or answer.case is None:
        return asking.refused(request, form, answer, again=number)
    response = redirect("my-data", number=number)
    followed.remember(request, response, number)
    return response


@never_cache
@require_POST
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out a text file with everything that is stored about the reporter of this case."""
    case = _sure(request, number)
    if case is None:
        return redirect("my-data-code", number=number)
    now = timezone.now()
    lifecycle.note_copy(case, by=permissions.REPORTER, now=now)
    text = render_to_string("intake/my_data.txt", {**_stored(case, now), "now": now})
    response = HttpResponse(BOM + text.strip() + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{case.number}.txt"'
    return response


@never_cache
@require_POST
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Put the right name and number in place of the stored ones."""
    case = _sure(request, number)
    if case is None:
        return redirect("my-data-code", number=number)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _show(request, case, form, status=422)
    try:
        lifecycle.correct_contact(case, by=permissions.REPORTER, now=timezone.now(), **form.cleaned_data)
    except lifecycle.Incomplete as incomplete:
        for name, message in incomplete.errors.items():
            form.add_error(name, message)
        return _show(request, case, form, status=422)
    except lifecycle.NotPossible as refused:
        messages.info(request, refused.reason)
    else:
        messages.success(request, _("Corrected. What was stored before is gone."))
    return redirect("my-data", number=number)


@never_cache
@require_POST
def erase(request: HttpRequest, number: str) -> HttpResponse:
    """Erase name and number at once, or note the wish where somebody may still need them."""
    case = _sure(request, number)
    if case is None:
        return redirect("my-data-code", number=number)
    try:
        after = lifecycle.ask_erasure(case, by=permissions.REPORTER, now=timezone.now())
    except lifecycle.NotPossible as refused:
        messages.info(request, refused.reason)
    else:
        waits = after.erasure_asked_at and not after.reporter.erased_at
        messages.success(
            request, _("Noted. It is done by itself.") if waits else _("Erased. Nobody can see it any more.")
        )
    return redirect("my-data", number=number)


@never_cache
@require_POST
def erase_co_signer(request: HttpRequest, number: str, signer: int) -> HttpResponse:
    """Erase the contact of one of those who signed with the reporter, at once."""
    case = _sure(request, number)
    if case is None:
        return redirect("my-data-code", number=number)
    try:
        chosen = get_object_or_404(case.co_signers, pk=signer)
        lifecycle.erase_co_signer(case, signer=chosen, by=permissions.REPORTER, now=timezone.now())
    except lifecycle.NotPossible as refused:
        messages.info(request, refused.reason)
    else:
        messages.success(request, _("Erased. Nobody can see it any more."))
    return redirect("my-data", number=number)


def _sure(request: HttpRequest, number: str) -> Case | None:
    """Return the case where it is certainly the reporter who asks."""
    return _followed(request, number) if followed.is_sure(request, number) else None


def _followed(request: HttpRequest, number: str) -> Case | None:
    if not followed.may_follow(request, number):
        return None
    return get_object_or_404(Case.objects.for_page().select_related("merged_into"), number=number)


def _stored(case: Case, now) -> dict:
    """Return what is stored about the reporter of a case."""
    events = list(case.events.for_timeline())
    for event in events:
        event.case = case
    reporter = case.reporter if case.reporter and not case.reporter.erased_at else None
    return {
        "case": case,
        "reporter": reporter,
        "address": (reporter and reporter.address) or case.address,
        "log": journal.entries(events),
        "looks": [event for event in events if event.kind == LOOKED],
        "answers": case.answers.said if hasattr(case, "answers") else [],
        "signers": list(case.co_signers.filter(resident__erased_at__isnull=True).select_related("resident")),
        "joined_count": case.joined.count(),
        "decided": decided.about(case),
        "ratings": list(case.ratings.order_by("at")),
        "photo_count": case.photos.count(),
        "erases_at_once": forgetting.is_out_of_use(case, now),
    }


def _show(request: HttpRequest, case: Case, form: ContactForm, status: int = 200) -> HttpResponse:
    context = {**_stored(case, timezone.now()), "form": form, "is_sure": followed.is_sure(request, case.number)}
    return render(request, "intake/my_data.html", context, status=status)
