"""Hand events to the worker on commit, and find again what the broker lost. The event row itself is the outbox."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from cases.models import CaseEvent
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

TASK = "cases.handle_event"
# A fresh event is the worker's; the sweep leaves it alone for this long.
GRACE = timedelta(seconds=20)
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))


SILENCE = 5.0  # seconds

_silent_until = 0.0  # of the monotonic clock
_followers: ContextVar[list[int] | None] = ContextVar("followers", default=None)


@contextmanager
def following():
    """Collect the events handed over inside the block instead of sending them: the worker goes on with them itself."""
    events: list[int] = []
    token = _followers.set(events)
    try:
        yield events
    finally:
        _followers.reset(token)


def hand_over(event: CaseEvent) -> None:
    """Send an event's id to the worker once the transaction has committed."""
    followers = _followers.get()
    transaction.on_commit(lambda: publish(event.pk) if followers is None else followers.append(event.pk), robust=True)


def publish(event_id: int) -> bool:
    """Tell the worker about one event; False when the broker does not answer. The sweep then finds the event."""
    return send(TASK, queue="route", event_id=event_id)


def send(task: str, *, queue: str, **row: int) -> bool:
    """Tell the worker about one row of the database; False when the broker does not answer, and a sweep must find it.

    After a refusal this process leaves the broker alone for a few seconds: with a frozen one every report would wait
    for it anew, and the next ones would queue behind.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        # The worker declares the queues; looking for what to declare and how to print costs a third of all sending.
        current_app.send_task(task, kwargs=row, queue=queue, declare=[], argsrepr="()", kwargsrepr=str(row))
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + SILENCE
        log.warning("The broker did not take %s %s (%s); the sweep will.", task, row, type(error).__name__)
        return False
    return True


def claim(now, limit: int) -> Iterator[int]:
    """Yield the ids of events to try now, each claimed first: the attempt counts even if it kills the process."""
    for pk, attempts in list(CaseEvent.objects.unhandled(now).values_list("pk", "attempts")[:limit]):
        due = CaseEvent.objects.filter(pk=pk, attempts=attempts, handled_at__isnull=True, try_at__lte=now)
        if due.update(attempts=attempts + 1, try_at=_next_try(attempts + 1, now)):
            yield pk


def settle(event: CaseEvent, now) -> None:
    """Mark an event as handled."""
    CaseEvent.objects.filter(pk=event.pk, handled_at__isnull=True).update(handled_at=now, try_at=None, last_error="")


def push_back(event: CaseEvent, error: Exception, now) -> None:
    """Note a failed attempt and when to try again; after the last one the event stays listed as stuck.

    Only the first attempt, straight from the broker, is not counted yet; the sweep counts when it claims.
    """
    attempts = max(event.attempts, 1)
    said = trouble.words(error)
    CaseEvent.objects.filter(pk=event.pk).update(attempts=attempts, try_at=_next_try(attempts, now), last_error=said)
    log.error("Event %s failed, attempt %s: %s", event.pk, attempts, said)


def _next_try(attempts: int, now):
    """Return when to try again after some attempts; None after the last one."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None
