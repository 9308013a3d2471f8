"""What `make run` runs: servers, set-up, then web, worker and beat as one group. Ctrl-C ends all of it."""

import contextlib
import fcntl
import hashlib
import io
import os
import secrets
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils.translation import reloader

from zhengzhou_grid import addresses, schedule, services
from zhengzhou_grid.lib import env
from zhengzhou_grid.lib.processes import Group, Program, ProgramKeepsDying, end_leftovers
from zhengzhou_grid.lib.static import LEFT_OUT

BASE = Path(__file__).resolve().parent.parent
LOCAL = addresses.LOCAL
PID_FILE = LOCAL / "children"
MARK = "zhengzhou_grid"  # in the command line of each child
ACCOUNTS = [  # the demo's people, in the order of the story
    ("gridleader", "网格长 grid leader"),
    ("cadre", "下沉干部 sunk-down cadre"),
    ("community", "社区书记 community secretary"),
    ("street", "街道 street office"),
    ("district", "区县 district official"),
    ("supervisor", "督查 supervisor"),
    ("admin", "系统管理 administrator"),
]
# Loaders in the order in which they need each other, with the files that make them worth running again.
LOADERS = [
    ("Departments and categories", "load_reference", ["grids/importing"]),
    ("Standard replies", "load_replies", ["cases/standard_replies.toml"]),
    ("Territory of Zhengzhou", "load_grids", ["grids/importing"]),
    ("Demo staff", "load_staff", ["grids/importing"]),
    ("Demo cases", "load_demo", ["cases/demo"]),
]
DEMO_LOADERS = {"load_staff", "load_demo"}


class CannotServe(Exception):
    """Something outside this program must be changed first; the message says what."""


def main() -> int:
    """Set up, serve until told to stop, stop; return the exit code."""
    host, port = os.environ.get("HOST", "127.0.0.1"), env.number("PORT", 8000)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_at_once)
    try:
        with alone():
            end_leftovers(PID_FILE, MARK)
            check_port(host, port)
            prepare_environment()
            with services_running():
                set_up()
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, lambda *_: stop.set())
                serve(host, port, stop)
    except KeyboardInterrupt:
        say("\nStopped.")
    except (CannotServe, CommandError, ProgramKeepsDying, services.ServerDidNotStart) as error:
        say(f"\n✗ {error}")
        return 1
    return 0


def stop_at_once(*_):
    raise KeyboardInterrupt


@contextlib.contextmanager
def alone():
    """Hold the lock of this checkout; raise CannotServe when another `make run` has it."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "serving").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotServe(
                "`make run` is already running in this folder. Stop it there with Ctrl-C first."
            ) from None
        yield


def check_port(host: str, port: int) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise CannotServe(f"Port {port} is taken ({error.strerror}). Try: PORT={port + 1} make run") from None


def prepare_environment() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengzhou_grid.settings")
    os.environ["DEMO"] = str(env.switch("DEMO", True)).lower()  # asked for below as one word
    os.environ["HASHED_STATIC"] = "true"
    if os.environ["DEMO"] == "true" and not os.environ.get("DEMO_PASSWORD"):
        os.environ["DEMO_PASSWORD"] = addresses.kept("demo-password", lambda: f"grid-{secrets.token_hex(4)}")


@contextlib.contextmanager
def services_running():
    names = " and ".join({"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Valkey"}[name] for name in services.missing())
    with contextlib.ExitStack() as stack:
        with step(f"Starting {names}" if names else "Using the given servers"):
            stack.enter_context(services.running())
        yield


# --- set-up ----------------------------------------------------------------------------------------------------------


def set_up() -> None:
    """Bring translations, database, data and static files up to date; what is up to date already is passed over."""
    with step("Compiling translations"):
        django.setup()
        run("messages", compile=True)
        read_translations_again()
    with step("Bringing the database up to date"):
        run("migrate", interactive=False)
        empty = not apps.get_model("grids", "Grid").objects.exists()
    for title, command, sources in LOADERS:
        if command in DEMO_LOADERS and os.environ["DEMO"] != "true":
            continue
        mark = fingerprint(sources, addresses.database_url(), os.environ.get("DEMO_PASSWORD", ""))
        once(title, command, mark, again=empty)
    sources = ["static", "package-lock.json", "requirements.txt", "zhengzhou_grid/lib/static.py"]
    options = {"interactive": False, "clear": True, "ignore_patterns": LEFT_OUT}
    once("Collecting static files", "collectstatic", fingerprint(sources), **options)
    connections.close_all()


def read_translations_again() -> None:
    """Forget the translations this process has read: on a first start there were none, and the demo is written in
    Chinese.
    """
    reloader.translation_file_changed(None, Path("django.mo"))


def once(title: str, command: str, mark: str, *, again: bool = False, **options) -> None:
    """Run a management command unless it ran here with the same mark before."""
    stamp = LOCAL / "done" / command
    if not again and stamp.exists() and stamp.read_text() == mark:
        return
    with step(title):
        run(command, **options)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(mark)


def fingerprint(sources: list[str], *words: str) -> str:
    """Return a hash of the content of these files and folders, and of these words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for source in sources:
        path = BASE / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(str(file.relative_to(BASE)).encode() + file.read_bytes())
    return digest.hexdigest()


def run(command: str, **options) -> None:
    """Run a management command; show what it said only when it fails."""
    said = io.StringIO()
    try:
        call_command(command, stdout=said, stderr=said, **options)
    except BaseException:
        say(said.getvalue())
        raise


# --- serving ---------------------------------------------------------------------------------------------------------


def programs(host: str, port: int) -> list[Program]:
    """Return the three programs of the group, sized for two cores; docs/operations.md tells what to change on more."""
    python = sys.executable
    queues = ",".join(queue.name for queue in schedule.task_queues)
    web = [python, "-m", "gunicorn", "zhengzhou_grid.wsgi", "--bind", f"{host}:{port}", "--no-control-socket"]
    web += ["--worker-class", "gthread", "--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "4"]
    web += ["--timeout", "60", "--graceful-timeout", "8", "--max-requests", "20000", "--max-requests-jitter", "2000"]
    celery = [python, "-m", "celery", "--app", "zhengzhou_grid", "--quiet"]
    worker = [*celery, "worker", "--queues", queues, "--concurrency", os.environ.get("CELERY_WORKERS", "2")]
    worker += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--schedule", str(LOCAL / "beat-schedule"), "--pidfile", "", "--loglevel", "WARNING"]
    return [
        Program("web", web),
        # SIGQUIT gives running tasks ten seconds and then hands them back; SIGTERM would wait for as long as they take.
        Program("worker", worker, {"REMAP_SIGTERM": "SIGQUIT"}, stop_within=20),
        Program("beat", beat),
    ]


def serve(host: str, port: int, stop: threading.Event) -> None:
    """Run the group until `stop` is set; raise CannotServe or ProgramKeepsDying."""
    group = Group(programs(host, port), PID_FILE)
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104
    try:
        with step("Starting web, worker and beat"):
            group.start()
            wait_for_web(address, stop)
        say(box(address))
        group.watch(stop)
    finally:
        say("\nStopping …")
        group.stop()
    say("Stopped. Everything is kept; `make run` goes on from here.")


def wait_for_web(address: str, stop: threading.Event) -> None:
    """Wait until web answers anything at all, for a minute at most. Raises CannotServe."""
    for _ in range(300):
        try:
            urllib.request.urlopen(address + "healthz", timeout=2)  # noqa: S310
        except urllib.error.HTTPError:
            return  # somebody answers, be it that this host name is not ours
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if stop.wait(0.2):
                return
        else:
            return
    raise CannotServe(f"{address} does not answer. The lines above tell why.")


# --- what is said ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def step(title: str):
    """Show what is being done and, when it is done, how long it took."""
    began = time.monotonic()
    if sys.stdout.isatty():
        say(f"  … {title}", end="\r")
    yield
    say(f"  ✓ {title:<40}{time.monotonic() - began:6.1f} s")


def box(address: str) -> str:
    lines = [f"Open  {address}", "Stop with Ctrl-C · 按 Ctrl-C 停止"]
    if os.environ["DEMO"] == "true":
        lines += [
            "",
            f"Staff log in at {address}accounts/login/",
            f"Demo password (all accounts): {os.environ['DEMO_PASSWORD']}",
        ]
        lines += [f"  {name:<12}{role}" for name, role in ACCOUNTS]
    rule = "─" * 72
    return "\n".join(["", rule, *(f"  {line}" for line in lines), rule, ""])


def say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
