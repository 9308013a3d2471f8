"""Databases that are made once and copied in a second: for each process the schema, for each journey the whole city."""

import contextlib
import functools
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from zhengzhou_grid import addresses

# Several people may test on one server, each with a DATABASE_URL of their own; so may several processes of one run.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")
OURS = hashlib.sha256(addresses.database_url().encode()).hexdigest()[:8]
ROOT = Path(__file__).resolve().parent.parent
LOCK = 20120101  # advisory locks: one process makes a template, the others wait for it


@dataclass(frozen=True)
class Template:
    """A database to copy; its name changes with any file it is made from."""

    what: str
    files: tuple[str, ...]  # patterns below the project's folder
    fill: Callable[[], None]  # run while connected to the new database
    base: "Template | None" = None

    def __hash__(self) -> int:
        return hash(self.what)

    @property
    def prefix(self) -> str:
        return f"test_{self.what}_{OURS}"

    @functools.cached_property
    def name(self) -> str:
        contents = hashlib.sha256(self.base.name.encode() if self.base else b"")
        for pattern in self.files:
            for path in sorted(ROOT.glob(pattern)):
                if path.is_file() and path.suffix != ".pyc":
                    contents.update(path.read_bytes())
        return f"{self.prefix}_made_{contents.hexdigest()[:8]}"

    def make(self) -> None:
        """Make the database unless it is there; it stays for the next run. One made from other files is dropped."""
        if self.base:
            self.base.make()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")  # waits for making it
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK, self.what])  # goes with the connection
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{self.prefix}_made_"])
            made = {name for (name,) in cursor.fetchall()}
            for name in made - {self.name}:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            if self.name not in made:
                new = f"{self.prefix}_being_made"
                _create(new, self.base)
                with connected_to(new):
                    self.fill()
                cursor.execute(f"ALTER DATABASE {new} RENAME TO {self.name}")

    @contextlib.contextmanager
    def copy(self):
        """Work in a fresh copy inside the block."""
        copy = f"{self.prefix}_{PROCESS}"
        _create(copy, self)
        with connected_to(copy):
            yield
        admin_sql(f"DROP DATABASE {copy} WITH (FORCE)")


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


def _create(name: str, template: Template | None) -> None:
    admin_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin_sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template.name}" if template else ""))
