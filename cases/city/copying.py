"""Rows into tables by COPY, past indexes and foreign keys that are put back, checked, in the same transaction."""

import io
from contextlib import contextmanager

from django.db import connection

PAGE = 5_000  # rows sent at a time
# Stands in for an absent value; a real text with a backslash is escaped.
NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Copy:
    """Collects rows of one model's table, dictionaries by column, and sends them page by page."""

    def __init__(self, model, *, leaves_out: tuple[str, ...] = ()):
        fields = [field for field in model._meta.concrete_fields if field.column not in leaves_out]
        fields = [field for field in fields if not field.generated]
        self.columns = [field.column for field in fields]
        self.defaults = {field.column: _plain(field.get_default()) for field in fields}
        self.table, self.rows, self.count = model._meta.db_table, [], 0

    def add(self, **row) -> None:
        """Take a row; columns that are not named keep the model's defaults."""
        whole = {**self.defaults, **row}
        self.rows.append("\t".join([_text(whole[column]) for column in self.columns]))
        self.count += 1
        if len(self.rows) >= PAGE:
            self.send()

    def send(self) -> None:
        if not self.rows:
            return
        names = ", ".join(map(connection.ops.quote_name, self.columns))
        page = io.StringIO("\n".join(self.rows) + "\n")
        self.rows = []
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(f"COPY {self.table} ({names}) FROM STDIN", page)


def _plain(value):
    return str(value) if isinstance(value, str) else value


def _text(value) -> str:
    if value is None:
        return NULL
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, str):
        return value.translate(ESCAPES) if "\\" in value or "\n" in value or "\t" in value else value
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(str, value)) + "}"
    return "{}" if value == {} else str(value)


FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[]) AND NOT indisunique"""


@contextmanager
def bare(*models):
    """Take foreign keys and plain indexes off some tables and put them back: one pass over all instead of row by row.

    PostgreSQL checks every row when a key comes back. Needs a transaction around it: an error leaves all as it was.
    """
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks that still wait would forbid the change
        cursor.execute(FOREIGN_KEYS, [tables])
        keys = cursor.fetchall()
        cursor.execute(INDEXES, [tables])
        indexes = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # the words of a million cases take minutes
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
