"""/mine/: several cases under one number. The number, a one-time code by text message, the list for half an hour."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases import by_phone
from cases.intake import followed, progress
from cases.intake.tracking_forms import CodeForm, PhoneForm
from residents import phone_codes
from zhengzhou_grid.lib import client

LONGEST_MARK = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """List the cases of a proved number; else ask for the number. The answer never tells whether a number is known."""
    now = timezone.now()
    if request.method == "POST":
        return _ask(request, PhoneForm(request.POST), now)
    proved = followed.proved(request)
    if proved is None or not phone_codes.phone_of(proved, now):
        return render(request, "intake/mine_phone.html", {"form": PhoneForm(), "is_over": proved is not None})
    behind = request.GET.get("after", "")[:LONGEST_MARK]
    page, further = by_phone.cases(proved, now, behind)
    stands = [progress.brief(case, now) for case in page]
    return render(request, "intake/mine.html", {"stands": stands, "further": further, "is_first": not behind})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent. Whoever types too often asks for a new one."""
    asked, now = followed.asked(request), timezone.now()
    if asked is None:
        return redirect("mine")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if phone_codes.use(asked, form.cleaned_data["code"], now):
            response = redirect("mine")
            followed.remember_proved(response, asked)
            return response
        form.add_error("code", _("This is not the code, or it is too old. Please compare it with the message."))
    is_spent = form.is_bound and phone_codes.is_spent(asked, now)
    status = 422 if form.is_bound else 200
    return render(request, "intake/mine_code.html", {"form": form, "is_spent": is_spent}, status=status)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the proved number in this browser and on the server: the telephone may be shared."""
    response = redirect("track")
    proved = followed.proved(request)
    if proved is not None:
        phone_codes.end(proved)
    followed.forget_proved(response)
    return response


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget in this browser which cases it may see, and what it sent: the telephone may be shared."""
    response = leave(request)
    followed.forget_all(response)
    words = _("Forgotten here. Number and query code, or your mobile number, open your cases again.")
    messages.success(request, words)
    return response


def _ask(request: HttpRequest, form: PhoneForm, now) -> HttpResponse:
    if not form.is_valid():
        return render(request, "intake/mine_phone.html", {"form": form}, status=422)
    phone, address = form.cleaned_data["phone"], client.address(request)
    try:
        asked = by_phone.ask(phone, address=address, language=get_language(), now=now)
    except by_phone.TooOften:
        form.add_error(
            None, _("At most three codes an hour. Please take the last one sent to you, or try again later.")
        )
        return render(request, "intake/mine_phone.html", {"form": form}, status=429)
    response = redirect("mine-code")
    followed.remember_asked(response, asked)
    return response
