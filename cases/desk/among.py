"""Which cases a list begins with, before anything narrows it: one queue, or beyond the queues all of a kind."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import workflow
from cases.workflow import State


@dataclass(frozen=True)
class Among:
    """A heap beyond the queues: its words and its icon, and which states lie in it; none: every one."""

    name: str
    label: Any
    icon: str
    states: frozenset[State] = frozenset()

    @property
    def condition(self) -> Q:
        return Q(state__in=self.states) if self.states else Q()


OPEN = Among("open", _("All open cases"), "list", workflow.OPEN)
FINISHED = Among("finished", _("Finished cases"), "circle-check", workflow.FINISHED)
ALL = Among("all", _("All cases"), "list-check")
AMONG = {among.name: among for among in (OPEN, FINISHED, ALL)}


def read(query, narrow, sought: str) -> Among | None:
    """Return what an address asks for, None for a queue: a search and finished states look beyond the queues."""
    asked = AMONG.get(query.get("among", ""))
    return asked or (ALL if sought or narrow.wants_finished else None)
