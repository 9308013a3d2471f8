"""The project's own programs, started the way `make run` starts them, and stopped again."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.clients import Connection, get
from zhengzhou_grid import serve
from zhengzhou_grid.lib.processes import Program


class DidNotStart(Exception):
    """A program did not answer in time; the message ends with its last lines."""


@contextlib.contextmanager
def web(logs: Path) -> Iterator[int]:
    """Serve the project and yield the port."""
    port = free_port()
    with running(program("web", port), logs, lambda: answers(port, "/healthz")):
        yield port


@contextlib.contextmanager
def floor(logs: Path) -> Iterator[int]:
    """Serve the bare view to compare with, by the same web server with the same settings, and yield the port."""
    port = free_port()
    web = program("web", port)
    command = ["bench.floor.site" if word == "zhengzhou_grid.wsgi" else word for word in web.command]
    bare = Program("floor", command, {"DJANGO_SETTINGS_MODULE": "bench.floor.settings"})
    with running(bare, logs, lambda: answers(port, "/")):
        yield port


@contextlib.contextmanager
def worker(logs: Path) -> Iterator[None]:
    """Run the Celery worker, ready or not: what it does is measured from the rows it writes."""
    with running(program("worker", 0), logs, lambda: True):
        yield


def program(name: str, port: int) -> Program:
    return next(program for program in serve.programs("127.0.0.1", port) if program.name == name)


@contextlib.contextmanager
def running(program: Program, logs: Path, is_ready: Callable[[], bool]) -> Iterator[None]:
    log = logs / f"{program.name}.log"
    with log.open("ab") as said:
        process = subprocess.Popen(
            program.command, env={**os.environ, **program.environment}, stdin=subprocess.DEVNULL, stdout=said,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        wait_until(is_ready, process, log)
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(program.stop_within)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(is_ready: Callable[[], bool], process: subprocess.Popen, log: Path) -> None:
    for _turn in range(150):
        if process.poll() is not None:
            break
        if is_ready():
            return
        time.sleep(0.2)
    raise DidNotStart(f"{log.stem} did not start:\n{log.read_text(errors='replace')[-3000:]}")


def answers(port: int, path: str) -> bool:
    connection = Connection(port)
    try:
        return connection.ask(get(path)).status < 500
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]
