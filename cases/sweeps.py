"""What the worker does by itself: follow an event, find what the broker lost, escalate, close after the call-back."""

import logging
import time

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext
from redis.exceptions import RedisError

from cases import cohandling_due, escalation, lifecycle, meetings, outbox, permissions, reactions, sums
from cases.models import Case, CaseEvent
from cases.workflow import State
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

HEARTBEAT = "heartbeat"
NOT_CLOSED, NOT_BACK = "case.closing_failed", "case.coming_back_failed"  # listed in the admin
ENOUGH = 15  # seconds of a sweep over cases, well within the limit of a task


def handle(event_id: int, now) -> int:
    """React to an event and to the events that follow from it, and return how many were handled.

    What follows is handled here instead of being sent again: one message per report. A reaction that fails is noted
    on its event and tried later; the rest goes on.
    """
    handled, waiting = 0, [event_id]
    while waiting:
        current = waiting.pop(0)
        with outbox.following() as followers:
            try:
                handled += reactions.react(current, now)
            except Exception as error:
                outbox.push_back(CaseEvent.objects.get(pk=current), error, now)
                if isinstance(error, SoftTimeLimitExceeded):
                    raise  # there is no time left for the others either
                continue
        waiting += followers
    return handled


def outbox_sweep(now, limit: int = 5000) -> int:
    """React to events whose time to try has come and return how many were handled."""
    found = handled = 0
    for event_id in outbox.claim(now, limit):
        found += 1
        handled += handle(event_id, now)
    if found:
        log.info("The sweep found %s events without an answer and handled %s.", found, handled)
    return handled


def escalate(now) -> dict[str, int]:
    """Climb the rungs that have come."""
    counts = escalation.sweep(now)
    if any(counts.values()):
        log.info("Escalation: %s", counts)
    return counts


def remind_helpers(now) -> dict[str, int]:
    """Remind of co-handling orders that are nearly due or overdue."""
    counts = cohandling_due.sweep(now)
    if any(counts.values()):
        log.info("Co-handling orders: %s", counts)
    return counts


def follow_meetings(now) -> dict[str, int]:
    """Put what missed a meeting's date before the meeting of the level above."""
    counts = meetings.climb_missed(now)
    if any(counts.values()):
        log.info("Meetings: %s", counts)
    return counts


def close_uncontacted(now, limit: int = 1000) -> int:
    """Close verified cases whose call-back limit is over without contact, and return how many (DOMAIN §3.4)."""
    note = gettext("Closed without contact after the call-back limit.")

    def close(case):
        lifecycle.close(case, note=note, contacted=False, by=permissions.SYSTEM, now=now)

    return _each(Case.objects.uncontacted(now), close, NOT_CLOSED, now, limit)


def come_back(now, limit: int = 1000) -> int:
    """Let cases go on whose pause is over, and return how many: holds at their review date, questions unanswered."""

    def go_on(case):
        again = lifecycle.resume if case.state == State.SUSPENDED else lifecycle.supply_details
        again(case, note="", by=permissions.SYSTEM, now=now)

    return _each(Case.objects.coming_back(now), go_on, NOT_BACK, now, limit)


def _each(cases, act, failed: str, now, limit: int) -> int:
    """Do something with each case in its own transaction; what fails leaves an event and is tried again in an hour."""
    done, began = 0, time.monotonic()
    lately = CaseEvent.objects.filter(case=OuterRef("pk"), kind=failed, at__gt=now - escalation.PUSH_BACK)
    for case in cases.filter(~Exists(lately))[:limit]:
        try:
            with transaction.atomic():
                act(case)
                done += 1
        except SoftTimeLimitExceeded:
            raise  # the task must end; nothing is wrong with this case
        except Exception as error:  # noqa: BLE001 - one broken row never stops the others
            said = trouble.words(error)
            log.error("Case %s: %s: %s", case.number, failed, said)
            CaseEvent.objects.create(
                case=case,
                kind=failed,
                at=now,
                from_state=case.state,
                to_state=case.state,
                handled_at=now,
                data={"error": said},
            )
        if time.monotonic() - began > ENOUGH:
            break  # the rest comes with the next run
    return done


def count_figures(now) -> int:
    """Count the figures of the periods whose time has come, and return how many periods that were."""
    counted = sums.sweep(now)
    if counted:
        log.info("Figures of %s periods counted.", counted)
    return counted


def heartbeat(now) -> None:
    """Leave a sign of life that /readyz reads; without Redis there is none, which /readyz says."""
    try:
        cache.set(HEARTBEAT, now.isoformat(), timeout=None)
    except RedisError as error:
        log.warning("No heartbeat: %s", error)
