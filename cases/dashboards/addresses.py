"""Addresses of the door: a board, and the list behind a figure. Every figure carries one of these."""

from urllib.parse import urlencode

from django.urls import reverse

from cases.measures import SETS


def board(grid, period=None) -> str:
    """Return the address of a unit's board, for a period or for the one it opens with."""
    url = reverse("dashboard-grid", args=[grid.code])
    return f"{url}?{urlencode(_of(period))}" if period else url


def behind(code: str, name: str, period=None, **more) -> str:
    """Return the address of the list behind a figure. Raises KeyError for a set that does not exist."""
    query = {"set": name}
    if not SETS[name].is_now:
        query |= _of(period)
    query |= {key: value for key, value in more.items() if value}
    return f"{reverse('dashboard-cases', args=[code])}?{urlencode(query)}"


def _of(period) -> dict:
    return {"period": period.kind, "from": period.first.isoformat()}
