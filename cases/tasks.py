"""Celery's door: load nothing, decide nothing, make one call. The clock is read here and passed down."""

from celery import shared_task
from django.utils import timezone

from cases import co_signers, retention, sheets, sweeps


@shared_task(name="cases.handle_event", ignore_result=True)
def handle_event(*, event_id: int, **_later) -> None:
    """React to one event and to what follows from it."""
    sweeps.handle(event_id, timezone.now())


@shared_task(name="cases.sweep_outbox", ignore_result=True)
def sweep_outbox(**_later) -> None:
    """React to the events the broker lost."""
    sweeps.outbox_sweep(timezone.now())


@shared_task(name="cases.escalate", ignore_result=True, soft_time_limit=300, time_limit=360)  # after a long outage
def escalate(**_later) -> None:
    """Climb the rungs that have come."""
    sweeps.escalate(timezone.now())


@shared_task(name="cases.remind_helpers", ignore_result=True)
def remind_helpers(**_later) -> None:
    """Remind of co-handling orders that are nearly due or overdue."""
    sweeps.remind_helpers(timezone.now())


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


@shared_task(name=co_signers.TASK, ignore_result=True)
def tell_co_signers(**_later) -> None:
    """Send co-signers of closed cases the texts they are owed."""
    co_signers.tell_waiting(timezone.now())


@shared_task(name="cases.take_sheet", ignore_result=True, soft_time_limit=540, time_limit=600)
def take_sheet(*, sheet_id: int, **_later) -> None:
    """Log the rows of a sheet that somebody asked for."""
    sheets.take(sheet_id, timezone.now())


@shared_task(name="cases.resend_sheets", ignore_result=True)
def resend_sheets(**_later) -> None:
    """Send again the sheets the broker lost."""
    sheets.resend_stuck(timezone.now())


@shared_task(name="cases.count_figures", ignore_result=True, soft_time_limit=540, time_limit=600)  # a year takes long
def count_figures(**_later) -> None:
    """Count the figures of the periods whose time has come."""
    sweeps.count_figures(timezone.now())


@shared_task(name="cases.forget", ignore_result=True, soft_time_limit=540, time_limit=600)
def forget(**_later) -> None:
    """Forget what is kept no longer: contacts, sheets, counted tries, one-time codes, blocks, sessions."""
    retention.forget(timezone.now())


@shared_task(name="cases.heartbeat", ignore_result=True)
def heartbeat(**_later) -> None:
    """Leave a sign of life of beat and worker for /readyz."""
    sweeps.heartbeat(timezone.now())
