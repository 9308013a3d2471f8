"""Advisory locks of PostgreSQL, held until the transaction ends. Taken before any row lock (tree, case, work rows)."""

from zlib import crc32

from django.db import connection, transaction

# The first of the two keys names the kind of lock, so that the kinds never collide with each other.
TREE = 23110
SWEEP = 23111


def tree() -> None:
    """Wait for the right to change the tree of grids. Raises outside a transaction."""
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TREE, 0])


def sweep(name: str) -> bool:
    """Take the turn of a named sweep, or answer False when another process has it. Raises outside a transaction."""
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [SWEEP, _key(name)])
        return cursor.fetchone()[0]


def _key(name: str) -> int:
    """Return a signed 32-bit number for a name; PostgreSQL takes no other."""
    return crc32(name.encode()) - 2**31


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An advisory lock outside a transaction is released at once.")
