"""Many hands: long stretches are made by several processes, and come back in their order.

Nothing of Django is imported here before a new process has set it up.
"""

import copyreg
import os
import pickle
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import MappingProxyType

import django

FEW = 10  # stretches that one process has made before others have started
AHEAD = 2  # stretches for each process that may wait to be written

maker = None  # of a process that only makes


def made(maker, stretches: list) -> Iterator:
    """Yield what a maker makes of each stretch."""
    if len(stretches) < FEW:
        yield from map(maker.make, stretches)
        return
    count = os.cpu_count() or 1
    # What a new process is given is read before it has set up Django: a maker comes as bytes, to be read after that.
    given = (pickle.dumps(maker),)
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin, initargs=given) as pool:
        waiting = deque()
        for stretch in stretches:
            waiting.append(pool.submit(_make, stretch))
            if len(waiting) > AHEAD * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _fixed(days: dict) -> MappingProxyType:
    return MappingProxyType(days)


copyreg.pickle(MappingProxyType, lambda days: (_fixed, (dict(days),)))  # the calendar in a maker keeps its days in one


def _begin(given: bytes) -> None:
    global maker
    django.setup()
    maker = pickle.loads(given)  # noqa: S301 -- our own


def _make(stretch):
    return maker.make(stretch)
