"""A page of cases, fifty at a time, by keyset: late ones in the order of their limits, the others newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from cases.models import Case

PAGE = 50
BY_LIMIT = frozenset({"late", "soon"})


@dataclass(frozen=True)
class Page:
    """Some rows, how many there are in all, and the mark of the next page."""

    rows: list[Case]
    total: int
    later: str


def page(cases, name: str, after: str = "") -> Page:
    """Return one page of a set of cases. A broken mark is the first page. Two queries."""
    column, sign = ("due_at", "") if name in BY_LIMIT else ("reported_at", "-")
    found = list(_behind(cases, column, sign, after).for_list().order_by(f"{sign}{column}", f"{sign}pk")[: PAGE + 1])
    rows = found[:PAGE]
    later = f"{getattr(rows[-1], column).isoformat()}_{rows[-1].pk}" if len(found) > PAGE else ""
    return Page(rows, cases.count(), later)


def _behind(cases, column: str, sign: str, mark: str):
    moment, pk = _read(mark)
    if moment is None:
        return cases
    further = "lt" if sign else "gt"
    return cases.filter(Q(**{f"{column}__{further}": moment}) | Q(**{column: moment, f"pk__{further}": pk}))


def _read(mark: str) -> tuple[datetime | None, int]:
    moment, _sign, pk = mark.rpartition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:  # well formed, but no such day
        at = None
    if not pk.isdigit() or at is None or is_naive(at):
        return None, 0
    return at, int(pk)
