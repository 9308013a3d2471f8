"""The joint meetings a case page speaks of, as rooms one can go to."""

from dataclasses import dataclass

from cases import meetings


@dataclass(frozen=True)
class Room:
    """One meeting: its title, and its address."""

    pk: int
    title: str


def rooms(decision, agenda_item, scope) -> dict[int, Room]:
    """Return the meetings that a routing decision and an agenda item name and the person may see, by their ids.

    One query where a meeting is named, else none.
    """
    named = {reason["meeting"] for reason in decision.reasons if reason.get("meeting")} if decision else set()
    if agenda_item and agenda_item.meeting_id:
        named.add(agenda_item.meeting_id)
    if not named:
        return {}
    return {meeting.pk: Room(meeting.pk, meeting.title) for meeting in meetings.visible_to(scope).filter(pk__in=named)}
