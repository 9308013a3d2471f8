"""Celery's settings: every tick has its task, every queue its reader, every task its end."""

import pytest
from celery import current_app

from cases.sums import rhythm
from zhengzhou_grid import schedule
from zhengzhou_grid.celery import app

QUEUES = {queue.name for queue in schedule.task_queues}


@pytest.fixture(scope="module", autouse=True)
def tasks():
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_it_is_the_current_application():
    assert current_app.conf.broker_url == schedule.broker_url


@pytest.mark.parametrize("entry", schedule.beat_schedule.values(), ids=schedule.beat_schedule.keys())
def test_every_tick_names_a_task_and_a_queue_and_expires_with_its_period(entry, tasks):
    assert entry["task"] in tasks
    period = entry["schedule"] if isinstance(entry["schedule"], int) else schedule.DAY
    assert entry["options"] == {"queue": "periodic", "expires": period}


def test_every_task_is_killed_before_it_would_be_delivered_again(tasks):
    limits = {name: task.time_limit or schedule.task_time_limit for name, task in tasks.items()}

    assert limits
    assert {
        name: limit
        for name, limit in limits.items()
        if limit >= schedule.broker_transport_options["visibility_timeout"]
    } == {}


def test_no_task_runs_longer_than_a_period_waits_for_what_it_writes(tasks):
    longest = max(task.time_limit or schedule.task_time_limit for task in tasks.values())

    assert longest <= rhythm.LONGEST_TASK.total_seconds()


def test_every_task_goes_to_a_declared_queue(tasks):
    queues = {task.queue for task in tasks.values() if getattr(task, "queue", None)}

    assert queues <= QUEUES
    assert schedule.task_default_queue in QUEUES


def test_no_task_keeps_a_result_or_is_acknowledged_early(tasks):
    assert app.conf.result_backend is None
    assert all(task.ignore_result and task.acks_late for task in tasks.values())


def test_workers_wait_longer_for_redis_than_web_processes():
    web, worker = schedule.broker_transport_options, schedule.PATIENT["broker_transport_options"]

    assert (web["socket_timeout"], web["socket_connect_timeout"], web["max_retries"]) == (2, 1, 1)
    assert worker["socket_timeout"] == 30
    assert web["global_keyprefix"] == worker["global_keyprefix"]
