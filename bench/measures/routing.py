"""How soon a report is assigned by the real Celery worker, and how fast a backlog goes."""

import statistics
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import figures, servers
from bench.clients import percentile
from bench.database import forget_messages
from bench.load import Supply, residents_choices
from bench.machine import Watch
from cases import lifecycle, outbox, permissions, sweeps
from cases.models import CaseEvent
from grids.models import Category, Grid

# Written at the commit of an assignment: the case's own assigned_at is the moment the worker began.
WITNESS = """
CREATE TABLE bench_assigned (case_id bigint, at timestamptz);
CREATE FUNCTION bench_witness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO bench_assigned VALUES (NEW.id, clock_timestamp()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER bench_witness AFTER UPDATE ON cases_case DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.state = 'reported' AND NEW.state = 'assigned') EXECUTE FUNCTION bench_witness();
"""
AIMS = {2: "p95 ≤ 250 ms, max ≤ 1 s", 28: "p95 ≤ 1 s"}
PATIENCE = 30  # seconds to wait for what a worker has not done yet


@dataclass(frozen=True)
class Routed:
    """One backlog gone by: how many cases, how fast, at what cost."""

    cases: int
    per_second: float
    cpu_ms: float


@contextmanager
def witness():
    """Note the moment each assignment is committed, in the table bench_assigned."""
    with connection.cursor() as cursor:
        cursor.execute(WITNESS)
        yield
        cursor.execute("DROP TRIGGER bench_witness ON cases_case")
        cursor.execute("DROP FUNCTION bench_witness")
        cursor.execute("DROP TABLE bench_assigned")


def assigned() -> dict[int, datetime]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, at FROM bench_assigned ORDER BY at")
        return dict(cursor.fetchall())


def latency(seconds: float, logs: Path) -> Iterator[figures.Figure]:
    """Measure created → assigned at two rates in turn, from just before the report to the assignment's commit."""
    rates = {rate: [] for rate in AIMS}
    lost = dict.fromkeys(AIMS, 0)
    forget_messages()
    with witness(), servers.worker(logs):
        follow(report_at(2, 3))  # the worker has started when these are assigned
        for _round in range(figures.ROUNDS):
            for rate, rounds in rates.items():
                waits, missing = follow(report_at(rate, seconds))
                rounds.append(waits)
                lost[rate] += missing
    for rate, rounds in rates.items():
        yield figures.median(
            f"created → assigned at {rate} /s, p95", "ms", [percentile(waits, 0.95) * 1000 for waits in rounds],
            aim=AIMS[rate],
            p50_ms=statistics.median(percentile(waits, 0.5) * 1000 for waits in rounds),
            max_ms=round(max(max(waits, default=0) for waits in rounds) * 1000),
            cases=sum(map(len, rounds)), not_assigned=lost[rate],
        )  # fmt: skip


def report_at(rate: float, seconds: float) -> dict[int, datetime]:
    """Send reports at a steady rate; return for each case the moment before it was sent."""
    choices = residents_choices()
    categories = Category.objects.in_bulk({code for code, _grid in choices}, field_name="code")
    grids = Grid.objects.in_bulk([code for _category, code in choices], field_name="code")
    sent = {}
    began = time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        category, grid = choices[number % len(choices)]
        form = lifecycle.Report(text="路灯不亮", category=categories[category], grid=grids[grid], form_key=uuid.uuid4())
        before = datetime.now(UTC)
        sent[lifecycle.report(form, by=permissions.REPORTER, now=before).case.pk] = before
    return sent


def follow(sent: dict[int, datetime]) -> tuple[list[float], int]:
    """Wait until the cases are assigned; return the seconds each took, and how many were not assigned in time."""
    until = time.monotonic() + PATIENCE
    while True:
        done = assigned()
        missing = len(sent.keys() - done.keys())
        if not missing or time.monotonic() > until:
            break
        time.sleep(0.2)
    return [(done[pk] - before).total_seconds() for pk, before in sent.items() if pk in done], missing


def backlog(supply: Supply, count: int, logs: Path) -> Iterator[figures.Figure]:
    """Measure a backlog going by: through the broker with two processes, and through the sweep in one, in turn."""
    by_worker, by_sweep = [], []
    for _round in range(figures.ROUNDS):
        by_worker.append(through_the_worker(supply.reported(count, timezone.now()), logs))
        by_sweep.append(through_the_sweep(supply.reported(count // 2, timezone.now())))
    taken = statements(supply)
    yield of_routings("backlog routed, worker of 2", by_worker, aim="≥ 200 /s", statements=taken)
    yield of_routings("backlog routed, sweep, one process", by_sweep, statements=taken)


def of_routings(name: str, rounds: list[Routed], **more) -> figures.Figure:
    cpu_ms = statistics.median(routed.cpu_ms for routed in rounds)
    cases = sum(routed.cases for routed in rounds)
    return figures.median(name, "/s", [routed.per_second for routed in rounds], cpu_ms=cpu_ms, cases=cases, **more)


def through_the_worker(events: list[int], logs: Path) -> Routed:
    """Queue the events, then start the worker; count from the first assignment to the last."""
    forget_messages()
    forget_others(events)
    for event in events:
        outbox.publish(event)
    with witness(), servers.worker(logs):
        until = time.monotonic() + PATIENCE
        while not (before := len(assigned())) and time.monotonic() < until:
            time.sleep(0.1)
        watch = Watch()
        while len(assigned()) < len(events) and time.monotonic() < until:
            time.sleep(0.3)
        moments, cpu = sorted(assigned().values()), watch.cpu()
    forget_messages()
    if len(moments) < 2 or before == len(moments):
        return Routed(len(moments), 0.0, 0.0)
    per_second = (len(moments) - 1) / (moments[-1] - moments[0]).total_seconds()
    return Routed(len(moments), per_second, 1000 * cpu / (len(moments) - before))


def forget_others(events: list[int]) -> None:
    """Take what earlier measures left waiting out of the way."""
    left = CaseEvent.objects.filter(handled_at__isnull=True).exclude(pk__in=events)
    left.update(handled_at=timezone.now(), try_at=None)


def through_the_sweep(events: list[int]) -> Routed:
    """Let the sweep find the events, as after a loss of the broker."""
    forget_others(events)
    watch, began = Watch(), time.perf_counter()
    sweeps.outbox_sweep(timezone.now(), limit=len(events))
    seconds, cpu = time.perf_counter() - began, watch.cpu()
    handled = CaseEvent.objects.filter(pk__in=events, handled_at__isnull=False).count()
    return Routed(handled, handled / seconds, 1000 * cpu / max(1, handled))


def statements(supply: Supply) -> int:
    [event] = supply.reported(1, timezone.now())
    with CaptureQueriesContext(connection) as captured:
        sweeps.handle(event, timezone.now())
    return len(captured)
