"""What the room shows: the agenda with its states, one item in full, and how far the last decisions have come."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import meetings
from cases.meetings import following
from cases.meetings_room import line60
from cases.models import AgendaItem, CaseEvent, Invitation, JointMeeting, Resolution
from grids.models import Department

ItemState = AgendaItem.State
SPOKEN = (
    "case.noted",
    "case.fed_back",
    "case.responded",
    "case.return_requested",
    "case.return_refused",
    "case.assigned",
)
VOICES = 4
LONGEST_LABEL = 9


@dataclass(frozen=True)
class Entry:
    """One line of the agenda."""

    item: AgendaItem
    number: int
    look: str  # ok, hold, up, now, wait
    words: str


def items(meeting: JointMeeting, scope) -> list[AgendaItem]:
    """Return the items of a meeting in order, as far as somebody may read them, withdrawn ones left out. One query."""
    all_items = meeting.items.exclude(state=ItemState.WITHDRAWN).select_related("case__category", "grid", "draft_by")
    all_items = all_items.prefetch_related("resolutions__lead_department", "resolutions__lead_post__grid",
                                           "resolutions__lead_post__department", "resolutions__person",
                                           "resolutions__milestones", "visits")  # fmt: skip
    return list(meetings.open_to(all_items, meeting.grid, scope))


def announced(meeting: JointMeeting):
    """Return the items as the notice of a meeting names them, for everybody alike whoever reads it. One query."""
    found = meeting.items.exclude(state=ItemState.WITHDRAWN)
    return found.select_related("case__category", "case__community", "case__street")


def agenda(items: list[AgendaItem], meeting: JointMeeting, shown: AgendaItem | None) -> list[Entry]:
    """Return the lines of the agenda, numbered from 1; number 0 is the review of earlier decisions."""
    return [_entry(item, number, shown, meeting) for number, item in enumerate(items, 1)]


def _entry(item, number, shown, meeting) -> Entry:
    if item.state == ItemState.DECIDED:
        lead = "、".join(dict.fromkeys(each.lead_department.short for each in item.resolutions.all()))
        return Entry(item, number, "ok", _("decided, lead: %(unit)s") % {"unit": lead})
    if item.state == ItemState.DEFERRED:
        return Entry(item, number, "hold", _("put off until %(day)s") % {"day": day_words(item.review_date)})
    if item.state == ItemState.PASSED_UP:
        return Entry(item, number, "up", _("passed up"))
    if shown and item.pk == shown.pk and meeting.state == JointMeeting.State.IN_SESSION:
        return Entry(item, number, "now", _("being discussed"))
    words = [_("to be discussed"), item.get_reason_display()]
    if item.case.households > 1:
        words.append(_("%(count)d households") % {"count": item.case.households})
    return Entry(item, number, "wait", " · ".join(words))


@dataclass(frozen=True)
class Moved:
    """An item that was on this agenda and is on it no more."""

    item: AgendaItem
    words: str


def moved_on(meeting: JointMeeting, items: list[AgendaItem], scope) -> list[Moved]:
    """Return the items that went from this agenda to the pool or a later meeting. One query, three if there are any."""
    unit = AgendaItem.objects.filter(grid=meeting.grid_id).values("case")
    told = CaseEvent.objects.filter(case__in=unit, data__has_key="item")
    once = told.filter(kind="case.put_on_agenda", data__meeting=meeting.pk).values_list("data__item", flat=True)
    gone = set(once) - {item.pk for item in items}
    if not gone or meeting.opened_at is None:
        return []
    put_off = told.filter(
        kind="case.deferred_at_meeting",
        data__item__in=gone,
        at__gte=meeting.opened_at,
        at__lte=meeting.ended_at or datetime.max.replace(tzinfo=UTC),
    )
    put_off = set(put_off.values_list("data__item", flat=True))
    found = meetings.open_to(AgendaItem.objects.filter(pk__in=gone), meeting.grid, scope)
    found = found.select_related("case").order_by("pk")
    return [Moved(item, _whither(item, meeting, item.pk in put_off)) for item in found]


def _whither(item: AgendaItem, meeting: JointMeeting, was_put_off: bool) -> str:
    if was_put_off:
        return _("put off, went on to a later meeting")
    if item.state == ItemState.WITHDRAWN and item.meeting_id in (None, meeting.pk):
        return _("withdrawn: the case was finished meanwhile")
    return _("not decided, went back to the pool")


def first_open(items: list[AgendaItem]) -> AgendaItem | None:
    """Return the first item still to be discussed, or None."""
    return next((item for item in items if item.state == ItemState.ON_AGENDA), None)


def voices(item: AgendaItem):
    """Return what the units wrote about the case, the latest last. One query."""
    events = item.case.events.filter(kind__in=SPOKEN).exclude(note="").for_timeline().reverse()[:VOICES]
    return list(events)[::-1]


def line(item: AgendaItem, now: datetime, form=None, resolution: Resolution | None = None) -> line60.Line:
    """Return the sixty-day line of an item: reported, today, and the dates decided or just being typed."""
    case = item.case
    begun, today = local_day(case.reported_at), local_day(now)
    dates = (
        [(begun, "begin", _("Reported")), (today, "now", _("Today"))] if today > begun else [(begun, "now", _("Today"))]
    )
    due, steps = None, []
    if resolution:
        due = local_day(resolution.due_at)
        steps = [(step.due_date, "done" if step.done_at else "plan", step.text) for step in resolution.milestones.all()]
    elif form is not None and form.is_bound and hasattr(form, "cleaned_data"):
        due = form.cleaned_data.get("due_date")
        steps = [(day, "plan", words) for day, words in form.cleaned_data.get("milestones", [])]
    if due and due >= begun:
        dates.append((due, "end", _("Date set")))
    dates += [(day, kind, _short(words)) for day, kind, words in steps if day >= begun and day != due]
    if not due:
        dates.append((begun + timedelta(days=line60.DAYS), "plan", _("Day %(day)d") % {"day": line60.DAYS}))
    original = local_day(case.original_due_at) if case.original_due_at else None
    return line60.draw(begun, today, dates, original)


def _short(words: str) -> str:
    head = re.split(r"[，。；,;]", words)[0]
    return head if len(head) <= LONGEST_LABEL else f"{head[: LONGEST_LABEL - 1]}…"


def standings(unit, scope, now: datetime, before: JointMeeting | None = None) -> list[following.Standing]:
    """Return the unit's decisions not struck off, as far as somebody may read them, the next due first. Two queries."""
    readable = meetings.open_to(AgendaItem.objects.filter(grid=unit), unit, scope)
    found = following.open_of(unit, before).filter(item__in=readable.values("pk"))
    return [following.standing(each, now) for each in found]


@dataclass(frozen=True)
class Decision:
    """One decision of an item, with its lamp and who supports it."""

    resolution: Resolution
    standing: following.Standing
    supporting: list[Department]


def decision(resolution: Resolution, now: datetime) -> Decision:
    """Return a decision as the room shows it. One query."""
    return Decision(resolution, following.standing(resolution, now), supporting(resolution))


def guests(meeting: JointMeeting) -> list[Invitation]:
    """Return who is asked to a meeting, conveners and leads first. One query."""
    asked = meeting.invitations.select_related("post__grid", "post__department", "department")
    order = {part: place for place, part in enumerate(Invitation.Part.values)}
    return sorted(asked, key=lambda each: (order[each.part], each.pk))


def supporting(resolution: Resolution) -> list[Department]:
    """Return the supporting departments of a decision. One query."""
    return list(Department.objects.filter(pk__in=resolution.supporting))


def above(meeting: JointMeeting) -> str:
    """Return the name of the unit to whose meeting an item is passed up; above a district it is the city."""
    parent = meeting.grid.parent if meeting.grid else None
    return parent.label if parent else _("the city")


def local_day(moment: datetime):
    return timezone.localtime(moment).date()


def day_format() -> str:
    """Return how a day of this year is written, in Django's format letters."""
    return _("j M")


def day_words(day) -> str:
    """Return 12月7日."""
    return date_format(day, day_format())
