"""What else the machine was doing: load average, and CPU used by others while something was measured."""

import contextlib
import os
import platform
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis
from django.db import connection

from zhengzhou_grid.addresses import redis_url

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Look:
    """CPU seconds so far: of the whole machine, and of everything that belongs to the bench."""

    at: float
    busy: float
    ours: float


class Watch:
    """Measures the share of all cores that others used between two looks; None where /proc is missing."""

    def __init__(self):
        self.backends: dict[int, float] = {}  # CPU seconds of connections when last seen: those that closed still count
        self.began = self._look()

    def foreign(self) -> float | None:
        """Return foreign CPU since the start in percent of all cores."""
        if self.began is None:
            return None
        now = self._look()
        cores = os.cpu_count() or 1
        spent = (now.busy - self.began.busy) - (now.ours - self.began.ours)
        return max(0.0, 100 * spent / ((now.at - self.began.at) * cores))

    def cpu(self) -> float:
        """Return the CPU seconds everything of ours used since the start; 0 where /proc is missing."""
        return self._look().ours - self.began.ours if self.began else 0.0

    def _look(self) -> Look | None:
        stat = Path("/proc/stat")
        if not stat.exists():
            return None
        numbers = [int(word) for word in stat.read_text().split("\n", 1)[0].split()[1:9]]
        user, nice, system, _idle, _iowait, irq, softirq, steal = numbers
        parents, seconds = processes()
        own = {os.getpid()}
        while more := {pid for pid, parent in parents.items() if parent in own} - own:
            own |= more
        self.backends |= {pid: seconds[pid] for pid in backends() if pid in seconds}
        ours = sum(seconds[pid] for pid in own if pid in seconds) + sum(self.backends.values()) + redis_seconds()
        return Look(time.monotonic(), (user + nice + system + irq + softirq + steal) / TICKS, ours)


def processes() -> tuple[dict[int, int], dict[int, float]]:
    """Return the parent of each process, and its CPU seconds with those of its children that ended."""
    parents, seconds = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                words = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(words[1])
                seconds[int(folder.name)] = sum(map(int, words[11:15])) / TICKS
    return parents, seconds


def backends() -> set[int]:
    """Return the process ids of PostgreSQL's connections to our database, as far as they run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        found = {row[0] for row in cursor.fetchall()}
    local = set()
    for pid in found:
        with contextlib.suppress(OSError):
            if "postgres" in Path(f"/proc/{pid}/comm").read_text():
                local.add(pid)
    return local


def redis_seconds() -> float:
    with redis.Redis.from_url(redis_url()) as client:
        cpu = client.info("cpu")
    return cpu["used_cpu_sys"] + cpu["used_cpu_user"]


def description() -> dict:
    """Return what the figures depend on."""
    shown = ("server_version", "shared_buffers", "synchronous_commit", "fsync")
    with connection.cursor() as cursor:
        postgres = {}
        for name in shown:
            cursor.execute(f"SHOW {name}")
            postgres[name] = cursor.fetchone()[0]
    with redis.Redis.from_url(redis_url()) as client:
        server = client.info("server")
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": postgres,
        "redis": server.get("valkey_version") or server["redis_version"],
        "conn_max_age": connection.settings_dict["CONN_MAX_AGE"],
    }


def commit() -> str:
    """Return the short id of the commit measured, with "-dirty" where files differ from it; "unknown" without git."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = done.stdout.strip()
    return found if re.fullmatch(r"[0-9a-f]+(-dirty)?", found) else "unknown"


def load() -> float:
    """Return the load average of the last minute."""
    return os.getloadavg()[0]
