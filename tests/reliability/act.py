"""What another process does while a test looks on: python -m tests.reliability.act <deed> <arguments>.

It says "ready", waits for a line, does the deed, and prints what came of it as JSON.
"""

import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases import lifecycle, meetings, permissions, sweeps  # noqa: E402
from cases.models import Minutes  # noqa: E402
from grids import scope  # noqa: E402
from grids.models import Category, Grid  # noqa: E402


def sweep_outbox(now: str) -> int:
    return sweeps.outbox_sweep(datetime.fromisoformat(now))


def escalate(now: str) -> dict:
    return sweeps.escalate(datetime.fromisoformat(now))


def report(count: str, pause: str) -> list[int]:
    """Report so many cases one after the other; return their keys."""
    return [_report() for _turn in range(int(count)) if time.sleep(float(pause)) is None]


def die_after_commit(count: str) -> list[int]:
    """Report so many cases, each in a process that ends between COMMIT and sending; return the exit codes."""
    connection.close()
    return [_in_a_process(_report_and_die) for _turn in range(int(count))]


def sign_minutes(minutes: str, now: str) -> str:
    """Sign minutes as their convener; return their number."""
    return _sign(minutes, now)


def sign_minutes_and_hang(minutes: str, now: str, writes: str, mark: str) -> None:
    """Sign minutes, but stop for good after so many statements that write; a file named `mark` then says so."""
    left = iter(range(int(writes)))

    def stop(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(left, None) is None:
            Path(mark).touch()
            time.sleep(600)
        return answer

    with connection.execute_wrapper(stop):
        _sign(minutes, now)
    Path(mark).touch()


def _sign(pk: str, now: str) -> str:
    minutes, at = Minutes.objects.select_related("meeting__convener").get(pk=pk), datetime.fromisoformat(now)
    convener = scope.of(minutes.meeting.convener.postings.get().person, at)
    return meetings.sign_off(minutes, by=convener, now=at).number


def _report() -> int:
    form = lifecycle.Report(
        text="路口的井盖不见了。",
        category=Category.objects.get(code="B01"),
        grid=Grid.objects.get(code="410106002006001"),
    )
    return lifecycle.report(form, by=permissions.REPORTER, now=timezone.now()).case.pk


def _report_and_die() -> None:
    with transaction.atomic():
        transaction.on_commit(lambda: os._exit(9))  # the first callback after COMMIT; sending would be the second
        _report()


def _in_a_process(deed) -> int:
    child = os.fork()
    if child == 0:
        deed()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


DEEDS = {
    deed.__name__: deed
    for deed in (sweep_outbox, escalate, report, die_after_commit, sign_minutes, sign_minutes_and_hang)
}

if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(DEEDS[sys.argv[1]](*sys.argv[2:])))
