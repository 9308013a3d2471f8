"""Advisory locks of PostgreSQL, held until the transaction ends. Taken before any row lock (tree, case, work rows)."""

from django.db import connection, transaction

# The first of the two keys names the kind of lock, so that kinds to come never collide with each other.
TREE = 23110


def tree() -> None:
    """Wait for the right to change the tree of grids. Raises outside a transaction."""
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TREE, 0])


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An advisory lock outside a transaction is released at once.")
