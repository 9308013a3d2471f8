"""The ladder (DOMAIN §3.6): what is due climbs rung by rung. The clock comes in as `now`, so months can be played.

Rung 1 warns at 80 % of the limit; 2 reminds when it is due and the level above watches; 3 is a yellow card and the
street watches; 4 a red card, the district watches, and the case is proposed for its next joint meeting; 5 is a date of
a joint meeting missed. Escalation changes who watches; the responsible unit changes only by decision.
"""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext

from cases import clocks, deadlines, limits, meetings, office, outbox, permissions, reactive
from cases.models import Case, CaseEvent, Escalation, Serial, StageClock, SupervisionNotice
from cases.workflow import Clock

log = logging.getLogger(__name__)

WATCHED_AT = {1: 3, 2: 2, 3: 1, 4: 0, 5: 0}
CARDS = {2: "reminder", 3: "yellow", 4: "red", 5: "red"}
PUSH_BACK = timedelta(hours=1)


def sweep(now, limit: int = 20_000) -> dict[str, int]:
    """Climb every rung that has come by `now` and return {"climbed": n, "failed": n}.

    One transaction per case, claimed with SKIP LOCKED, so two sweeps share the work; a broken row is logged, pushed
    back an hour and stays visible, and never stops the others.
    """
    counts = {"climbed": 0, "failed": 0}
    for _turn in range(limit):
        claimed = _climb_next(now)
        if claimed is None:
            break
        counts[claimed] += 1
    return counts


def _climb_next(now) -> str | None:
    """Take the next due case under lock and climb as many rungs as have come; None when nothing is due."""
    with transaction.atomic():
        case = Case.objects.escalating(now).select_for_update(of=("self",), skip_locked=True).first()
        if case is None:
            return None
        try:
            with transaction.atomic():
                climb(case, now)
        except (DatabaseError, ValueError, LookupError, AttributeError, TypeError) as error:
            _push_back(case, error, now)
            return "failed"
    return "climbed"


def climb(case: Case, now) -> list[Escalation]:
    """Climb every rung of a locked case that has come by `now`, each with its own moment, and set the next one."""
    climbed = []
    while case.escalate_at is not None and case.escalate_at <= now:
        clock = clocks.laddered(case)
        if clock is None or not case.is_open:
            case.escalate_at = None
            break
        by_meeting = case.resolution_due_at is not None and clock.stage == Clock.HANDLE
        rung = clocks.MEETING_RUNG if by_meeting else case.escalation_rung + 1
        step = _step(case, clock, rung, now)
        if step:
            climbed.append(step)
        case.escalation_rung = rung
        case.escalate_at = None if by_meeting else clocks.rung_at(clock, rung + 1, case)
    case.version += 1
    case.save(update_fields=["escalation_rung", "escalate_at", "watch_level", "version"])
    if any(step.rung == 4 for step in climbed) and case.district_id:
        meetings.propose_once(case, reason="overdue", level=0, by=permissions.SYSTEM, now=now)
    return climbed


def _step(case: Case, clock: StageClock, rung: int, now) -> Escalation | None:
    """Record one rung with its notice and event; None when this rung was climbed before."""
    step, is_new = Escalation.objects.get_or_create(
        case=case, clock=clock, rung=rung, defaults={"at": now, "level": min(WATCHED_AT[rung], case.watch_level)}
    )
    if not is_new:
        return None
    case.watch_level = step.level
    data = {"rung": rung, "level": step.level, "stage": clock.stage, "due_at": clock.due_at.isoformat()}
    if rung in CARDS:
        data["notice"] = _issue(case, step, clock, CARDS[rung], now).number
    event = CaseEvent.objects.create(
        case=case, kind="case.escalated", at=now, from_state=case.state, to_state=case.state, data=data,
        try_at=now + outbox.GRACE if "case.escalated" in reactive.KINDS else None,
    )
    outbox.hand_over(event)
    return step


def _issue(case: Case, step: Escalation, clock: StageClock, kind: str, now) -> SupervisionNotice:
    """Issue a numbered supervision notice (督办〔2026〕12号) to the post the case waits on."""
    year = now.astimezone(deadlines.CITY_TZ).year
    reply_due_at = deadlines.due(now, limits.SUPERVISION_REPLY, office.calendar(case.district_id))
    return SupervisionNotice.objects.create(
        number=f"督办〔{year}〕{Serial.objects.take(f'notice:{year}')}号",
        kind=kind,
        case=case,
        escalation=step,
        to_post_id=case.owner_id or case.waiting_on_id,
        grounds=_grounds(clock),
        issued_at=now,
        reply_due_at=reply_due_at,
    )


def _grounds(clock: StageClock) -> str:
    """Return the grounds in Chinese, the language of official papers: 「办理时限 2026-11-24 12:00 已过」."""
    with translation.override("zh-hans"):
        due = clock.due_at.astimezone(deadlines.CITY_TZ).strftime("%Y-%m-%d %H:%M")
        return gettext("Limit for “%(stage)s”, %(due)s, has passed.") % {"stage": clock.label, "due": due}


def _push_back(case: Case, error: Exception, now) -> None:
    """Put a case that cannot be escalated off for an hour and leave an event that the admin lists."""
    log.error("Case %s could not be escalated: %s", case.number, error, exc_info=error)
    Case.objects.filter(pk=case.pk).update(escalate_at=now + PUSH_BACK)
    CaseEvent.objects.create(
        case=case, kind="case.escalation_failed", at=now, from_state=case.state, to_state=case.state, handled_at=now,
        data={"error": f"{type(error).__name__}: {error}"[:500]},
    )
