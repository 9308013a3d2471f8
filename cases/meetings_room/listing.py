"""The list: meetings to come and past, those I am asked to, and the pool of every unit whose meetings I run."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from cases import meetings
from cases.meetings import rhythm, units as rules
from cases.meetings_room.forms import CallForm
from cases.models import AgendaItem, Invitation, JointMeeting
from grids.models import Grid
from zhengzhou_grid.lib.bilingual import pick

PAST_SHOWN = 30
State = JointMeeting.State


@dataclass(frozen=True)
class Unit:
    """A unit whose meetings I run: what waits, which meetings could take it, the form to call one, when it is due."""

    grid: Grid | None
    code: str
    label: str
    waiting: list[AgendaItem]
    planned: list[JointMeeting]
    form: CallForm
    rhythm: str
    regular: datetime


def seen(scope):
    """Return the meetings a person may see with the numbers of their items."""
    return meetings.visible_to(scope).annotate(
        item_count=Count("items", filter=~Q(items__state=AgendaItem.State.WITHDRAWN)),
        decided_count=Count("items", filter=Q(items__state=AgendaItem.State.DECIDED)),
    )


def coming(scope) -> list[JointMeeting]:
    return list(seen(scope).filter(state__in=[State.PLANNED, State.IN_SESSION]).order_by("held_at"))


def past(scope) -> list[JointMeeting]:
    found = seen(scope).filter(state__in=[State.ENDED, State.CANCELLED]).select_related("minutes")
    return list(found.order_by("-held_at")[:PAST_SHOWN])


def asked(scope) -> list[Invitation]:
    """Return the invitations to my posts that have no answer yet."""
    rows = Invitation.objects.filter(post__in=scope.post_ids, reply="", meeting__state=State.PLANNED)
    rows = rows.filter(meeting__noticed_at__isnull=False)
    return list(rows.select_related("meeting__grid", "post__grid", "post__department").order_by("meeting__held_at"))


def units(scope, coming: list[JointMeeting], now, bound: dict | None = None) -> list[Unit]:
    """Return the units whose meetings I run; `bound` holds the form of a unit that was just sent, by its code."""
    found = []
    for grid in meetings.managed_by(scope):
        rule, code = rules.rule_of(grid), grid.code if grid else "city"
        form = (bound or {}).get(code) or CallForm(auto_id=f"call-{code}-%s", initial={"place": rule.place})
        planned = [meeting for meeting in coming if meeting.grid_id == (grid.pk if grid else None)]
        label = grid.label if grid else pick("郑州市", "Zhengzhou")
        waiting = list(meetings.pool(grid))
        regular = rhythm.following(rule, now)
        found.append(Unit(grid, code, label, waiting, planned, form, rule.get_rhythm_display(), regular))
    return found
