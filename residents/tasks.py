"""Celery's door to what is kept about people outside the staff."""

from celery import shared_task
from django.utils import timezone

from residents import blocking, counting, phone_codes


@shared_task(name="residents.send_code", ignore_result=True)
def send_code(*, code_id: int, **_later) -> None:
    """Send the one-time code of a request."""
    phone_codes.send(code_id, timezone.now())


@shared_task(name="residents.send_waiting_codes", ignore_result=True)
def send_waiting_codes(**_later) -> None:
    """Send the one-time codes that the broker lost or the gateway did not take."""
    phone_codes.send_waiting(timezone.now())


@shared_task(name="residents.forget_codes", ignore_result=True)
def forget_codes(**_later) -> None:
    """Delete the one-time codes and shown texts of more than a day ago."""
    phone_codes.forget_old(timezone.now())


@shared_task(name="residents.forget_tallies", ignore_result=True)
def forget_tallies(**_later) -> None:
    """Delete counted tries that no limit looks at any more, and blocks that have ended."""
    counting.forget_old(timezone.now())
    blocking.forget_old(timezone.now())
