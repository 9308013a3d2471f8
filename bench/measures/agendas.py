"""Two schedulers at the same moment put every overdue case of the city on the agenda of its district, once."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator

from django.db.models import Count, F
from django.utils import timezone

from bench import figures
from bench.load import Supply
from bench.machine import Watch
from cases.models import AgendaItem, Escalation

SCHEDULERS = 2


def sweep(supply: Supply, count: int) -> Iterator[figures.Figure]:
    """Measure cases per second and the peak memory of one scheduler, and count what is on which agenda."""
    now = timezone.now()
    supply.overdue(count, now)
    watch, began, shares = Watch(), time.perf_counter(), _together(now)
    seconds = time.perf_counter() - began
    climbed = sum(share["climbed"] for share in shares)
    cpu_ms = 1000 * watch.cpu() / max(1, climbed)
    items = AgendaItem.objects.filter(proposed_at=now)
    on_agendas = items.filter(grid=F("case__district"))
    twice = items.values("case").annotate(times=Count("pk")).filter(times__gt=1).count()
    yield figures.median(
        f"{count:,} overdue, {SCHEDULERS} schedulers", "/s", [climbed / seconds], aim="≥ 333 /s",
        cpu_ms=cpu_ms, seconds=round(seconds, 1), peak_mib=round(max(share["peak_kib"] for share in shares) / 1024),
        shares=" + ".join(str(share["climbed"]) for share in shares), failed=sum(share["failed"] for share in shares),
        cards=Escalation.objects.filter(at=now, rung=4).count(), on_agendas=on_agendas.count(),
        districts=on_agendas.values("grid").distinct().count(), twice=twice or "none",
    )  # fmt: skip


def _together(now) -> list[dict]:
    """Let several processes sweep at once; return what each climbed and its peak of memory."""
    command = [sys.executable, "-m", "bench.measures.scheduler", now.isoformat()]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _n in range(SCHEDULERS)
    ]
    for child in children:
        child.stdout.readline()
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()
    return [json.loads(child.communicate()[0]) for child in children]
