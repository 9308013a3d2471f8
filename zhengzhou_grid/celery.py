"""The Celery application: workers and beat read their settings here."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init

from zhengzhou_grid import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengzhou_grid.settings")

app = Celery("zhengzhou_grid")
app.config_from_object("zhengzhou_grid.schedule")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def wait_for_the_broker(**kwargs):
    """Make workers and beat patient; everybody else keeps the short time limits of a web process."""
    app.conf.update(schedule.PATIENT)
