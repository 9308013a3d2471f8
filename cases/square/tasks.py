"""The square's own door for the worker: long work that somebody asked for on a public page."""

from celery import shared_task
from django.utils import timezone

from cases.square import printing


@shared_task(name=printing.TASK, ignore_result=True, soft_time_limit=120, time_limit=150)
def print_boards(*, print_id: int, **_later) -> None:
    """Make the file with all notice boards of a community."""
    printing.make(print_id, timezone.now())
