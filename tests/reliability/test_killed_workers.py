"""The worker is killed, the broker loses its messages or delivers them too often: each case is assigned once."""

import random

import pytest
from django.db import connection
from django.utils import timezone

from cases import outbox, sweeps
from cases.models import CaseEvent
from tests.reliability import counts, servers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture
def reporting(world, started, broker, log):
    """Return a function that starts a process that reports so many cases, one after the other."""

    def start(count, pause=0.0):
        actor = servers.Actor.start("report", count, pause, broker=broker, log=log)
        started.append(actor)
        assert actor.is_ready(), log.read_text()
        actor.go()
        return actor

    return start


def sweep_by_message(sender):
    """Let the time of every waiting event come, and send the worker the tick that the clock would send."""
    counts.unhandled().update(try_at=timezone.now())
    sender.send_task("cases.sweep_outbox", queue="periodic")


def test_a_worker_killed_again_and_again_loses_none_of_a_hundred_cases(reporting, start_worker, sends_there):
    reporter = reporting(100, pause=0.04)
    for _kill in range(3):
        worker = start_worker()
        enough = counts.assigned() + random.randint(1, 12)
        servers.wait_until(lambda enough=enough: counts.assigned() >= enough, every=0.01)
        worker.kill()
    assert counts.assigned() < 100, "it was killed in the middle of the work"
    pks = reporter.result()

    start_worker()
    sweep_by_message(sends_there)
    servers.wait_until(lambda: not counts.unhandled().exists())
    counts.assert_each_assigned_once(pks)


def test_a_flushed_broker_loses_no_case_and_the_worker_goes_on(reporting, start_worker, broker, sends_there):
    worker = start_worker()
    pks = reporting(1).result()
    servers.wait_until(lambda: counts.assigned() == 1)
    worker.freeze()  # busy elsewhere, as it were
    pks += reporting(40).result()
    assert broker.queued() > 30
    broker.client.flushall()
    worker.thaw()

    pks += reporting(5).result()
    servers.wait_until(lambda: CaseEvent.objects.filter(case__in=pks[-5:], kind="case.assigned").count() == 5)
    assert counts.assigned() < 20, "messages were lost"
    sweep_by_message(sends_there)
    servers.wait_until(lambda: not counts.unhandled().exists())
    counts.assert_each_assigned_once(pks)


def test_the_worker_connects_again_after_the_database_dropped_its_connections(reporting, start_worker):
    start_worker()
    pks = reporting(6).result()
    servers.wait_until(lambda: counts.assigned() == 6)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.rowcount >= 2, "the worker's processes keep theirs between tasks"

    pks += reporting(6).result()
    servers.wait_until(lambda: counts.assigned() == 12)
    counts.assert_each_assigned_once(pks)


def test_every_message_delivered_three_times_by_the_broker_counts_once(reporting, start_worker, broker, sends_there):
    pks = reporting(15).result()
    for event in counts.unhandled():
        assert outbox.publish(event.pk)
        assert outbox.publish(event.pk)
    assert broker.queued() == 45

    start_worker()
    servers.wait_until(broker.is_drained)
    counts.assert_each_assigned_once(pks)
    before = counts.everything()
    for event in CaseEvent.objects.all():  # and once more, those long handled too
        for _time in range(3):
            outbox.publish(event.pk)
    servers.wait_until(broker.is_drained)
    assert counts.everything() == before


def test_a_process_that_dies_between_commit_and_sending_loses_nothing(world, at_the_same_time, broker):
    assert at_the_same_time("die_after_commit", 20, processes=1) == [[9] * 20]
    assert broker.queued() == 0
    waiting = list(CaseEvent.objects.values_list("case", flat=True))
    assert len(waiting) == 20

    sweeps.outbox_sweep(timezone.now() + outbox.GRACE)
    counts.assert_each_assigned_once(waiting)
