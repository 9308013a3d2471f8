"""What happened to a case, as the page tells it: days as headings, one entry for each event."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from cases import cohandling_due, due_words, workflow
from cases.desk import wording
from cases.models import CaseEvent, Photo, Rating
from cases.tags import TAGS
from grids.models import Post

SAME_TIME = timedelta(minutes=1)  # photos carry the moment of the deed they came with
PHOTO_MOMENTS = {
    "case.reported": (Photo.Moment.REPORTED, Photo.Moment.BEFORE),
    "case.logged": (Photo.Moment.REPORTED, Photo.Moment.BEFORE),
    "case.fed_back": (Photo.Moment.AFTER,),
    "case.closed_on_the_spot": (Photo.Moment.AFTER,),
    "case.verified": (Photo.Moment.VERIFIED,),
    "case.remarked": (Photo.Moment.REPORTED,),
}
BY_REPORTERS = frozenset(
    {
        "case.reported",
        "case.evaluated",
        "case.urged",
        "case.details_supplied",
        "case.remarked",
        "case.withdrawn",
        "case.reopened",
        "case.praised",
        "case.data_copied",
        "case.contact_corrected",
        "case.erasure_asked",
        "case.contact_erased",
        "case.co_signer_erased",
    }
)


@dataclass(frozen=True)
class Entry:
    """One event in words."""

    event: CaseEvent
    title: str
    icon: str
    family: str
    who: str
    said: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Day:
    """The entries of one day, the latest first."""

    label: str
    entries: list[Entry]


def tell(case, events: list[CaseEvent], photos: list[Photo], now: datetime, family: str = "") -> list[Day]:
    """Return the timeline by days, the latest first, of all events or of one family, of a case with its posts."""
    days: dict[date, list[Entry]] = {}
    for event in reversed(events):
        entry = _entry(case, event, photos, case.posts)
        if family in ("", entry.family):
            days.setdefault(timezone.localtime(event.at).date(), []).append(entry)
    today = timezone.localtime(now).date()
    return [Day(_heading(day, today), entries) for day, entries in days.items()]


def tally(events: list[CaseEvent]) -> list[tuple[str, str, int]]:
    """Return the filters with how many events each holds."""
    families = [wording.event(event.kind).family for event in events]
    some = [(name, str(label), families.count(name)) for name, label in wording.FILTERS]
    return [("", gettext("All"), len(families)), *some]


def titles(events: list[CaseEvent]) -> list[tuple[CaseEvent, str, str]]:
    """Return events with their titles and who did them, the latest first."""
    return [(event, _title(event), _who(event)) for event in reversed(events)]


def _entry(case, event: CaseEvent, photos: list[Photo], posts: dict[int, Post]) -> Entry:
    words = wording.event(event.kind)
    moments = PHOTO_MOMENTS.get(event.kind, ())
    shown = tuple(photo for photo in photos if photo.moment in moments and abs(photo.added_at - event.at) < SAME_TIME)
    if event.kind.startswith("case.cohandling"):
        return Entry(event, _title(event), words.icon, words.family, _who(event), _about_order(event, posts), shown)
    said = event.note or (case.text if event.kind in ("case.reported", "case.logged") else "") or _extra(event, posts)
    who = _who(event)
    if event.kind == "case.noted" and event.data.get("post") in posts:
        who = gettext("%(who)s, mentions %(post)s") % {"who": who, "post": posts[event.data["post"]]}
    return Entry(event, _title(event), words.icon, words.family, who, said, shown)


def _title(event: CaseEvent) -> str:
    title, data = str(wording.event(event.kind).title), event.data
    if event.kind == "case.fed_back" and data.get("result") in workflow.RESULTS:
        return gettext("%(what)s: %(detail)s") % {"what": title, "detail": gettext(workflow.RESULTS[data["result"]])}
    if event.kind == "case.escalated" and data.get("rung"):
        return wording.rung(data["rung"]) or title
    if event.kind == "case.evaluated" and data.get("satisfaction"):
        detail = dict(Rating.Satisfaction.choices).get(data["satisfaction"], "")
        return gettext("%(what)s: %(detail)s") % {"what": title, "detail": detail}
    if event.kind == "case.cohandling_due" and data.get("rung") == cohandling_due.OVERDUE:
        return gettext("Co-handling order overdue")
    return title


def _extra(event: CaseEvent, posts: dict[int, Post]) -> str:
    """Return what an event without a note still has to say."""
    data = event.data
    if data.get("post") in posts:
        return gettext("To %(post)s") % {"post": posts[data["post"]]}
    if event.kind == "case.handed_over":
        if not data["from"]:
            return gettext("Vacant until then, to %(to)s, %(number)s") % data
        return gettext("From %(from)s to %(to)s, %(number)s") % data
    if data.get("notice"):
        return data["notice"]
    if event.kind == "case.tagged":
        return " ".join(
            f"{sign}{gettext(TAGS[tag])}"
            for sign, some in (("+", data.get("added", ())), ("−", data.get("removed", ())))
            for tag in some
            if tag in TAGS
        )
    if event.kind == "case.proposed_to_meeting" and data.get("reason") in workflow.MEETING_REASONS:
        return gettext(workflow.MEETING_REASONS[data["reason"]])
    return ""


def _about_order(event: CaseEvent, posts: dict[int, Post]) -> str:
    """Return whose co-handling order an event is about, and what was said."""
    post = posts.get(event.data.get("post"))
    return "\n".join(str(part) for part in (post, event.note) if part)


def _who(event: CaseEvent) -> str:
    if event.by_id is None:
        if event.kind == "case.joined":
            return gettext("A neighbour")
        return gettext("Reporter") if event.kind in BY_REPORTERS else gettext("System")
    if event.post_id is None:
        return str(event.by)
    return f"{event.post.grid.label} · {event.post.title} {event.by}"


def _heading(day: date, today: date) -> str:
    word = due_words.day_word(day, today)
    return word if abs((day - today).days) <= 1 else f"{word} {date_format(day, 'D')}"
