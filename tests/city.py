"""A database that holds all of Zhengzhou, made once for many runs and copied in a second for each journey."""

import contextlib
import functools
import hashlib
import io
import os
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from zhengzhou_grid import addresses

# Several people may test on one server, each with a DATABASE_URL of their own; so may several processes of one run.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")
OURS = f"test_city_{hashlib.sha256(addresses.database_url().encode()).hexdigest()[:8]}"
COPY = f"{OURS}_{PROCESS}"
ROOT = Path(__file__).resolve().parent.parent
MADE_FROM = ("grids", "cases", "residents", "zhengzhou_grid")
LOCK = 20120101  # an advisory lock: one process makes the template, the others wait for it


@functools.cache
def template() -> str:
    """Return the template's name, which changes with any file it is made from."""
    contents = hashlib.sha256()
    for folder in MADE_FROM:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                contents.update(path.read_bytes())
    return f"{OURS}_made_{contents.hexdigest()[:8]}"


def admin_sql(statement: str) -> None:
    """Run one statement outside of any transaction, connected to no database of ours."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@contextlib.contextmanager
def connected_to(name: str):
    """Let every connection of this process lead to another database inside the block."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def make_template() -> None:
    """Make the database with the territory and the reference data, without staff and cases, unless it is there.

    It stays for the next run: making it takes half a minute of two. What was made from other files is dropped.
    """
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # let go with this connection
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{OURS}_made_"])
        made = {name for (name,) in cursor.fetchall()}
        for name in made - {template()}:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        if template() not in made:
            _fill(f"{OURS}_being_made")
            cursor.execute(f"ALTER DATABASE {OURS}_being_made RENAME TO {template()}")


def _fill(name: str) -> None:
    admin_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin_sql(f"CREATE DATABASE {name}")
    with connected_to(name):
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        call_command("load_replies", verbosity=0, stdout=io.StringIO())
        call_command("load_grids", verbosity=0, stdout=io.StringIO())


@contextlib.contextmanager
def copy():
    """Work in a fresh copy of the template inside the block."""
    admin_sql(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
    admin_sql(f"CREATE DATABASE {COPY} TEMPLATE {template()}")
    with connected_to(COPY):
        yield
    admin_sql(f"DROP DATABASE {COPY} WITH (FORCE)")
