"""Small tables that change a few times a year, read once a minute per process instead of once per case.

A change is seen by every process within the minute; the process that made it calls `forget` and sees it at once.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

KEEP_SECONDS = 60
Value = TypeVar("Value")

_all: list["Snapshot"] = []


class Snapshot(Generic[Value]):
    """An immutable value read by a function and kept for a minute."""

    def __init__(self, read: Callable[[], Value]):
        self._read = read
        self._kept: tuple[float, Value] | None = None
        _all.append(self)

    def get(self) -> Value:
        """Return the value, at most a minute old. Two threads may both read it; the later one wins, both are right."""
        kept = self._kept
        if kept is None or time.monotonic() - kept[0] >= KEEP_SECONDS:
            kept = self._kept = (time.monotonic(), self._read())
        return kept[1]

    def forget(self) -> None:
        """Read again at the next question."""
        self._kept = None


def forget_all() -> None:
    """Forget every snapshot of this process."""
    for snapshot in _all:
        snapshot.forget()
