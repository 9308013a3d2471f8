"""The official form of a supervision notice (督办单), A4, as it is signed and filed. In Chinese whoever prints it."""

from datetime import datetime, timedelta

import segno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from cases import due_words, office
from cases.desk import oversight
from cases.models import StageClock, SupervisionNotice
from grids import roster
from grids.models import Role

POINTS = {"yellow": 1, "red": 3}  # taken off the composite score (DOMAIN §3.9)


def of(notice: SupervisionNotice, address: str, now: datetime) -> dict:
    """Return the context of the form; `address` is where its QR code leads."""
    case = notice.case
    clocks = {clock.stage: clock for clock in case.clocks.all()}
    clock = notice.escalation.clock if notice.escalation else clocks.get("handle")
    told = {event.kind: event.note for event in case.events.filter(kind__in=("case.verified", "case.closed"))}
    return {
        "notice": notice,
        "unit": oversight.unit(notice),
        "kinds": [(kind.label, kind == notice.kind) for kind in SupervisionNotice.Kind],
        "times": [line for line in (_limit(case, clock), _state(notice, clock, clocks.get("respond"))) if line],
        "demands": [line.strip() for line in notice.demand.splitlines() if line.strip()],
        "reply_by": _reply_by(notice),
        "counting": _counting(notice),
        "replied_on": day(notice.replied_at) if notice.replied_at else "",
        "issued_on": day(notice.issued_at),
        "phone": _phone(notice, now),
        "code": _code(address),
        "verified": told.get("case.verified", ""),
        "called_back": told.get("case.closed", ""),
    }


def day(at: datetime) -> str:
    """Return a day as papers write it: 2026 年 11 月 25 日."""
    # Translators: a day on an official paper, in Django's date format letters
    return date_format(timezone.localtime(at), gettext("j F Y"))


def _moment(at: datetime) -> str:
    # Translators: a moment of the year on an official paper, in Django's date format letters
    return date_format(timezone.localtime(at), gettext("j F, H:i"))


def _limit(case, clock: StageClock | None) -> str:
    parts = [gettext("Assigned %(at)s") % {"at": _moment(case.assigned_at)}] if case.assigned_at else []
    if clock:
        parts.append(gettext("%(clock)s due %(at)s") % {"clock": clock.label, "at": _moment(clock.due_at)})
    return "　".join(parts)


def _state(notice: SupervisionNotice, clock: StageClock | None, respond: StageClock | None) -> str:
    """Return how late the case was when the notice was issued, and whether the unit had responded in time."""
    calendar, parts = office.calendar(notice.case.district_id), []
    if clock and clock.due_at < notice.issued_at:
        late = due_words.between(clock.due_at, notice.issued_at, calendar)
        parts.append(gettext("Late by %(time)s when issued") % {"time": late})
    if respond and respond.stopped_at and respond.stopped_at <= notice.issued_at:
        took = due_words.between(respond.started_at, respond.stopped_at, calendar)
        words = (
            gettext("response %(time)s, too late")
            if respond.is_late(notice.issued_at)
            else gettext("response %(time)s, in time")
        )
        parts.append(words % {"time": took})
    return gettext("; ").join(parts)


def reply_time(notice: SupervisionNotice) -> str:
    """Return how long the unit has to reply, as counted on paper: 2 个工作日."""
    calendar = office.calendar(notice.case.district_id)
    first, last = calendar.local_date(notice.issued_at), calendar.local_date(notice.reply_due_at)
    days = sum(calendar.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def _reply_by(notice: SupervisionNotice) -> str:
    at = f"{day(notice.reply_due_at)} {timezone.localtime(notice.reply_due_at):%H:%M}"
    return gettext("Before %(at)s (%(length)s)") % {"at": at, "length": reply_time(notice)}


def points(notice: SupervisionNotice) -> int:
    """Return what a notice takes off the composite score of its unit: nothing for a reminder."""
    return POINTS.get(notice.kind, 0) if notice.counts else 0


def _counting(notice: SupervisionNotice) -> str:
    if not points(notice):
        reason = notice.counts_reason or ("" if notice.kind in POINTS else gettext("a reminder"))
        return gettext("No (%(reason)s)") % {"reason": reason} if reason else gettext("No")
    words = gettext("Yes (%(card)s once, %(points)d off the composite score)")
    return words % {"card": notice.get_kind_display(), "points": points(notice)}


def _phone(notice: SupervisionNotice, now: datetime) -> str:
    """Return the telephone of the office that issued the notice, where one is entered."""
    post = notice.office.posts.filter(role=Role.SUPERVISOR).first() if notice.office else None
    if post is None or post.phone:
        return post.phone if post else ""
    holder = roster.holder(post, now)
    return holder.work_phone if holder else ""


def _code(address: str) -> SafeString:
    return mark_safe(segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True, svgclass="qr"))  # noqa: S308 - segno's own drawing
