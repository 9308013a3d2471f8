"""Hand events to the worker on commit, and find again what the broker lost. The event row itself is the outbox."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from cases.models import CaseEvent

log = logging.getLogger(__name__)

TASK = "cases.handle_event"
# A fresh event is the worker's; the sweep leaves it alone for this long.
GRACE = timedelta(seconds=20)
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))


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
    try:
        current_app.send_task(TASK, kwargs={"event_id": event_id}, queue="route")
    except (OperationalError, OSError) as error:
        log.warning("The broker did not take event %s (%s); the sweep will.", event_id, type(error).__name__)
        return False
    return True


def settle(event: CaseEvent, now) -> None:
    """Mark an event as handled."""
    CaseEvent.objects.filter(pk=event.pk, handled_at__isnull=True).update(handled_at=now, try_at=None, last_error="")


def push_back(event: CaseEvent, error: Exception, now) -> None:
    """Note a failed attempt and when to try again; after the last one the event stays listed as stuck."""
    wait = BACK_OFF[event.attempts] if event.attempts < len(BACK_OFF) else None
    CaseEvent.objects.filter(pk=event.pk).update(
        attempts=event.attempts + 1,
        try_at=now + wait if wait else None,
        last_error=f"{type(error).__name__}: {error}"[:1000],
    )
    log.exception("Event %s failed, attempt %s", event.pk, event.attempts + 1)
