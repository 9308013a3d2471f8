"""The cast of tests/cases, a broker to be hurt, and many who act at the same moment."""

import threading

import pytest
from celery import Celery
from django.db import connection

from tests.cases.conftest import bring, now, report, who, world  # noqa: F401
from tests.reliability import servers
from zhengzhou_grid import addresses, celery, schedule


@pytest.fixture
def broker(tmp_path_factory):
    """Run a broker of our own."""
    mine = servers.Broker(tmp_path_factory.mktemp("v"))
    mine.start()
    yield mine
    mine.stop()


@pytest.fixture
def sends_there(broker):
    """Let this process send to that broker, as a web process does."""
    app = Celery("sender", set_as_current=False)
    app.config_from_object(schedule)
    app.conf.broker_url = addresses.broker_url(broker.url)
    app.conf.broker_transport_options = {
        **schedule.broker_transport_options, "global_keyprefix": f"{servers.PREFIX}queue:"
    }  # fmt: skip
    app.set_current()
    app.set_default()
    yield app
    celery.app.set_current()
    celery.app.set_default()
    app.close()


@pytest.fixture
def log(tmp_path):
    """What the children say; pytest keeps it for the last three runs."""
    return tmp_path / "log"


@pytest.fixture
def started(transactional_db):
    """Collect children here; they are killed before the database is emptied."""
    children = []
    yield children
    for child in children:
        child.kill()


@pytest.fixture
def start_worker(started, broker, log):
    """Return a function that starts the real worker on our broker."""

    def start():
        started.append(servers.start_worker(broker, log))
        return started[-1]

    return start


@pytest.fixture
def at_the_same_time(started, broker, log):
    """Return a function that lets one deed of act.py be done by several processes at once: what each returned."""

    def run(deed, *arguments, processes=2):
        actors = [servers.Actor.start(deed, *arguments, broker=broker, log=log) for _n in range(processes)]
        started.extend(actors)
        assert all(actor.is_ready() for actor in actors), log.read_text()
        for actor in actors:
            actor.go()
        return [actor.result() for actor in actors]

    return run


@pytest.fixture
def together(transactional_db):
    """Return a function that calls deed(n) so many times at one moment: what came of each, errors included.

    Each call has a thread of its own, unless the server is so busy with others that the connections do not suffice.
    """

    def run(deed, times):
        threads = min(times, free_connections())
        start, outcomes = threading.Barrier(threads), [None] * times

        def act(first):
            start.wait()
            for n in range(first, times, threads):
                try:
                    outcomes[n] = deed(n)
                except Exception as error:  # noqa: BLE001 - which errors are right is for the test to say
                    outcomes[n] = error
            connection.close()

        acting = [threading.Thread(target=act, args=[n]) for n in range(threads)]
        for thread in acting:
            thread.start()
        for thread in acting:
            thread.join()
        return outcomes

    return run


def free_connections() -> int:
    """Return how many connections the server can still give, with some left for others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int - count(*) FROM pg_stat_activity")
        return max(8, cursor.fetchone()[0] - 15)
