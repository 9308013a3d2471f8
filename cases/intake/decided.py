"""What a joint meeting decided about a case, told to the person who reported it: who leads, who helps, by when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from cases import public_words
from cases.models import Case, Milestone, Resolution
from grids.models import Department


@dataclass(frozen=True)
class Decided:
    """One decision in plain words, with its steps."""

    day: datetime
    unit: str
    text: str
    lead: str
    helpers: list[str]
    until: date
    steps: list[Milestone]
    is_done: bool


def about(case: Case) -> list[Decided]:
    """Return the decisions in force about a case, also those on an item it was heard with. Three queries at most."""
    mine = Q(item__case=case) | Q(item__merged__case=case, item__merged__state="decided")
    rows = Resolution.objects.filter(mine, in_force_at__isnull=False).distinct()
    found = list(rows.select_related("item__meeting__grid", "lead_department").prefetch_related("milestones"))
    units = Department.objects.in_bulk({pk for each in found for pk in each.supporting}) if found else {}
    return [
        Decided(
            day=each.decided_at,
            unit=each.item.meeting.unit_label,
            text=public_words.masked(each.text),
            lead=each.lead_department.label,
            helpers=[units[pk].short for pk in each.supporting if pk in units],
            until=each.due_at,
            steps=list(each.milestones.all()),
            is_done=each.struck_off_at is not None,
        )
        for each in sorted(found, key=lambda one: one.pk)
    ]
