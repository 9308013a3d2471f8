"""Words for an error that may be kept in logs and rows: what went wrong, never whose data it was."""

from django.db import DatabaseError


def words(error: Exception) -> str:
    """Return the kind of an error with its message; of the database's errors only the constraint's name.

    PostgreSQL puts the whole failing row into its message: a reporter's words, address and telephone.
    """
    kind = type(error).__name__
    if isinstance(error, DatabaseError):
        details = getattr(error.__cause__, "diag", None)
        return f"{kind}: {getattr(details, 'constraint_name', None) or 'see the log of PostgreSQL'}"
    return f"{kind}: {error}"[:500]
