"""Rows into tables by COPY, past indexes and foreign keys that are put back, checked, in the same transaction."""

import io
import json
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

NULL = "\\N"  # stands in for an absent value; a real text with a backslash is escaped
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Copy:
    """Rows of one model's table, given as dictionaries by column, in the text that COPY reads."""

    def __init__(self, model, *, leaves_out: tuple[str, ...] = ()):
        fields = [field for field in model._meta.concrete_fields if field.column not in leaves_out]
        self.defaults = {field.column: _text(field.get_default()) for field in fields if not field.generated}
        self.table, self.lines = model._meta.db_table, []

    def add(self, **row) -> None:
        """Take a row; columns that are not named keep the model's defaults."""
        cells = [_text(row[column]) if column in row else text for column, text in self.defaults.items()]
        self.lines.append("\t".join(cells) + "\n")

    def taken(self) -> str:
        """Return the text of the rows taken so far, one a line, and begin again without any."""
        lines, self.lines = self.lines, []
        return "".join(lines)

    def send(self, text: str) -> None:
        """Write such text into the table."""
        names = ", ".join(map(connection.ops.quote_name, self.defaults))
        with connection.cursor() as cursor:
            cursor.cursor.copy_expert(f"COPY {self.table} ({names}) FROM STDIN", io.StringIO(text))


def _text(value) -> str:
    if value is None:
        return NULL
    return TEXTS[type(value)](value) if type(value) in TEXTS else str(value)


def _words(value: str) -> str:
    return value.translate(ESCAPES) if "\\" in value or "\n" in value or "\t" in value or "\r" in value else value


def _several(value) -> str:
    return "{" + ",".join(map(str, value)) + "}"


TEXTS = {
    bool: lambda value: "t" if value else "f",
    str: _words,
    int: str,
    datetime: str,
    list: _several,
    tuple: _several,
    dict: lambda value: _words(json.dumps(value)),
}


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
