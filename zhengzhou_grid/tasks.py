"""Celery's door to what the project itself has to do."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="zhengzhou_grid.clear_sessions", ignore_result=True)
def clear_sessions(**_later) -> None:
    """Delete the sessions that have ended: Django leaves them in their table for ever."""
    call_command("clearsessions")
