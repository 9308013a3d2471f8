"""The group behind `make run`: restarted when one dies, loud when it keeps dying, stopped together."""

import os
import sys
import threading
import time

import pytest

from zhengzhou_grid.lib.processes import Group, Program, ProgramKeepsDying, end_leftovers

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
DIE = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]


@pytest.fixture
def group(tmp_path):
    made = []

    def make(*programs):
        made.append(Group(list(programs), tmp_path / "children"))
        made[-1].start()
        return made[-1]

    yield make
    for group in made:
        group.stop()


def wait_until(condition):
    for _ in range(100):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited for five seconds")


def watch_aside(group):
    """Watch a group in a thread; return the switch that ends it."""
    stop = threading.Event()
    threading.Thread(target=group.watch, args=[stop], daemon=True).start()
    return stop


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_restarts_what_dies(group):
    web, worker = Program("web", SLEEP), Program("worker", SLEEP)
    running = group(web, worker)
    stop = watch_aside(running)
    first, other = web.process.pid, worker.process.pid

    web.process.kill()

    wait_until(lambda: web.process.pid != first)
    stop.set()
    assert web.process.poll() is None
    assert worker.process.pid == other


def test_it_ends_loudly_when_a_program_keeps_dying(group):
    running = group(Program("web", SLEEP), Program("beat", DIE))

    with pytest.raises(ProgramKeepsDying, match="beat"):
        running.watch(threading.Event())


def test_it_stops_everything_within_its_time_even_the_stubborn(group, capsys):
    running = group(Program("web", SLEEP), Program("worker", STUBBORN, stop_within=1))
    pids = [program.process.pid for program in running.programs]
    seen = []
    wait_until(lambda: seen.append(capsys.readouterr().out) or "".join(seen).count("up") == 2)
    began = time.monotonic()

    running.stop()

    assert time.monotonic() - began < 4
    assert not any(is_alive(pid) for pid in pids)
    assert not running.pid_file.exists()


@pytest.fixture
def stranger():
    """A process of somebody else."""
    program = Program("web", SLEEP)
    program.start()
    yield program
    program.process.kill()
    program.process.wait()


def test_it_ends_what_a_killed_supervisor_left_behind_and_nobody_else(group, stranger):
    left = group(Program("web", [*SLEEP, "mark-of-ours"]))
    with left.pid_file.open("a") as file:
        file.write(f"\n{stranger.process.pid}")

    end_leftovers(left.pid_file, "mark-of-ours")

    left.programs[0].process.wait(5)
    assert stranger.process.poll() is None
    assert not left.pid_file.exists()


def test_it_marks_each_line_with_the_name_of_its_program(group, capsys):
    group(Program("web", SLEEP))
    seen = []

    wait_until(lambda: seen.append(capsys.readouterr().out) or "web    | up\n" in "".join(seen))
