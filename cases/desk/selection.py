"""Which cases a bulk deed means: ticked numbers with the versions that were seen, or everything in a list."""

from dataclasses import dataclass

from django.http import QueryDict

from cases.desk import among, narrowing, queues
from cases.models import Case
from zhengzhou_grid.lib.paging import whole

MOST = 500  # numbers at a time, for every deed but exporting


@dataclass(frozen=True)
class Pick:
    """One ticked case; a version once somebody has seen what would happen to it."""

    number: str
    version: int | None = None

    @classmethod
    def read(cls, text: str):
        number, _at, version = text.partition("@")
        return cls(number[:20], whole(version))


class TooMany(Exception):
    """More than MOST numbers were sent."""


@dataclass(frozen=True)
class Selection:
    """What was ticked and the address of the list it was ticked in."""

    picks: tuple[Pick, ...]
    whole_list: bool
    address: str

    @property
    def is_empty(self) -> bool:
        return not (self.picks or self.whole_list)

    @property
    def query(self) -> str:
        """Return what was asked for, in words for the record."""
        return self.address or "queue=" if self.whole_list else " ".join(pick.number for pick in self.picks)

    def cases(self, scope, now):
        """Return the chosen cases that the person may see, next due first."""
        if self.whole_list:
            found = listed(QueryDict(self.address), scope, now)
        else:
            found = Case.objects.visible_to(scope).filter(number__in=[pick.number for pick in self.picks])
        return found.order_by("due_at", "pk")


def read(data) -> Selection:
    """Return the selection a form sends. Raises TooMany."""
    picks = {pick.number: pick for pick in map(Pick.read, data.getlist("number")) if pick.number}
    if len(picks) > MOST:
        raise TooMany
    return Selection(tuple(picks.values()), bool(data.get("all")), address(data))


def address(data) -> str:
    """Return the query string of the list that a form was sent from, encoded anew; a NUL in it is no text."""
    return QueryDict(data.get("list", "").removeprefix("?")[:2000]).urlencode().replace("%00", "")


def listed(query, scope, now):
    """Return every case of the list at an address of the desk, its later pages too."""
    sought = query.get("q", "").strip()[:80]
    narrow = narrowing.read(query, scope, now)
    if beyond := among.read(query, narrow, sought):
        found = Case.objects.visible_to(scope).filter(beyond.condition, narrow.condition)
        return found.mentioning(sought) if sought else found
    offered = {queue.name: queue for queue in queues.offered(scope)}
    queue = offered.get(query.get("queue", "")) or queues.first_choice(queues.counts(scope, now))
    return Case.objects.filter(queues.inside(queue, scope, now), narrow.condition)
