"""Pages by keyset: a mark names the last row of a page, the next page begins behind it. Broken ones do no harm."""

import re
from datetime import datetime

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

NEVER = "never"  # the moment of a row whose column is empty
WHOLE = re.compile(r"[0-9]{1,18}")  # isdigit() knows ² and ٣ too; longer ones fit no column


def whole(text: str) -> int | None:
    """Return a typed whole number, None for anything else."""
    return int(text) if WHOLE.fullmatch(text) else None


def mark(row, column: str) -> str:
    """Return the mark of a row in a list ordered by a column of moments and the key."""
    moment = getattr(row, column)
    return f"{moment.isoformat() if moment else NEVER}_{row.pk}"


def behind(rows, text: str, column: str, *, newest_first: bool = False, may_be_empty: bool = False):
    """Return the rows behind a mark, in the order of a column and then the key. A broken mark is the first page."""
    return rows.filter(after(text, column, newest_first=newest_first, may_be_empty=may_be_empty))


def after(text: str, column: str, *, newest_first: bool = False, may_be_empty: bool = False) -> Q:
    """Return the condition on the rows behind a mark; an empty one for a broken mark: that is the first page.

    PostgreSQL puts empty moments last when the oldest come first; `may_be_empty` tells that there are some.
    """
    moment, _sign, key = text.rpartition("_")
    pk = whole(key)
    further = "lt" if newest_first else "gt"
    if pk is None:
        return Q()
    if may_be_empty and moment == NEVER:
        return Q(**{f"{column}__isnull": True, f"pk__{further}": pk})
    at = _moment(moment)
    if at is None:
        return Q()
    found = Q(**{f"{column}__{further}": at}) | Q(**{column: at, f"pk__{further}": pk})
    return found | Q(**{f"{column}__isnull": True}) if may_be_empty else found


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:  # well formed, but no such day
        return None
    return None if at is None or is_naive(at) else at
