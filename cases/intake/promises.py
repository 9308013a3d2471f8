"""What was promised for a case and what became of it. A date set by a joint meeting takes the place of the limit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from cases import deadlines, due_words, office
from cases.lifecycle.closing import RATING_PERIOD
from cases.models import Case
from cases.tags import PRAISE
from cases.workflow import State

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Promise:
    """What happens next, by whom, and by when."""

    label: str
    text: str
    at: datetime | None
    final_at: datetime | None = None
    within: str = ""  # the limit, while nobody has been given the work and no time can be named for certain


def promised_at(case: Case) -> datetime | None:
    """Return the time the work is promised for: the meeting's date, else the limit of the category."""
    return case.resolution_due_at or case.handle_due_at


def was_late(case: Case) -> bool:
    """Whether the feedback came after the promised time."""
    due_at = promised_at(case)
    return bool(due_at and case.fed_back_at and case.fed_back_at > due_at)


def took(case: Case) -> str:
    """Return how long it took from handing over to the feedback; empty where nothing was handed over."""
    return length(case.fed_back_at - case.assigned_at) if case.assigned_at and case.fed_back_at else ""


def told(case: Case, now: datetime) -> str:
    """Return in words what was promised: the limit and, where they differ, the meeting's date or the later one.

    A first promise that was not kept is said to be so, even where the meeting's date was.
    """
    if not case.category:
        return ""
    limit = due_words.limit(case.category.limit)
    first_at, last_at = case.original_due_at, promised_at(case)
    words = {"limit": limit, "day": last_at and _day(last_at, now), "first": first_at and _day(first_at, now)}
    if case.resolution_due_at and first_at:
        if (case.fed_back_at or now) > first_at:
            return gettext("The meeting set %(day)s; the first promise, %(limit)s (%(first)s), was not kept") % words
        return gettext("The meeting set %(day)s; first promised: %(limit)s (%(first)s)") % words
    if first_at and last_at and last_at > first_at:
        return gettext("promised %(limit)s, later moved to %(day)s") % words
    return gettext("promised %(limit)s") % words


def next_step(case: Case, now: datetime) -> Promise:
    """Return what happens next in words, with the time it is promised for."""
    if PRAISE in case.tags:
        return Promise("", gettext("Passed on to the people you thank, and to who leads them"), None)
    label, unit = gettext("Next"), case.lead_department.short if case.lead_department else ""
    final = promised_at(case)
    match case.state:
        case State.REPORTED:
            words = gettext("the street desk takes it and finds the unit in charge")
            return Promise(label, words, case.due_at, within=_within(case, now))
        case State.ACCEPTED:
            words = gettext("it is handed to the unit in charge")
            return Promise(label, words, case.due_at, within=_within(case, now))
        case State.ASSIGNED:
            words = gettext("%(unit)s signs for it") if unit else gettext("the unit in charge signs for it")
            return Promise(label, words % {"unit": unit}, case.due_at, final)
        case State.FEEDBACK:
            return Promise(label, gettext("the grid leader comes to see it"), case.due_at)
        case State.VERIFIED:
            return Promise(label, gettext("we call you back and close it"), case.due_at)
        case State.CLOSED:
            return Promise(label, gettext("you judge how it was done"), case.closed_at + RATING_PERIOD)
        case _state if case.is_open:
            return Promise(
                label, gettext("%(unit)s gets it done") % {"unit": unit} if unit else gettext("it gets done"), final
            )
    return Promise("", case.state_label, None)


def length(time: timedelta, unit: str = "hours") -> str:
    """Return a length of time as residents say it: 3 小时 20 分, from a day on 1 天 20 小时, by days alone 1 天."""
    if time < DAY:
        return due_words.span(time)
    days, rest = divmod(time, DAY)
    words, hours = due_words.UNITS["C"](days), rest // timedelta(hours=1)
    if unit == "days" or not hours:
        return words
    return gettext("%(days)s %(hours)s") % {"days": words, "hours": due_words.UNITS["E"](hours)}


def _day(at: datetime, now: datetime) -> str:
    day, today = timezone.localdate(at), timezone.localdate(now)
    return date_format(day, gettext("j M") if day.year == today.year else gettext("j M Y"))


def _within(case: Case, now: datetime) -> str:
    """Return the limit in words for a case nobody has been given yet, with its date where it can go out at once."""
    if not case.category:
        return ""
    limit = deadlines.Limit.parse(case.category.limit)
    words = {"limit": due_words.limit(case.category.limit)}
    if not case.district_id:
        return gettext("Done within %(limit)s of handing over") % words
    words["at"] = due_words.moment(deadlines.due(now, limit, office.calendar(case.district_id)), now)
    return gettext("Done within %(limit)s of handing over; if handed over now, by %(at)s") % words
