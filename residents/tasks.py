"""Periodic work on what is kept about people outside the staff."""

from celery import shared_task
from django.utils import timezone

from residents import blocking, counting


@shared_task(name="residents.forget_tallies", ignore_result=True)
def forget_tallies(**_later) -> None:
    """Delete counted tries that no limit looks at any more, and blocks that have ended."""
    counting.forget_old(timezone.now())
    blocking.forget_old(timezone.now())
