"""The embedded servers, started for real in a folder of their own."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import redis

BASE = Path(__file__).resolve().parent.parent.parent
# A process that works with the embedded servers of another folder, and says when it has them.
USER = """
import os, sys
from pathlib import Path
from zhengzhou_grid import addresses
addresses.LOCAL = Path(sys.argv[1])
from zhengzhou_grid import services
with services.running():
    print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
    sys.stdin.readline()
"""


class Somebody:
    """A process inside `services.running()` until told to leave."""

    def __init__(self, local: Path):
        environment = {name: word for name, word in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(local)],
            cwd=BASE,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.line = self.process.stdout.readline()

    def leave(self):
        self.process.communicate("\n", timeout=60)
        assert self.process.returncode == 0


@pytest.fixture
def local(tmp_path_factory):
    return tmp_path_factory.mktemp("l") / ".local"


def database(local):
    return psycopg2.connect(host=str(local / "sockets"), user="postgres", dbname="zhengzhou_grid")


def valkey(local):
    return redis.Redis(unix_socket_path=str(local / "sockets" / "valkey.sock"))


def test_the_last_one_to_leave_stops_the_servers_and_the_data_stays(local):
    first = Somebody(local)
    second = Somebody(local)
    assert first.line == second.line
    with database(local) as connection:
        connection.cursor().execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here')")
    connection.close()
    valkey(local).set("word", "here")
    time.sleep(1.2)  # appendfsync everysec

    first.leave()
    assert valkey(local).get("word") == b"here"

    second.leave()
    with pytest.raises(psycopg2.OperationalError):
        database(local)

    third = Somebody(local)
    with database(local) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT word FROM kept")
        assert cursor.fetchall() == [("here",)]
    connection.close()
    assert valkey(local).get("word") == b"here"
    third.leave()


def test_somebody_killed_leaves_no_claim_behind(local):
    killed = Somebody(local)
    killed.process.kill()
    killed.process.wait()

    Somebody(local).leave()

    with pytest.raises(psycopg2.OperationalError):
        database(local)


def test_a_full_queue_is_refused_rather_than_dropped(local):
    somebody = Somebody(local)

    policy = valkey(local).config_get("maxmemory-policy", "appendonly", "appendfsync")
    somebody.leave()

    assert policy == {"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "everysec"}
