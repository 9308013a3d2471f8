"""Logging in, health, and the page for an outdated form."""

import redis
from django.conf import settings
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from cases import sweeps
from cases.models import CaseEvent
from grids.importing.demo_seats import ADMIN, DEMO_ACCOUNTS, LOGINS
from grids.models import Role

OLDEST_EVENT = 600  # seconds an event may be overdue for its reactions before somebody should look
OLDEST_HEARTBEAT = 180  # three ticks of the clock


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process is alive; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Tell whether work gets done: 503 without database or with events left lying.

    Without broker or heartbeat it answers 200 and "degraded": reports are still taken and routed later by the sweep.
    """
    now = timezone.now()
    report = {"status": "ready", **database_report(now), **clock_report(now)}
    if report["database"] != "ok":
        report["status"] = "unavailable"
    elif report["oldest_event_seconds"] > OLDEST_EVENT:
        report["status"] = "late"
    elif report["broker"] != "ok" or report["clock"] != "ok":
        report["status"] = "degraded"
    return JsonResponse(report, status=503 if report["status"] in ("unavailable", "late") else 200)


def database_report(now) -> dict:
    """Return whether the database answers, how long the oldest event is overdue, and how many were given up."""
    try:
        oldest = CaseEvent.objects.unhandled(now).values_list("try_at", flat=True).first()
        stuck = CaseEvent.objects.stuck().count()
    except DatabaseError:
        return {"database": "does not answer", "oldest_event_seconds": None, "stuck_events": None}
    return {"database": "ok", "oldest_event_seconds": seconds_since(oldest, now) or 0, "stuck_events": stuck}


def clock_report(now) -> dict:
    """Return whether the broker answers, and whether and how long ago beat and worker gave a sign; None: not known."""
    if not broker_answers():
        return {"broker": "does not answer", "clock": "not known without a broker", "heartbeat_seconds": None}
    last = parse_datetime(cache.get(sweeps.HEARTBEAT) or "")
    age = seconds_since(last, now)
    if age is None:  # for the first minute after a start, too
        clock = "no sign of beat and worker yet"
    else:
        clock = "ok" if age <= OLDEST_HEARTBEAT else "beat or worker stands still"
    return {"broker": "ok", "clock": clock, "heartbeat_seconds": age}


def seconds_since(moment, now) -> int | None:
    return None if moment is None else max(0, int((now - moment).total_seconds()))


def broker_answers() -> bool:
    """Ping Redis, for at most a second."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
        ) as client:
            return client.ping()
    except (redis.ConnectionError, redis.TimeoutError):
        return False


class Login(LoginView):
    """Log in a member of staff; in the demo name the accounts that can be tried."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **context):
        accounts = {ADMIN: _("administrator")} | {name: Role(role).label for (role, *_rest), name in LOGINS.items()}
        shown = [{"name": name, "seat": accounts[name]} for name in DEMO_ACCOUNTS] if settings.DEMO else []
        return super().get_context_data(demo_accounts=shown, **context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was open too long or in another window, and lead back to its page."""
    came_from = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    context = {"back": came_from if is_ours else "", "is_desk": request.path.startswith("/desk/")}
    return render(request, "errors/form.html", context, status=403)
