"""Which cases a list begins with, before anything narrows it: one queue, or beyond the queues all of a kind."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Among:
    """A heap beyond the queues: its words and its icon, and the method of the queryset that picks it."""

    name: str
    label: Any
    icon: str
    picks: str = ""

    def of(self, cases):
        return getattr(cases, self.picks)() if self.picks else cases


OPEN = Among("open", _("All open cases"), "list", "open")
FINISHED = Among("finished", _("Finished cases"), "circle-check", "finished")
ALL = Among("all", _("All cases"), "list-check")
AMONG = {among.name: among for among in (OPEN, FINISHED, ALL)}


def read(query, narrow, sought: str) -> Among | None:
    """Return what an address asks for, None for a queue: a search and finished states look beyond the queues."""
    asked = AMONG.get(query.get("among", ""))
    return asked or (ALL if sought or narrow.wants_finished else None)
