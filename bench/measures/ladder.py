"""The escalation sweep over cases whose next rung has come."""

import statistics
import time
from collections.abc import Iterator

from django.utils import timezone

from bench import figures
from bench.load import Supply
from bench.machine import Watch
from cases import escalation


def sweep(supply: Supply, count: int) -> Iterator[figures.Figure]:
    """Measure cases per second, half of them warned at 80 % of the limit, half reminded with a numbered notice."""
    rounds, cpu_ms, failed = [], [], 0
    for _round in range(figures.ROUNDS):
        now = timezone.now()
        supply.due(count, now)
        watch, began = Watch(), time.perf_counter()
        counts = escalation.sweep(now)
        cpu_ms.append(1000 * watch.cpu() / max(1, counts["climbed"]))
        rounds.append(counts["climbed"] / (time.perf_counter() - began))
        failed += counts["failed"]
    yield figures.median(
        "escalation sweep", "/s", rounds, aim="≥ 333 /s (100,000 in 5 min)", cpu_ms=statistics.median(cpu_ms),
        cases=count * figures.ROUNDS, failed=failed,
    )  # fmt: skip
