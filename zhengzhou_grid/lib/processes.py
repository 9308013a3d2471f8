"""A group of child processes: started together, restarted when one dies, stopped together."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

MOST_RESTARTS, WITHIN = 3, 60  # a program that dies more often than this per so many seconds ends the group
COLOURS = {"web": "36", "worker": "32", "beat": "35"}


class ProgramKeepsDying(Exception):
    """A program of the group died too often; the message names it."""


@dataclass
class Program:
    """One child: what to run, what to add to its environment, how many seconds it may take to stop."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    stop_within: int = 12
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self.pass_on_output, args=[self.process.stdout], daemon=True).start()

    def pass_on_output(self, pipe) -> None:
        prefix = f"{self.name:<7}| "
        if sys.stdout.isatty():
            prefix = f"\033[{COLOURS.get(self.name, '37')}m{prefix}\033[0m"
        for line in pipe:
            sys.stdout.write(prefix + line.decode("utf-8", "replace"))
            sys.stdout.flush()

    def signal_all(self, number: int) -> None:
        """Send a signal to the child and to everything it started."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


class Group:
    """Several programs that live and end together."""

    def __init__(self, programs: list[Program], pid_file: Path):
        self.programs = programs
        self.pid_file = pid_file

    def start(self) -> None:
        for program in self.programs:
            program.start()
        self.write_pids()

    def watch(self, stop: threading.Event) -> None:
        """Return when `stop` is set; restart what dies; raise ProgramKeepsDying."""
        while not stop.wait(0.3):
            for program in self.programs:
                if program.process.poll() is not None:
                    self.restart(program)

    def restart(self, program: Program) -> None:
        now = time.monotonic()
        program.deaths = [moment for moment in program.deaths if moment > now - WITHIN] + [now]
        sys.stdout.write(f"{program.name:<7}| ended with code {program.process.returncode}\n")
        if len(program.deaths) > MOST_RESTARTS:
            raise ProgramKeepsDying(f"{program.name} died {len(program.deaths)} times within {WITHIN} s.")
        program.signal_all(signal.SIGKILL)  # what a killed parent left behind
        program.start()
        self.write_pids()

    def stop(self) -> None:
        """End all programs, each within its time; what is left then is killed."""
        started = [program for program in self.programs if program.process]
        for program in started:
            if program.process.poll() is None:
                program.process.terminate()
        began = time.monotonic()
        for program in started:
            try:
                program.process.wait(max(0.1, began + program.stop_within - time.monotonic()))
            except subprocess.TimeoutExpired:
                sys.stdout.write(f"{program.name:<7}| did not stop in time and is killed\n")
            program.signal_all(signal.SIGKILL)
            program.process.wait()
        self.pid_file.unlink(missing_ok=True)

    def write_pids(self) -> None:
        self.pid_file.write_text("\n".join(str(program.process.pid) for program in self.programs))


def end_leftovers(pid_file: Path, mark: str) -> None:
    """End the children of a supervisor that was killed: process groups in the file whose command contains `mark`."""
    if not pid_file.exists():
        return
    for pid in pid_file.read_text().split():
        look_up = ["ps", "-ww", "-o", "command=", "-p", pid]
        command = subprocess.run(look_up, capture_output=True, text=True, check=False)  # noqa: S603
        if mark in command.stdout:
            os.killpg(int(pid), signal.SIGKILL)
    pid_file.unlink()
