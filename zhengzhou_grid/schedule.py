"""Celery settings and the beat schedule. Each setting answers a failure that was measured (docs/operations.md).

PostgreSQL is the truth: every piece of work is a row, a message only says "look now", and the sweep below finds what
the broker lost. Hence no result backend, no eta, no countdown, and time limits that make losing a message cheap.
"""

from celery.schedules import crontab
from kombu import Queue

from zhengzhou_grid import addresses
from zhengzhou_grid.lib import env

# --- broker ----------------------------------------------------------------------------------------------------------

broker_url = addresses.broker_url(addresses.redis_url())
SHARED_TRANSPORT = {
    "visibility_timeout": 900,  # longer than any task may run, or a slow task would be started twice
    "unacked_restore_interval": 10,  # a killed worker's messages come back within seconds of that time
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "global_keyprefix": env.text("REDIS_PREFIX", "zhengzhou-grid:") + "queue:",
}
# Web processes and commands: a stopped or frozen Redis may cost a resident two seconds, never the report.
broker_transport_options = {
    **SHARED_TRANSPORT,
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
broker_connection_timeout = 2
task_publish_retry = False
# Workers and beat (celery.py): they have nothing better to do than to wait for Redis.
PATIENT = {
    "broker_transport_options": {**SHARED_TRANSPORT, "socket_timeout": 30, "socket_connect_timeout": 5},
    "broker_connection_timeout": 5,
    "task_publish_retry": True,
}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # for ever

# --- messages --------------------------------------------------------------------------------------------------------

accept_content = ["json"]
task_serializer = "json"
timezone = "UTC"
enable_utc = True
task_ignore_result = True
imports = ("cases.square.tasks",)  # besides the tasks.py of each app

# --- queues ----------------------------------------------------------------------------------------------------------

task_queues = [
    Queue("route"),  # what happened to a case: routing and every other reaction
    Queue("notify"),  # notices to people and to other programs
    Queue("periodic"),  # the clock: sweeps and the ladder
    Queue("media"),  # photos
    Queue("export"),  # long reports; the only queue whose tasks may run for minutes
]
task_default_queue = "route"
task_create_missing_queues = False  # a misspelt queue is an error, not a queue that nobody reads

# --- running tasks ---------------------------------------------------------------------------------------------------

task_acks_late = True  # a killed worker's task is delivered again
task_reject_on_worker_lost = False  # a task that kills its process would be delivered for ever; the sweep counts tries
task_acks_on_failure = True  # a failed task is finished business for the broker: its row says what comes next
task_acks_on_timeout = True
worker_prefetch_multiplier = 1
task_soft_time_limit = 30
task_time_limit = 60  # tasks on "export" say 540 and 600 themselves
worker_max_tasks_per_child = 500
worker_max_memory_per_child = 400_000  # KiB
worker_cancel_long_running_tasks_on_connection_loss = True
worker_soft_shutdown_timeout = (
    10  # with REMAP_SIGTERM=SIGQUIT: running tasks get ten seconds, then go back to the queue
)
worker_enable_soft_shutdown_on_idle = False  # only tasks with an eta would need it, and there are none
worker_eta_task_limit = 100
worker_hijack_root_logger = False
worker_send_task_events = False

# --- the clock -------------------------------------------------------------------------------------------------------
# Every entry is safe to run twice or at the same time as itself. A tick that nobody took in its own period expires, so
# that a night without workers does not end in a thousand sweeps.


DAY = 24 * 3600


def every(seconds: int, task: str) -> dict:
    return {"task": task, "schedule": seconds, "options": {"queue": "periodic", "expires": seconds}}


def nightly(hour: int, task: str) -> dict:
    """Return an entry for once a day, at half past an hour of UTC: 19 is half past three in Zhengzhou."""
    return {"task": task, "schedule": crontab(hour=hour, minute=30), "options": {"queue": "periodic", "expires": DAY}}


beat_schedule = {
    # Every 30 seconds: hand over the events that the broker lost or that failed before (cases/tasks.py).
    "sweep-outbox": every(30, "cases.sweep_outbox"),
    # Every minute: cases past a due time climb one rung of the ladder, emergencies included (cases/tasks.py).
    "escalate": every(60, "cases.escalate"),
    # Every minute: remind of co-handling orders that are nearly due or overdue (cases/tasks.py).
    "remind-helpers": every(60, "cases.remind_helpers"),
    # Every minute: write down that clock, broker and worker are alive; /readyz looks at the age (cases/tasks.py).
    "heartbeat": every(60, "cases.heartbeat"),
    # Every hour: decisions of joint meetings that missed their date go to the level above (cases/tasks.py).
    "follow-meetings": every(3600, "cases.follow_meetings"),
    # Every hour: close finished cases whose reporter could not be asked in time (cases/tasks.py).
    "close-uncontacted": every(3600, "cases.close_uncontacted"),
    # Every five minutes: cases on hold come back at their review date (cases/tasks.py).
    "come-back": every(300, "cases.come_back"),
    # Every minute: send sheets of matters again that no worker took (cases/tasks.py).
    "resend-sheets": every(60, "cases.resend_sheets"),
    # Every minute: send the one-time codes that the broker lost or the gateway did not take (residents/tasks.py).
    "send-waiting-codes": every(60, "residents.send_waiting_codes"),
    # Every minute: tell co-signers of closed cases whom the broker or the gateway forgot (cases/tasks.py).
    "tell-co-signers": every(60, "cases.tell_co_signers"),
    # Every minute: count the figures of the periods whose time has come, past ones at night (cases/sums/rhythm.py).
    "count-figures": every(60, "cases.count_figures"),
    # Every night: forget what is kept no longer, contacts of finished cases first (cases/retention.py: TABLE).
    "forget": nightly(18, "cases.forget"),
    # Every hour: compare lft and rght of the grids with their parents (grids/tasks.py).
    "check-tree": every(3600, "grids.check_tree"),
}
