"""What the room shows: the agenda with its states, one item in full, and how far the last decisions have come."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import deadlines, meetings
from cases.meetings_room import line60
from cases.models import AgendaItem, CaseEvent, JointMeeting, Resolution
from cases.workflow import OPEN, State
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
    """Return the items of a meeting in order, as far as somebody may read them. One query."""
    all_items = meeting.items.select_related("case__category", "resolution__lead_department", "grid")
    return list(meetings.open_to(all_items, meeting.grid, scope))


def agenda(items: list[AgendaItem], meeting: JointMeeting, shown: AgendaItem | None) -> list[Entry]:
    """Return the lines of the agenda, numbered from 1; number 0 is the review of earlier decisions."""
    return [_entry(item, number, shown, meeting) for number, item in enumerate(items, 1)]


def _entry(item, number, shown, meeting) -> Entry:
    if item.state == ItemState.DECIDED:
        lead = item.resolution.lead_department.short
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
    words = {True: _("put off, went on to a later meeting"), False: _("not decided, went back to the pool")}
    found = meetings.open_to(AgendaItem.objects.filter(pk__in=gone), meeting.grid, scope)
    found = found.select_related("case").order_by("pk")
    return [Moved(item, words[item.pk in put_off]) for item in found]


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


@dataclass(frozen=True)
class Standing:
    """How far one earlier decision has come."""

    resolution: Resolution
    lamp: str
    words: str
    is_on_time: bool


def standings(unit, scope, now: datetime, before: JointMeeting | None = None) -> list[Standing]:
    """Return the unit's decisions not struck off, as far as somebody may read them, the next due first. Two queries."""
    readable = meetings.open_to(AgendaItem.objects.filter(grid=unit), unit, scope)
    found = (
        Resolution.objects.filter(item__in=readable.values("pk"), struck_off_at__isnull=True)
        .select_related(
            "item__case", "item__meeting__grid", "lead_department", "lead_post__grid", "lead_post__department"
        )
        .prefetch_related("milestones")
        .order_by("due_at", "pk")
    )
    if before is not None:
        found = found.exclude(item__meeting=before)
    return [standing(each, now) for each in found]


def standing(resolution: Resolution, now: datetime) -> Standing:
    """Return the lamp of a decision: done on time, running, nearly due (80 %), late."""
    case = resolution.item.case
    done_at = (
        case.fed_back_at if case.state in (State.FEEDBACK, State.VERIFIED, State.CLOSED, State.EVALUATED) else None
    )
    if done_at and done_at >= resolution.decided_at:
        on_time = done_at <= resolution.due_at
        return Standing(
            resolution,
            "green" if on_time else "red",
            _("done %(day)s") % {"day": day_words(local_day(done_at))},
            on_time,
        )
    if case.state not in OPEN:
        return Standing(resolution, "", str(case.state_label), True)
    if resolution.due_at < now:
        return Standing(
            resolution, "red", _("late since %(day)s") % {"day": day_words(local_day(resolution.due_at))}, False
        )
    used = (now - resolution.decided_at) / (resolution.due_at - resolution.decided_at)
    lamp = "amber" if used >= deadlines.WARN_SHARE else "green"
    days = (local_day(resolution.due_at) - local_day(now)).days
    return Standing(resolution, lamp, _("%(days)d days left") % {"days": days}, True)


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
