"""Supervision notices (督办单): issue, answer, count or not, strike off (销号). The only writer of notices.

A notice goes to the post that a case waits on and is answered by its unit within a limit. Reminders and cards of the
ladder are issued by the system; by hand an office issues any of them, and only a person copies one upwards.
"""

from contextlib import contextmanager

from django.utils import translation
from django.utils.translation import gettext

from cases import deadlines, ladder, lifecycle, limits, notice_permissions, office, seats
from cases.models import Case, Escalation, Serial, SupervisionNotice
from grids.models import Role, Urgency
from grids.models.grid import STREET

Kind = SupervisionNotice.Kind
# What a card of the ladder demands, in Chinese: the language of official papers.
DEMANDS = {
    Kind.REMINDER: "请立即办理，并在反馈期限前说明进展和预计办结时间。",
    Kind.YELLOW: "请责任单位负责人督促办理，并在反馈期限前书面说明超期原因和整改措施。",
    Kind.RED: "请责任单位主要负责人限期办结，并在反馈期限前书面说明超期原因、办理措施和办结时间。",
}


def cards(steps: list[tuple[ladder.Rung, Escalation]], now) -> list[SupervisionNotice]:
    """Issue the cards of some rungs just climbed, numbered one after the other. A constant number of queries."""
    if not steps:
        return []
    year = _year(now)
    notices = [_card(rung, escalation, now) for rung, escalation in steps]
    for notice, sequence in zip(notices, _numbers(year, len(notices)), strict=True):
        _number(notice, year, sequence)
    return SupervisionNotice.objects.bulk_create(notices)


def issue(
    case: Case, *, kind, grounds, demand, reply_due_at=None, copy_to="", by, now, version=None
) -> SupervisionNotice:
    """Issue a notice by hand to the post that the case waits on. Without a limit the reply is due in two working days.

    Raises Incomplete without kind, grounds or demand, and for a limit already past or, but in an emergency, on a day
    off.
    """
    _check(kind, grounds, demand, reply_due_at, copy_to, now)
    with lifecycle.changing(case, by=by, now=now, version=version) as change:
        locked = change.case
        post_id = locked.waiting_on_id or locked.owner_id
        if post_id is None:
            raise lifecycle.NotPossible(gettext("Nobody has this case yet; there is nobody to answer."), locked)
        _ask(notice_permissions.may_issue(kind, copy_to, locked, by))
        _check_day(locked, reply_due_at)
        notice = SupervisionNotice(
            kind=kind,
            case=locked,
            office_id=notice_permissions.office_of(locked, by),
            to_post_id=post_id,
            grounds=lifecycle.kept(locked, grounds.strip(), SupervisionNotice.grounds),
            demand=lifecycle.kept(locked, demand.strip(), SupervisionNotice.demand),
            copy_to=copy_to,
            issued_by=by.user,
            issued_at=now,
            reply_due_at=reply_due_at or _reply_due(locked, now),
            counts=kind != Kind.REMINDER,
        )
        _number(notice, _year(now), *_numbers(_year(now), 1))
        notice.save()
        change.do("issue_notice", note=notice.grounds, data=_told(notice, [post_id]) | {"card": kind})
    return notice


def answer(notice: SupervisionNotice, *, text: str, by, now) -> SupervisionNotice:
    """Answer a notice for its unit; a late answer is taken and stays marked as late."""
    if not text.strip():
        raise lifecycle.Incomplete({"text": gettext("Say what was done and what comes next.")})
    with _changing(notice, by, now) as (change, locked):
        if locked.replied_at:
            raise lifecycle.NotPossible(gettext("This notice has been answered."), change.case)
        _ask(notice_permissions.may_answer(locked, by))
        locked.reply = lifecycle.kept(change.case, text.strip())
        locked.replied_at, locked.replied_by = now, by.user
        locked.save(update_fields=["reply", "replied_at", "replied_by"])
        change.record("case.notice_answered", note=text, data=_told(locked, _overseers(locked, now)))
    return locked


def strike_off(notice: SupervisionNotice, *, note: str, by, now) -> SupervisionNotice:
    """Strike an answered notice off (销号)."""
    with _changing(notice, by, now) as (change, locked):
        if not locked.replied_at:
            raise lifecycle.NotPossible(gettext("The unit has not answered yet."), change.case)
        _ask(notice_permissions.may_strike_off(locked, by))
        locked.struck_off_at, locked.struck_off_by = now, by.user
        locked.strike_note = lifecycle.kept(change.case, note.strip(), SupervisionNotice.strike_note)
        locked.save(update_fields=["struck_off_at", "struck_off_by", "strike_note"])
        change.record("case.notice_struck_off", note=note, data=_told(locked, [locked.to_post_id]))
    return locked


def count(notice: SupervisionNotice, *, counts: bool, reason: str, by, now) -> SupervisionNotice:
    """Say whether a notice counts in the assessment, with the reason."""
    if not reason.strip():
        raise lifecycle.Incomplete({"reason": gettext("Say why it counts or does not count.")})
    with _changing(notice, by, now) as (change, locked):
        _ask(notice_permissions.may_count(locked, by))
        locked.counts = counts
        locked.counts_reason = lifecycle.kept(change.case, reason.strip(), SupervisionNotice.counts_reason)
        locked.save(update_fields=["counts", "counts_reason"])
        change.record("case.notice_counted", note=reason, data={"notice": locked.number, "counts": counts})
    return locked


def strike_off_all(case: Case, now) -> int:
    """Strike a closed case's notices off (销号) and return how many stood open."""
    return case.supervision_notices.open().update(struck_off_at=now)


def _card(rung: ladder.Rung, step: Escalation, now) -> SupervisionNotice:
    return SupervisionNotice(
        kind=rung.card,
        case=step.case,
        escalation=step,
        office_id=step.case.district_id,
        to_post_id=step.case.waiting_on_id or step.case.owner_id,
        grounds=_grounds(step),
        demand=DEMANDS[rung.card],
        issued_at=now,
        reply_due_at=_reply_due(step.case, now),
        counts=rung.card != Kind.REMINDER,
    )


def _grounds(step: Escalation) -> str:
    """Return the grounds in Chinese, the language of official papers: 「办理时限 2026-11-24 12:00 已过」."""
    with translation.override("zh-hans"):
        due = step.due_at.astimezone(deadlines.CITY_TZ).strftime("%Y-%m-%d %H:%M")
        return gettext("Limit for “%(stage)s”, %(due)s, has passed.") % {"stage": step.clock.label, "due": due}


def _reply_due(case: Case, now):
    return deadlines.due(now, limits.SUPERVISION_REPLY, office.calendar(case.district_id))


def _year(now) -> int:
    return now.astimezone(deadlines.CITY_TZ).year


def _numbers(year: int, count: int) -> range:
    return Serial.objects.take_many(f"notice:{year}", count)


def _number(notice: SupervisionNotice, year: int, sequence: int) -> None:
    notice.year, notice.sequence, notice.number = year, sequence, f"督办〔{year}〕{sequence}号"


def _told(notice: SupervisionNotice, posts) -> dict:
    return {"notice": notice.number, "posts": [post for post in posts if post]}


def _check(kind, grounds, demand, reply_due_at, copy_to, now) -> None:
    errors = {}
    if kind not in Kind.values:
        errors["kind"] = gettext("Choose reminder, yellow or red card.")
    if not grounds.strip():
        errors["grounds"] = gettext("Say what is wrong.")
    if not demand.strip():
        errors["demand"] = gettext("Say what the unit is to do.")
    if reply_due_at is not None and reply_due_at <= now:
        errors["reply_due_at"] = gettext("Choose a time that is still to come.")
    if copy_to and kind != Kind.RED:
        errors["copy_to"] = gettext("Only a red card is copied upwards.")
    if errors:
        raise lifecycle.Incomplete(errors)


def _check_day(case: Case, reply_due_at) -> None:
    """Refuse a limit on a day when the unit's office is closed; an emergency is answered on every day."""
    calendar = office.calendar(case.district_id)
    if reply_due_at is None or case.urgency == Urgency.CRITICAL:
        return
    if not calendar.is_workday(calendar.local_date(reply_due_at)):
        words = gettext("This is no working day; choose one before or after it.")
        raise lifecycle.Incomplete({"reply_due_at": words})


@contextmanager
def _changing(notice: SupervisionNotice, by, now):
    """Lock a notice's case and the notice for one deed; yield the change of the case and the locked notice.

    Raises NotPossible for a notice struck off meanwhile.
    """
    with lifecycle.changing(notice.case, by=by, now=now) as change:
        locked = SupervisionNotice.objects.select_for_update(of=("self",)).with_people().get(pk=notice.pk)
        if locked.struck_off_at:
            raise lifecycle.NotPossible(gettext("This notice has been struck off."), change.case)
        yield change, locked


def _ask(verdict) -> None:
    if not verdict:
        raise lifecycle.NotPermitted(verdict.reason)


def _overseers(notice: SupervisionNotice, now) -> list[int]:
    """Return the posts that look after a notice: the supervision office, or the leader of the street that issued it."""
    role = Role.STREET_LEADER if notice.office and notice.office.level == STREET else Role.SUPERVISOR
    return list(seats.held(now).filter(grid=notice.office_id, role=role).values_list("pk", flat=True))
