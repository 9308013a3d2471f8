"""The page that asks for number and query code, and what it says when they are not taken."""

import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import guesses
from cases.intake import guard
from cases.intake.forms import TrackForm
from residents import proof
from zhengzhou_grid.lib import client


def page(
    request: HttpRequest, form: TrackForm, *, status: int = 200, asks: bool = False, again: str = ""
) -> HttpResponse:
    """Show the form; with a proof of work to do where very many wrong codes came from this address.

    `again` is the number of a case that is open already, where only its code is asked for once more.
    """
    context = {"form": form, "again": again}
    now = timezone.now()
    if guesses.needs_proof(client.address(request), now=now):
        key = str(uuid.uuid4())
        made, question = json.dumps(proof.challenge(key, now=now)), proof.question(key)
        context["guard"] = {"key": key, "challenge": made, "question": question, "asks": asks, "sends_key": True}
    return render(request, "intake/track.html", context, status=status)


def try_code(request: HttpRequest, form: TrackForm) -> guesses.Answer | None:
    """Return what number and code of a valid form lead to; None where the proof is missing that this address needs."""
    now, address = timezone.now(), client.address(request)
    key = request.POST.get("proof_key", "")
    if guesses.needs_proof(address, now=now) and not (guard.is_proved(request, key) and proof.spend(key, now=now)):
        return None
    return guesses.try_code(form.cleaned_data["number"], form.cleaned_data["code"], address=address, now=now)


def refused(request: HttpRequest, form: TrackForm, answer: guesses.Answer | None, *, again: str = "") -> HttpResponse:
    """Show the form again and say why: proof missing, too many tries, or number and code that do not fit."""
    if answer is None:
        form.add_error(None, _("Please answer the small question above the button, then send again."))
        return page(request, form, status=429, asks=True, again=again)
    if answer.free_at is None:
        form.add_error(None, _("Number and code do not fit together. Please compare both with your receipt."))
        return page(request, form, status=422, again=again)
    words = _(
        "Too many wrong tries for this number. Please try again from %(time)s on. Until then: the browser you reported "
        "with still opens the case without the code, and 12345 or your community office can look it up."
    )
    form.add_error(None, words % {"time": guard.clock(answer.free_at)})
    return guard.with_retry(page(request, form, status=429, again=again), answer.free_at)
