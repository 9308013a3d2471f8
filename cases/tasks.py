"""Celery's door: load nothing, decide nothing, make one call. The clock is read here and passed down."""

from celery import shared_task
from django.utils import timezone

from cases import sweeps


@shared_task(name="cases.handle_event", ignore_result=True)
def handle_event(*, event_id: int, **_later) -> None:
    """React to one event and to what follows from it."""
    sweeps.handle(event_id, timezone.now())


@shared_task(name="cases.sweep_outbox", ignore_result=True)
def sweep_outbox(**_later) -> None:
    """React to the events the broker lost."""
    sweeps.outbox_sweep(timezone.now())


@shared_task(name="cases.escalate", ignore_result=True)
def escalate(**_later) -> None:
    """Climb the rungs that have come."""
    sweeps.escalate(timezone.now())


@shared_task(name="cases.follow_meetings", ignore_result=True)
def follow_meetings(**_later) -> None:
    """Put what missed a meeting's date before the meeting of the level above."""
    sweeps.follow_meetings(timezone.now())


@shared_task(name="cases.close_uncontacted", ignore_result=True)
def close_uncontacted(**_later) -> None:
    """Close verified cases whose call-back limit is over."""
    sweeps.close_uncontacted(timezone.now())


@shared_task(name="cases.come_back", ignore_result=True)
def come_back(**_later) -> None:
    """Let cases go on whose pause is over."""
    sweeps.come_back(timezone.now())


@shared_task(name="cases.heartbeat", ignore_result=True)
def heartbeat(**_later) -> None:
    """Leave a sign of life of beat and worker for /readyz."""
    sweeps.heartbeat(timezone.now())
