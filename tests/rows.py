"""Rows of the database, kept as text and laid down again: what was built once need not be built for each test."""

import io
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection, transaction


@dataclass
class Rows:
    """The new rows of some tables, in the order in which they may be written."""

    texts: list[tuple[str, str]] = field(default_factory=list)  # a COPY statement, and what it reads

    def take(self, table: str, key: str, columns: str, keys: set[str]) -> None:
        """Add the rows of a table that have these keys."""
        if keys:
            text = io.StringIO()
            chosen = f"SELECT {columns} FROM {table} WHERE {key}::text IN ({', '.join(sorted(keys))}) ORDER BY {key}"
            with connection.cursor() as cursor:
                cursor.copy_expert(f"COPY ({chosen}) TO STDOUT", text)
            self.texts.append((f"COPY {table} ({columns}) FROM STDIN", text.getvalue()))


@contextmanager
def recorded():
    """Give a list that holds, after the block, every row that the block added to any table."""
    new, before = Rows(), {table: _keys(table, key) for table, key, _columns in _tables()}
    yield new
    for table, key, columns in _tables():
        new.take(table, key, columns, _keys(table, key) - before[table])


def all_there(*, but: frozenset[str]) -> Rows:
    """Return every row of every table, but of some."""
    found = Rows()
    for table, key, columns in _tables():
        if table.strip('"') not in but:
            found.take(table, key, columns, _keys(table, key))
    return found


def lay_down(new: Rows) -> None:
    """Write recorded rows into the tables they came from."""
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are looked at in the end
        for statement, text in new.texts:
            cursor.copy_expert(statement, io.StringIO(text))


def _tables() -> list[tuple[str, str, str]]:
    """Return each table with its key and the columns that are stored, not worked out."""
    quote = connection.ops.quote_name
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            fields = [one for one in model._meta.local_concrete_fields if not one.generated]
            columns = ", ".join(quote(one.column) for one in fields)
            found[model._meta.db_table] = quote(model._meta.db_table), _key(model, quote), columns
    return list(found.values())


def _key(model, quote) -> str:
    """Return what tells the rows of a model apart: a column, or several of them as one value."""
    keys = [quote(one.column) for one in model._meta.pk_fields]
    return keys[0] if len(keys) == 1 else f"ROW({', '.join(keys)})"


def _keys(table: str, key: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT quote_literal({key}::text) FROM {table}")
        return {value for (value,) in cursor.fetchall()}
