"""The log of a case as its reporter reads it: a literal table from event kind to words, units instead of names."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop as _

from cases import due_words, workflow
from cases.models import Case, CaseEvent, Photo
from cases.workflow import State, Step

# Kinds not named here are the office's own business. The note is shown only where the event says it is public.
WORDS = {
    "case.details_asked": _("%(who)s asked you for details"),
    "case.details_supplied": _("You added details"),
    "case.not_accepted": _("Not taken, for this reason"),
    "case.reassigned": _("Handed to another unit"),
    "case.signed_for": _("%(who)s signed for it"),
    "case.responded": _("%(who)s got in touch or came to the place"),
    "case.replied": _("%(who)s wrote to you"),
    "case.extended": _("The time was extended"),
    "case.main_closed": _("The case yours belongs to is closed"),
    "case.merged": _("Others reported the same; it is handled together with theirs"),
    "case.unmerged": _("Handled on its own again"),
    "case.suspended": _("Put on hold until it can go on"),
    "case.resumed": _("Taken up again"),
    "case.fed_back": _("%(who)s says it is done"),
    "case.rework_ordered": _("%(who)s looked at it: not good enough, it is done again"),
    "case.verified": _("%(who)s came and saw that it is done"),
    "case.closed_on_the_spot": _("Solved on the spot by %(who)s"),
    "case.reopened": _("Opened again"),
    "case.urged": _("You urged the unit"),
    "case.remarked": _("You added something"),
    "case.withdrawn": _("You withdrew it"),
    "case.praised": _("Passed on to the people you thank, and to who leads them"),
    "case.joined": _("Another household has the same trouble and joined"),
    "case.proposed_to_meeting": _("Put to the joint meeting: one unit cannot solve this alone"),
    "case.resolved_at_meeting": _("The joint meeting decided: %(who)s leads, done by %(until)s"),
    "case.deferred_at_meeting": _("The joint meeting looked at it and takes it up again on %(review)s"),
    "case.passed_up": _("The joint meeting put it to the level above"),
    "case.escalated": _("Not moving fast enough: %(who)s watches it now"),
}
# Where an entry stands when the state it led to belongs to a later step.
STEPS = {
    "case.fed_back": Step.FEED_BACK,
    "case.verified": Step.CLOSE,
    "case.closed_on_the_spot": Step.CLOSE,
    "case.withdrawn": Step.EVALUATE,  # as far as it had come
    "case.resolved_at_meeting": Step.HANDLE,  # the unit signs for it anew, in the middle of handling
}
UNIT_LEVEL = 3  # the grid leader watches every case; above that somebody watches a late one
QUIET_RUNGS = (1,)  # a warning inside the office, before anything is late


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: datetime
    step: Step
    text: str
    said: str
    photos: tuple[Photo, ...] = ()


def watching(case: Case, level: int) -> str:
    """Return the unit of a level that watches a late case, or the nearest above it; empty for the grid's own level."""
    units = (case.district, case.street, case.community)[: level + 1] if level < UNIT_LEVEL else ()
    return next((unit.label for unit in reversed(units) if unit), "")


def entries(events: list[CaseEvent], photos: list[Photo] = ()) -> list[Entry]:
    """Return the entries a reporter may read, in order; the same words twice in a row are said once.

    A photo added later stands with the remark it came with.
    """
    shown: list[Entry] = []
    for event in events:
        entry = _entry(event, photos)
        if entry and not (
            shown and not (entry.said or entry.photos) and (shown[-1].text, shown[-1].step) == (entry.text, entry.step)
        ):
            shown.append(entry)
    return shown


def _entry(event: CaseEvent, photos: list[Photo]) -> Entry | None:
    if event.kind not in WORDS or (event.kind == "case.escalated" and event.data.get("rung") in QUIET_RUNGS):
        return None
    if event.kind == "case.urged" and event.by_id:
        return None  # urged inside the office
    words = gettext(WORDS[event.kind]) % {"who": _who(event), "until": _until(event), "review": _review(event)}
    step = STEPS.get(event.kind) or workflow.STATES[State(event.to_state)].step
    added = tuple(photo for photo in photos if _came_with(photo, event))
    return Entry(event.at, step, words, event.note if event.is_public else "", added)


def _came_with(photo: Photo, event: CaseEvent) -> bool:
    """Tell whether a photo was added with a remark: they bear the same moment."""
    return event.kind == "case.remarked" and photo.moment == Photo.Moment.REPORTED and photo.added_at == event.at


def _until(event: CaseEvent) -> str:
    """Return the date a meeting set; empty for every other event."""
    until = event.data.get("until")
    return due_words.moment(datetime.fromisoformat(until), event.at) if until else ""


def _review(event: CaseEvent) -> str:
    """Return the day a meeting looks at it again; empty for every other event."""
    day = event.data.get("review_date")
    return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""


def _who(event: CaseEvent) -> str:
    """Return the unit behind an event: the department of the post, or the post itself."""
    if event.kind == "case.escalated":
        return watching(event.case, event.data.get("level", 0)) or gettext("the level above")
    if event.kind == "case.resolved_at_meeting":
        return event.case.lead_department.short if event.case.lead_department else gettext("the unit in charge")
    post = event.post
    if post is None:
        return gettext("The office")
    if post.department:
        return post.department.short
    return str(post.get_role_display())
