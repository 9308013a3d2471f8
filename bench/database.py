"""A database of the bench's own beside the given one, made for the run and dropped after it."""

import contextlib
import os
from urllib.parse import urlsplit

import psycopg2
import redis

from zhengzhou_grid.addresses import database_url, redis_url

NAME = "zg_bench"
PREFIX = "zg-bench:"
ONE_AT_A_TIME = 23119  # advisory lock: two benches at once would measure each other


class Busy(Exception):
    """Another bench runs on this server."""


@contextlib.contextmanager
def own():
    """Point DATABASE_URL and REDIS_PREFIX at an empty place of our own inside the block. Raises Busy."""
    given = database_url()
    keeper = psycopg2.connect(given)
    keeper.autocommit = True
    before = {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_PREFIX")}
    with contextlib.closing(keeper), keeper.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise Busy("Another bench is running on this PostgreSQL server.")
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
        os.environ["DATABASE_URL"] = urlsplit(given)._replace(path=f"/{NAME}").geturl()
        os.environ["REDIS_PREFIX"] = PREFIX
        forget_messages()
        try:
            yield
        finally:
            forget_messages()
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def forget_messages() -> None:
    """Remove our own keys from Redis; nobody else's."""
    with redis.Redis.from_url(redis_url()) as client:
        for key in client.scan_iter(match=f"{PREFIX}*", count=1000):
            client.unlink(key)
