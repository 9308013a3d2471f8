"""Who has watched a case and for how long: the time at each level of the ladder, with its notices and whistles."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from cases import due_words, office
from cases.models import Case, CaseEvent
from cases.models.ladder import LEVELS
from cases.queries import TERRITORY

FIRST = 3  # the grid itself
LABELS = dict(LEVELS)
NOTICE_KINDS = ("case.escalated", "case.notice_issued")


@dataclass(frozen=True)
class Spell:
    """A stretch of time at one level, with the unit that watched; without an end it lasts."""

    label: str
    place: str
    since: datetime
    until: datetime | None
    length: str
    share: float  # of the whole life of the case, for the bar

    @property
    def width(self) -> int:
        return max(2, round(240 * self.share))


def of(case: Case, events: list[CaseEvent], now: datetime) -> dict:
    """Return the spells, notices and whistles of a case whose events are loaded; queries for the latter two, if any."""
    has_notices = any(event.kind in NOTICE_KINDS and event.data.get("notice") for event in events)
    has_whistles = any(event.kind == "case.whistled" for event in events)
    return {
        "spells": spells(case, events, now),
        "notices": list(case.supervision_notices.order_by("issued_at", "pk")) if has_notices else [],
        "whistles": list(case.whistles.annotate(call_count=Count("calls"))) if has_whistles else [],
    }


def spells(case: Case, events: list[CaseEvent], now: datetime) -> list[Spell]:
    """Return the time at each level in order, from the report to the closing of the case, else to now."""
    end = case.closed_at or (now if case.is_open else max((event.at for event in events), default=now))
    marks = [(FIRST, case.reported_at)]
    for event in events:
        level = event.data.get("level") if event.kind == "case.escalated" else None
        if level is not None and level < marks[-1][0]:
            if event.at == marks[-1][1]:  # climbed in one go: nobody watched in between
                marks.pop()
            marks.append((level, event.at))
    ends = [since for _level, since in marks[1:]] + [end]
    whole = max((end - case.reported_at).total_seconds(), 1)
    return [
        _spell(case, level, since, until, whole, is_last=n == len(marks) - 1)
        for n, ((level, since), until) in enumerate(zip(marks, ends, strict=True))
    ]


def _spell(case: Case, level: int, since: datetime, until: datetime, whole: float, *, is_last: bool) -> Spell:
    place = getattr(case, TERRITORY[level])
    return Spell(
        label=str(LABELS[level]),
        place=place.label if place else "",
        since=since,
        until=None if is_last and case.is_open else until,
        length=due_words.between(since, until, office.calendar(case.district_id)),
        share=(until - since).total_seconds() / whole,
    )
