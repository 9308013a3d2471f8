"""Put many overdue cases before the joint meetings of their units at once: what meetings.propose does for one."""

from collections.abc import Iterable

from django.db.models import F

from cases import outbox, permissions, public_words
from cases.models import AgendaItem, Case, CaseEvent
from cases.queries import TERRITORY
from cases.workflow import ACTIONS

REASON = "overdue"


def propose_overdue(cases: Iterable[tuple[Case, int]], *, now) -> list[AgendaItem]:
    """Propose locked cases to the meeting of their unit at a level each; return the new items.

    Left out are those that wait for a meeting already, cannot go there now, or have no place at that level.
    """
    items = [_item(case, level, now) for case, level in cases if _may_go(case, level)]
    if not items:
        return []
    AgendaItem.objects.bulk_create(items)
    Case.objects.filter(pk__in=[item.case_id for item in items]).update(in_meeting=True, version=F("version") + 1)
    events = CaseEvent.objects.bulk_create([_event(item, now) for item in items])
    for item, event in zip(items, events, strict=True):
        item.case.in_meeting = True
        outbox.hand_over(event)
    return items


def _may_go(case: Case, level: int) -> bool:
    has_place = getattr(case, f"{TERRITORY[level]}_id") is not None
    return has_place and bool(permissions.may("propose_to_meeting", case, permissions.SYSTEM))


def _item(case: Case, level: int, now) -> AgendaItem:
    grid_id = getattr(case, f"{TERRITORY[level]}_id")
    return AgendaItem(
        case=case, grid_id=grid_id, reason=REASON, problem=public_words.masked(case.text), proposed_at=now
    )


def _event(item: AgendaItem, now) -> CaseEvent:
    level = next(n for n, name in enumerate(TERRITORY) if getattr(item.case, f"{name}_id") == item.grid_id)
    return CaseEvent(
        case=item.case,
        kind=ACTIONS["propose_to_meeting"].event,
        at=now,
        from_state=item.case.state,
        to_state=item.case.state,
        data={"reason": REASON, "level": level, "grid": item.grid_id, "item": item.pk},
        try_at=now + outbox.GRACE,
    )
