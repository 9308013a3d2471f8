"""What reporters do with their case from the tracking page: add to it, withdraw it, object to its closing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import lifecycle, permissions
from cases.intake import tracking
from cases.intake.tracking_forms import ObjectionForm, RemarkForm, WithdrawalForm

REFUSED = (lifecycle.NotPossible, lifecycle.NotPermitted)


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Take a remark, photos, or both, and show them on the timeline."""
    form = RemarkForm(request.POST, request.FILES)
    said = _("Thank you. It is on record, and who works on it has been told.")
    return _do(request, number, form, lifecycle.add_remark, said, "remark")


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the case back, once the reporter has said so in words and ticked it."""
    form = WithdrawalForm(request.POST)
    return _do(request, number, form, lifecycle.withdraw, _("Withdrawn. Nobody works on it any more."), "withdrawal")


@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Take the objection: the case is done again."""
    form = ObjectionForm(request.POST)
    said = _("It is being done again, and the street office watches.")
    return _do(request, number, form, lifecycle.reopen, said, "objection")


def _do(request: HttpRequest, number: str, form, verb, said: str, name: str) -> HttpResponse:
    """Call the verb with what the form holds; where that is not possible the page keeps what was typed."""
    case = tracking.followed_case(request, number)
    if case is None:
        return redirect("track-case", number=number)
    if not form.is_valid():
        return tracking.page(request, number, status=422, **{name: form})
    given = {field: value for field, value in form.cleaned_data.items() if field != "sure"}
    try:
        verb(case, by=permissions.REPORTER, now=timezone.now(), **given)
    except lifecycle.Incomplete as missing:
        for field, message in missing.errors.items():
            form.add_error(field, message)
        return tracking.page(request, number, status=422, **{name: form})
    except REFUSED as refused:
        messages.info(request, refused.reason)
        return tracking.page(request, number, status=409, kept=given["note"])
    messages.success(request, said)
    return redirect("track-case", number=number)
