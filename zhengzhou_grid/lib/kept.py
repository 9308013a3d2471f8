"""Queries that PostgreSQL keeps: parsed and planned once for each connection (PREPARE), later only executed.

Only for queries whose best plan is the same whatever the values: connections are set to plan such a statement once and
for all (`plan_cache_mode` in the settings). Constants of the query stay in it: partial indexes are found by them.
"""

import itertools
import logging
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import ProgrammingError
from psycopg2.extensions import AsIs

log = logging.getLogger(__name__)

NEVER, AT_ONCE, OFTEN = 2**31, 0, 5  # times a process asks a query before it is kept
MOST = 60  # statements kept by one connection: each takes some hundred kilobytes there
# Words take the type of what they are compared with.
TYPES = {int: "bigint", float: "double precision", datetime: "timestamp with time zone"}
_numbers = itertools.count(1)


class Statement:
    """One query that may be kept, with the kinds of its values in their order."""

    after = OFTEN  # the tests keep none but where they say so

    def __init__(self, sql: str, params, kinds: list[type]):
        self.sql, self.params, self.kinds = sql, params, kinds
        self.name, self.asked, self.is_refused = f"kept_{next(_numbers)}", 0, False

    def call(self, connection: BaseDatabaseWrapper) -> str:
        """Return how to call it on a connection with its values; empty where it is not kept."""
        self.asked += 1
        if self.asked <= self.after or self.is_refused:
            return ""
        known = _known(connection)
        if self.name not in known:
            if len(known) >= MOST or not self._is_taken(connection):
                return ""
            known.add(self.name)
        return f"EXECUTE {self.name} ({', '.join(['%s'] * len(self.kinds))})" if self.kinds else f"EXECUTE {self.name}"

    def _is_taken(self, connection: BaseDatabaseWrapper) -> bool:
        """Let the connection keep the statement; one that PostgreSQL does not take is sent as it is from then on."""
        places = [AsIs(f"${number}") for number in range(1, len(self.kinds) + 1)]
        params = [param.filled(places) for param in self.params]
        types = ", ".join(TYPES.get(kind, "unknown") for kind in self.kinds)
        # A transaction that is open already must outlive a statement that is not taken.
        safely = transaction.atomic(using=connection.alias) if connection.in_atomic_block else nullcontext()
        try:
            with safely, connection.cursor() as cursor:
                text = cursor.mogrify(self.sql, params).decode()
                cursor.cursor.execute(f"PREPARE {self.name}{f' ({types})' if types else ''} AS {text}")
        except ProgrammingError:
            log.exception("A query cannot be kept: %s", self.sql)
            self.is_refused = True
        return not self.is_refused


def _known(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of what a connection keeps; a new one to the database begins without any."""
    connection.ensure_connection()
    raw, known = getattr(connection, "kept_statements", (None, set()))
    if raw is not connection.connection:
        raw, known = connection.kept_statements = connection.connection, set()
    return known
