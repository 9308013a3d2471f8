"""What the project itself does at night."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from zhengzhou_grid.tasks import clear_sessions


def test_sessions_that_have_ended_are_deleted(db):
    for key, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="x", expire_date=timezone.now() + timedelta(hours=hours))

    clear_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
