"""What the public doors ask of strangers before they are served: proof that somebody took the trouble, and limits.

Nobody is turned away for good. Where the proof is missing a small question is asked, on the next page and with
everything still there; its answer is enough, also from a browser without scripts and however fast. Many reports make
it harder, and every refusal says what else is possible; what was typed is always shown again. Forms of the staff do
not come here.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.models import Case
from grids import answering
from grids.models import Grid
from grids.models.grid import STREET
from residents import blocking, counting, proof
from residents.counting import Limit
from zhengzhou_grid.lib import client

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUICKEST, OLDEST = timedelta(seconds=3), DAY  # who is faster is asked the question; an older page is renewed

signer = signing.TimestampSigner(salt="cases.intake.guard")
OPENED = "form"  # what the signed time of a page is the time of


def per_phone() -> Limit:
    """Return how many reports one number may make; above it they are refused."""
    return Limit("report-phone", most=settings.REPORTS_PER_PHONE, window=DAY)


def per_address() -> Limit:
    """Return above how many reports of one address the work is harder: mobile operators share addresses."""
    return Limit("report-address", most=settings.REPORTS_PER_ADDRESS, window=HOUR)


def per_grid() -> Limit:
    """Return above how many reports in one grid the work is harder."""
    return Limit("report-grid", most=settings.REPORTS_PER_GRID, window=HOUR)


def answered() -> Limit:
    """Return how many reports of one address may come with an answer in place of work."""
    return Limit("report-answered", most=settings.ANSWERS_PER_ADDRESS, window=HOUR)


@dataclass(frozen=True)
class Refusal:
    """Why a form is not taken now, and what the page that shows it again has to ask."""

    status: int
    words: str
    again_at: datetime | None = None
    asks: bool = False  # the question is shown even where scripts run
    is_hard: bool = False
    renews: bool = False

    def on(self, response: HttpResponse) -> HttpResponse:
        """Return the response with the time of the next try in its head, where there is one."""
        return with_retry(response, self.again_at)


def refusal(request: HttpRequest, form: Form, grid: Grid | None) -> Refusal | None:
    """Return why a valid report is not taken now, also written on the form; None where it may go on.

    A report that is already a case goes on: whoever sends it again, after a lost answer, is led to its receipt.
    """
    now = timezone.now()
    found = _judged(request, form.cleaned_data, grid, now)
    if found is None or Case.objects.filter(form_key=form.cleaned_data["form_key"]).exists():
        return None
    form.add_error(None, found.words)
    form.refusal = found
    return found


def page(request: HttpRequest, form: Form) -> dict:
    """Return what intake/_proof.html shows: a challenge for this form, the question, the time the page was opened."""
    now, key = timezone.now(), str(form["form_key"].value() or "")
    said = getattr(form, "refusal", None)
    opened = request.POST.get("opened", "")
    is_kept = _age(opened, now) is not None and not (said and said.renews)
    address = client.address(request)
    is_hard = said.is_hard if said else _is_busy(address, now)
    return {
        "key": key,
        "challenge": json.dumps(proof.challenge(key, now=now, times=proof.HARDER if is_hard else 1)),
        "question": proof.question(key),
        "asks": bool(said and said.asks),
        "opened": opened if is_kept else signer.sign(OPENED),
    }


@never_cache
@require_GET
def challenge(request: HttpRequest) -> JsonResponse:
    """Return a fresh challenge for the form key of a draft, or in place of one that grew old on an open page."""
    now, key = timezone.now(), request.GET.get("key", "")[:40]
    is_hard = _is_busy(client.address(request), now)
    return JsonResponse(proof.challenge(key, now=now, times=proof.HARDER if is_hard else 1))


def is_proved(request: HttpRequest, key: str) -> bool:
    """Tell whether a form with this key was sent with its work done, or with the right answer."""
    sent = request.POST
    return bool(proof.worth(sent.get("proof", ""), key)) or proof.is_answer(sent.get("answer", ""), key)


def with_retry(response: HttpResponse, again_at: datetime | None) -> HttpResponse:
    """Return a response that says in its head in how many seconds to try again."""
    if again_at:
        response["Retry-After"] = max(1, int((again_at - timezone.now()).total_seconds()))
    return response


def clock(at: datetime) -> str:
    """Return a time of day in the city, as people read it."""
    return date_format(timezone.localtime(at) + timedelta(seconds=59), "H:i")


def _judged(request: HttpRequest, data: dict, grid: Grid | None, now: datetime) -> Refusal | None:
    address, phone, sent = client.address(request), data["phone"], request.POST
    if ends := blocking.until(address=address, phone=phone, now=now):
        words = _("Until %(day)s this form takes no reports from your phone number or connection.")
        day = date_format(timezone.localtime(ends), "DATE_FORMAT")
        return Refusal(403, f"{words % {'day': day}} {_elsewhere(grid, now)}")
    key = str(data["form_key"])
    work, is_answered = proof.worth(sent.get("proof", ""), key), proof.is_answer(sent.get("answer", ""), key)
    age = _age(sent.get("opened", ""), now)
    if age is None and not work:
        words = _("This page was open for a long time and has been renewed. Please send it again: nothing is lost.")
        return Refusal(422, words, asks=True, renews=True)
    is_quick = age is not None and age < QUICKEST
    if not is_answered and (not work or is_quick or sent.get("website")):
        words = _(
            "One more thing: please answer the small question above the button, then send. It keeps programs out."
        )
        return Refusal(422 if sent.get("answer", "").strip() else 200, words, asks=True)
    return _over_a_limit(address, phone, grid, work, now)


def _over_a_limit(address: str, phone: str, grid: Grid | None, work: int, now: datetime) -> Refusal | None:
    """Count this report, and tell whether it is one too many; what is turned away until later is not counted."""
    tries = {limit: subject for limit, subject in _tries(address, phone, grid, work) if subject}
    counts = counting.tallies(list(tries.items()), now=now)
    over = {limit: tries[limit] for limit, count in zip(tries, counts, strict=True) if count > limit.most}
    if ends := next((limit for limit in (per_phone(), answered()) if limit in over), None):
        for limit, subject in tries.items():
            counting.give_back(limit, subject, now=now)
        words = (
            _("There are %(count)d reports with this phone number within a day already.") % {"count": ends.most}
            if ends == per_phone()
            else _("Very many reports come from your connection.")
        )
        return _later(words, counting.free_at(ends, over[ends], now=now), grid, now)
    if over and 0 < work < proof.HARDER:
        words = _("Very many reports arrive just now. Please send again: your device will work on it for some seconds.")
        return Refusal(429, f"{words} {_elsewhere(grid, now)}", again_at=now + timedelta(seconds=1), is_hard=True)
    return None


def _tries(address: str, phone: str, grid: Grid | None, work: int) -> list[tuple[Limit, str]]:
    """Return what a report counts for, and for whom; always in this order, for in it the rows are locked."""
    return [
        (per_phone(), phone),
        (answered(), "" if work else address),
        (per_address(), address),
        (per_grid(), grid.code if grid else ""),
    ]


def _later(words: str, again_at: datetime, grid: Grid | None, now: datetime) -> Refusal:
    when = _("It can be sent again from %(time)s on; what you wrote is kept.") % {"time": clock(again_at)}
    return Refusal(429, f"{words} {when} {_elsewhere(grid, now)}", again_at=again_at)


def _elsewhere(grid: Grid | None, now: datetime) -> str:
    """Return whom to call instead: the hotline, and the street's office where it has a telephone."""
    ladder = answering.at(grid, now).ladder if grid else ()
    for rung in ladder:
        if rung.grid.level == STREET and rung.phone:
            return _("You can call 12345 or %(unit)s, %(phone)s.") % {"unit": rung.grid.label, "phone": rung.phone}
    return _("You can call 12345.")


def _is_busy(address: str, now: datetime) -> bool:
    return counting.count(per_address(), address, now=now) >= settings.REPORTS_PER_ADDRESS


def _age(opened: str, now: datetime) -> timedelta | None:
    """Return how long ago a page was opened; None where its time is missing, not ours, or too old."""
    try:
        signer.unsign(opened, max_age=OLDEST)
    except signing.BadSignature:
        return None
    stamp = signing.b62_decode(opened.rsplit(":", 2)[1])
    return now - datetime.fromtimestamp(stamp, now.tzinfo)
