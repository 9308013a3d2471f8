"""The Celery application: workers and beat read their settings here."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init, task_postrun, task_prerun
from django.db import close_old_connections

from zhengzhou_grid import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengzhou_grid.settings")

app = Celery("zhengzhou_grid")
app.config_from_object("zhengzhou_grid.schedule")
# Celery's own habit is to reconnect to the database before and after each task, which costs more than routing a case.
app.conf.update(CELERY_DB_REUSE_MAX=2**31)
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def wait_for_the_broker(**kwargs):
    """Make workers and beat patient; everybody else keeps the short time limits of a web process."""
    app.conf.update(schedule.PATIENT)


@task_prerun.connect
@task_postrun.connect
def keep_good_connections(**kwargs):
    """Close database connections that are broken or too old, as Django does around each request; keep the others."""
    close_old_connections()
