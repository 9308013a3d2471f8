"""What puts a case before a joint meeting at once (DOMAIN §3.6), each ground once in the life of the case.

The table says to which level each ground leads: 0 the district, 1 the street. A case that waits for a meeting already
gets no second proposal; the ground is noted beside the one that waits.
"""

from collections.abc import Iterator

from cases import lifecycle, meetings, permissions
from cases.models import AgendaItem, Case, CaseEvent, MeetingGround

REPEATED, HOUSEHOLDS, DISOWNED = 3, 5, 2
LEGACY_WORDS = ("历史遗留",)
LEVELS = {
    "beyond_street": 0,
    "several_departments": 1,
    "unclear_ownership": 1,
    "return_refused_twice": 1,
    "repeated": 1,
    "group": 1,
    "legacy": 0,
}


def propose(case: Case, event: CaseEvent, now) -> list[MeetingGround]:
    """Propose a case for each ground that an event brings up for the first time; return the new grounds.

    A case that cannot go to a meeting where it stands now keeps its grounds for later.
    """
    found = [reason for reason in found_in(case, event) if reason in LEVELS]
    if not found or not _may_wait(case):
        return []
    known = set(case.meeting_grounds.values_list("reason", flat=True))
    brought = (_bring(case, reason, now) for reason in dict.fromkeys(found) if reason not in known)
    return [ground for ground in brought if ground]


def found_in(case: Case, event: CaseEvent) -> Iterator[str]:
    """Yield the grounds that speak from a case and from what has just happened to it."""
    reason = event.data.get("reason")
    if event.kind == "case.return_requested" and reason == "several_departments":
        yield "several_departments"
    if len(set(case.returned_from)) >= DISOWNED:
        yield "unclear_ownership"
    if case.refused_returns >= lifecycle.REFUSALS_TO_THE_MEETING:
        yield "return_refused_twice"
    if event.kind in ("case.others_merged", "case.reopened") and _times_reported(case) >= REPEATED:
        yield "repeated"
    if case.households >= HOUSEHOLDS:
        yield "group"
    if any(word in text for word in LEGACY_WORDS for text in (case.title, case.text, event.note)):
        yield "legacy"
    if event.kind == "case.fed_back" and event.data.get("result") == "impossible" and _is_below_district(event):
        yield "beyond_street"


def _may_wait(case: Case) -> bool:
    """Tell whether a case waits for a meeting or may be proposed to one now."""
    return case.in_meeting or bool(permissions.may("propose_to_meeting", case, permissions.SYSTEM))


def _bring(case: Case, reason: str, now) -> MeetingGround | None:
    """Record a ground with the proposal that it leads to, or that waits already; None where there is neither."""
    level = LEVELS[reason] if case.street_id else 0
    item = meetings.propose_once(case, reason=reason, level=level, by=permissions.SYSTEM, now=now)
    item = item or case.agenda_items.filter(state__in=AgendaItem.WAITING).first()
    if item is None:
        return None
    return MeetingGround.objects.get_or_create(case=case, reason=reason, defaults={"at": now, "item": item})[0]


def _times_reported(case: Case) -> int:
    return 1 + case.reopen_count + case.merged.count()


def _is_below_district(event: CaseEvent) -> bool:
    return event.post is not None and not event.post.grid.is_district
