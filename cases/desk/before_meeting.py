"""The joint meetings a case page speaks of, as rooms one can go to."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases import meetings
from cases.models import AgendaItem, Case
from grids.scope import Scope


@dataclass(frozen=True)
class Room:
    """One meeting: its title, and its address."""

    pk: int
    title: str


def of(case: Case, scope: Scope) -> tuple[AgendaItem | None, dict[int, Room]]:
    """Return the latest agenda item of a case, and its meetings that the person may see as rooms by their ids.

    One query where the case was before a meeting, else none.
    """
    if not case.has_agenda:
        return None, {}
    seen = Exists(meetings.visible_to(scope).filter(pk=OuterRef("meeting")))
    items = case.agenda_items.select_related("meeting__grid", "grid").annotate(may_enter=seen).order_by("-proposed_at")
    found = list(items)
    open_ones = [item.meeting for item in found if item.may_enter]
    return found[0], {meeting.pk: Room(meeting.pk, meeting.title) for meeting in open_ones}
