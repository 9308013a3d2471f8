"""What needs a second person: an extension, a hold, not accepting, voiding. One asks, another grants or refuses.

Asking changes nothing but who has to decide; the clocks keep running until then (DOMAIN §3.4). One request waits on a
case at a time; a case that goes on without it lets it lapse.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext

from cases import deadlines, office, workflow
from cases.lifecycle import discretion
from cases.lifecycle.change import Change, changing
from cases.lifecycle.errors import Incomplete
from cases.models import Approval, Case, ClockEntry
from cases.workflow import Actor, Asked, Clock

LONGEST_HOLD = timedelta(days=90)
LONG_EXTENSION = timedelta(days=14)  # ten working days: above it the district decides
REASONS = {
    "request_extension": workflow.EXTENSION_REASONS,
    "request_suspension": workflow.SUSPENSION_REASONS,
    "request_decline": workflow.DECLINE_REASONS,
    "request_void": workflow.VOID_REASONS,
}


def request_extension(case: Case, *, reason, until, note, by, now, version=None) -> Case:
    """Ask for a later due time (申请延期), at most twice and at least four working hours before the present one.

    `until` is a date; the new due time is its close of business. A second or long one is for the district.
    """
    _check("request_extension", reason, note)
    with changing(case, by=by, now=now, version=version) as change:
        until_at = _closing(change.case, until, now)
        if change.case.handle_due_at and until_at <= change.case.handle_due_at:
            raise Incomplete({"until": gettext("Choose a day after the present due time.")})
        long = change.case.extension_count > 0 or until_at - (change.case.handle_due_at or now) > LONG_EXTENSION
        _ask(change, "request_extension", reason, note, until_at, Actor.DISTRICT if long else Actor.STREET)
    return change.case


def approve_extension(case: Case, *, by, now, note="", version=None) -> Case:
    """Grant an extension: the handling clock gets the asked date, and its ladder begins anew."""
    with changing(case, by=by, now=now, version=version) as change:
        until_at = _request(change, Asked.EXTENSION).until
        count = change.case.extension_count + 1
        data = {"new_due": until_at.isoformat(), "old_due": (change.case.handle_due_at or now).isoformat()}
        change.do("approve_extension", note=note, data=data, extension_count=count, escalation_rung=0)
        change.move(ClockEntry.Kind.EXTEND, Clock.HANDLE, until=until_at)
    return change.case


def request_suspension(case: Case, *, reason, until, note, by, now, version=None) -> Case:
    """Ask to put a case on hold (申请挂账) until a review date, at most 90 days ahead."""
    _check("request_suspension", reason, note)
    with changing(case, by=by, now=now, version=version) as change:
        until_at = _opening(change.case, until, now)
        if until_at > now + LONGEST_HOLD:
            raise Incomplete({"until": gettext("The review date lies at most 90 days ahead.")})
        _ask(change, "request_suspension", reason, note, until_at, Actor.DISTRICT)
    return change.case


def suspend(case: Case, *, by, now, note="", version=None) -> Case:
    """Put a case on hold (挂账): its clocks stand still until the review date, when it comes back by itself."""
    with changing(case, by=by, now=now, version=version) as change:
        until_at = _request(change, Asked.SUSPENSION).until
        if until_at <= now:
            raise Incomplete({"note": gettext("The review date has passed; refuse it and let the unit ask again.")})
        change.do("suspend", note=note, data={"until": until_at.isoformat()}, comes_back_at=until_at)
    return change.case


def resume(case: Case, *, by, now, note="", version=None) -> Case:
    """Take a case on hold up again (销账恢复): its clocks go on, moved by the time they stood still."""
    with changing(case, by=by, now=now, version=version) as change:
        change.do("resume", note=note, comes_back_at=None)
    return change.case


def request_decline(case: Case, *, reason, note, by, now, version=None) -> Case:
    """Propose not to accept a report (不予受理); `note` is the guidance the reporter will read."""
    _check("request_decline", reason, note, gettext("Say where the reporter can turn instead."))
    with changing(case, by=by, now=now, version=version) as change:
        _ask(change, "request_decline", reason, note, None, Actor.ACCEPTOR)
    return change.case


def decline(case: Case, *, by, now, note="", version=None) -> Case:
    """Agree as the second person not to accept a report; the reporter gets the guidance."""
    with changing(case, by=by, now=now, version=version) as change:
        request = _request(change, Asked.DECLINE)
        change.do(
            "decline",
            note=request.note,
            data={"reason": request.reason, "remark": note},
            is_public=True,
            in_meeting=False,
        )
    return change.case


def request_void(case: Case, *, reason, note, by, now, version=None) -> Case:
    """Ask the district to void a case (作废): a test, a duplicate, a malicious report. Nothing is ever deleted."""
    _check("request_void", reason, note)
    with changing(case, by=by, now=now, version=version) as change:
        _ask(change, "request_void", reason, note, None, Actor.DISTRICT)
    return change.case


def void(case: Case, *, by, now, note="", version=None) -> Case:
    """Void a case as the second person."""
    with changing(case, by=by, now=now, version=version) as change:
        request = _request(change, Asked.VOID)
        change.do(
            "void", note=note or request.note, data={"reason": request.reason}, comes_back_at=None, in_meeting=False
        )
    return change.case


def refuse(name: str, case: Case, *, note: str, by, now, version=None) -> Case:
    """Refuse what waits for approval, with the reason in words."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say why not.")})
    with changing(case, by=by, now=now, version=version) as change:
        change.do(name, note=note)
    return change.case


def refuse_extension(case: Case, **answer) -> Case:
    """Refuse an extension: the due time stays."""
    return refuse("refuse_extension", case, **answer)


def refuse_suspension(case: Case, **answer) -> Case:
    """Refuse a hold: the clocks keep running."""
    return refuse("refuse_suspension", case, **answer)


def refuse_decline(case: Case, **answer) -> Case:
    """Refuse not to accept: the report is to be accepted."""
    return refuse("refuse_decline", case, **answer)


def refuse_void(case: Case, **answer) -> Case:
    """Refuse to void a case."""
    return refuse("refuse_void", case, **answer)


def _ask(change: Change, name: str, reason, note, until_at: datetime | None, decides: Actor) -> None:
    asked = workflow.ACTIONS[name].asks
    data = {"reason": reason, **({"until": until_at.isoformat()} if until_at else {})}
    change.do(name, note=note, data=data, asked=asked.value, asked_of=decides.value, asked_by=change.by.user)
    Approval.objects.create(
        case=change.case,
        kind=asked.value,
        reason=reason,
        note=discretion.about(change.case, note.strip()),
        until=until_at,
        asked_by=change.by.user,
        asked_at=change.now,
    )


def _request(change: Change, kind: Asked) -> Approval:
    """Return what of a kind waits for approval; an unsaved empty one where nothing does, for the workflow to refuse."""
    return change.case.approvals.filter(verdict="", kind=kind).first() or Approval(until=change.now, reason="", note="")


def _check(name: str, reason: str, note: str, hint: str = "") -> None:
    errors = {}
    if reason not in REASONS[name]:
        errors["reason"] = gettext("Choose the reason.")
    if not note.strip():
        errors["note"] = hint or gettext("Please write a few words.")
    if errors:
        raise Incomplete(errors)


def _closing(case: Case, until, now) -> datetime:
    """Return the close of business of a working day to come. Raises Incomplete for any other day."""
    calendar = office.calendar(case.district_id)
    if until is None or calendar.closing(until) <= now:
        raise Incomplete({"until": gettext("Choose a day that is still to come.")})
    if not calendar.is_workday(until):
        raise Incomplete({"until": gettext("This is no working day.")})
    return calendar.closing(until)


def _opening(case: Case, until, now) -> datetime:
    """Return the opening of a working day to come. Raises Incomplete for any other day."""
    _closing(case, until, now)
    opens = next(opens for opens, _closes in office.calendar(case.district_id).spans(until))
    if opens <= now:
        raise Incomplete({"until": gettext("Choose a day that is still to come.")})
    return opens.astimezone(deadlines.CITY_TZ)
