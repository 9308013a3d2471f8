"""Celery's door to what is kept about people outside the staff."""

from celery import shared_task
from django.utils import timezone

from residents import phone_codes


@shared_task(name="residents.send_code", ignore_result=True)
def send_code(*, code_id: int, **_later) -> None:
    """Send the one-time code of a request."""
    phone_codes.send(code_id, timezone.now())


@shared_task(name="residents.send_waiting_codes", ignore_result=True)
def send_waiting_codes(**_later) -> None:
    """Send the one-time codes that the broker lost or the gateway did not take."""
    phone_codes.send_waiting(timezone.now())
