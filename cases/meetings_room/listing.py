"""The list: meetings to come and past, and the pool of every unit whose meetings I run."""

from dataclasses import dataclass

from django.db.models import Count, Q

from cases import meetings
from cases.meetings_room.forms import CallForm
from cases.models import AgendaItem, JointMeeting
from grids.models import Grid

PAST_SHOWN = 30
State = JointMeeting.State


@dataclass(frozen=True)
class Unit:
    """A unit whose meetings I run: what waits, which meetings could take it, the form to call one."""

    grid: Grid
    waiting: list[AgendaItem]
    planned: list[JointMeeting]
    form: CallForm


def seen(scope):
    """Return the meetings a person may see with the numbers of their items."""
    return meetings.visible_to(scope).annotate(
        item_count=Count("items"), decided_count=Count("items", filter=Q(items__state=AgendaItem.State.DECIDED))
    )


def coming(scope) -> list[JointMeeting]:
    return list(seen(scope).filter(state__in=[State.PLANNED, State.IN_SESSION]).order_by("held_at"))


def past(scope) -> list[JointMeeting]:
    return list(seen(scope).filter(state__in=[State.ENDED, State.CANCELLED]).order_by("-held_at")[:PAST_SHOWN])


def units(scope, coming: list[JointMeeting], bound: dict | None = None) -> list[Unit]:
    """Return the units whose meetings I run; `bound` holds the form of a unit that was just sent, by its id."""
    return [
        Unit(
            grid,
            list(meetings.pool(grid)),
            [meeting for meeting in coming if meeting.grid_id == grid.pk],
            (bound or {}).get(grid.pk) or CallForm(prefix=None, auto_id=f"call-{grid.code}-%s"),
        )
        for grid in meetings.managed_by(scope)
    ]
