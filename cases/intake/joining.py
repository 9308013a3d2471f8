"""“It is this one: follow it”: joining a neighbour's open case, and the page that shows its public part."""

import uuid
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases import lifecycle, permissions, public_words
from cases.intake import followed, progress
from cases.models import Case
from residents import counting
from zhengzhou_grid.lib import client, printed

# Of one case: more neighbours than this do not find the form within the hour, but a script would.
JOINS = counting.Limit("join", 30, timedelta(hours=1))
# Of one case from one connection: households count towards a joint meeting, so nobody may be many of them. Neighbours
# behind one address of a mobile operator report for themselves.
JOINS_FROM_HERE = counting.Limit("join-address", 3, timedelta(days=1))


@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Count this household on the case it chose and lead to its own page; a second click changes nothing."""
    number, now = request.POST.get("join", ""), timezone.now()
    case = Case.objects.shown_to_neighbours().filter(number=number).first()
    if case is None:
        return _refused(request, _("This one is closed, or no longer to be seen. Please report yours."))
    known = case.joined.filter(key__in=followed.joined(request)).first()
    if known is None and not counting.take(JOINS, case.number, now=now):
        return _refused(request, _("Too many are joining this one just now. Please try again in an hour."))
    if known is None and not counting.take(JOINS_FROM_HERE, f"{client.address(request)} {case.number}", now=now):
        return _refused(request, _("Several households of your connection joined this one today. Please report yours."))
    try:
        joined = known or lifecycle.join(case, key=_key(request), by=permissions.REPORTER, now=now)
    except lifecycle.NotPossible as refused:
        return _refused(request, refused.reason)
    response = redirect("joined", link=lifecycle.link_of(joined))
    followed.keep_joined(request, response, joined.key)
    return response


@never_cache
@require_GET
def joined(request: HttpRequest, link: str) -> HttpResponse:
    """Show a household what everybody may know of the case it joined: never the reporter's words beyond the title.

    Where the case is not public any more, only how it stands: neither what it is about nor where.
    """
    household = lifecycle.by_link(link)
    if household is None:
        raise Http404
    case, now = Case.objects.for_page().get(pk=household.case_id), timezone.now()
    told, is_shown = progress.of(case, now), Case.objects.public().filter(pk=case.pk).exists()
    address = printed.address(request, reverse("joined", args=[link]))
    context = {
        "case": case,
        "form_key": household.key,
        "title": public_words.title(case.title) if is_shown else "",
        "is_shown": is_shown,
        "progress": told,
        "next": told.next,
        "others": case.households - 1,
        "unit": case.community or case.street or case.district,
        "address": address,
        "qr": printed.qr(address),
    }
    return render(request, "intake/joined.html", context)


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "intake/not_joined.html", {"why": why}, status=409)


def _key(request: HttpRequest) -> uuid.UUID:
    """Return the key of the form, so that a click sent twice is one household."""
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()
