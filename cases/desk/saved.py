"""What of an address can be saved: the known parameters in one order, without the page one had got to."""

from dataclasses import dataclass
from urllib.parse import urlencode

from cases import saved_filters
from cases.desk import columns, filters
from cases.models import SavedFilter

KNOWN = ("queue", "among", "q", "sort", columns.LIST, *(one.name for one in filters.FILTERS))
LONGEST = 80


@dataclass(frozen=True)
class Line:
    """One saved filter in the rail."""

    saved: SavedFilter
    is_shown: bool


def clean(query) -> str:
    """Return the query string of a list; the same list has the same string."""
    return urlencode([(name, text) for name in KNOWN if (text := query.get(name, "").strip()[:LONGEST])])


def lines(user, query) -> list[Line]:
    """Return somebody's saved filters, the one that is shown marked. One query."""
    shown = clean(query)
    return [Line(one, one.query == shown) for one in saved_filters.lines(user)]
