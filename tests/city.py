"""A database that holds all of Zhengzhou, made once and copied in a second for each journey."""

import contextlib
import hashlib
import io
import os

from django.core.management import call_command
from django.db import connection

from zhengzhou_grid import addresses

# Several people may test on one server, each with a DATABASE_URL of their own; so may several processes of one run.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")
MARK = hashlib.sha256(f"{addresses.database_url()} {PROCESS}".encode()).hexdigest()[:8]
TEMPLATE = f"test_city_{MARK}"
COPY = f"test_city_{MARK}_copy"


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
    """Make the database with the territory and the reference data, without staff and cases."""
    admin_sql(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
    admin_sql(f"CREATE DATABASE {TEMPLATE}")
    with connected_to(TEMPLATE):
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        call_command("load_replies", verbosity=0, stdout=io.StringIO())
        call_command("load_grids", verbosity=0, stdout=io.StringIO())


def drop_template() -> None:
    admin_sql(f"DROP DATABASE {TEMPLATE} WITH (FORCE)")


@contextlib.contextmanager
def copy():
    """Work in a fresh copy of the template inside the block."""
    admin_sql(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
    admin_sql(f"CREATE DATABASE {COPY} TEMPLATE {TEMPLATE}")
    with connected_to(COPY):
        yield
    admin_sql(f"DROP DATABASE {COPY} WITH (FORCE)")
