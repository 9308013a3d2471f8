"""The ladder (DOMAIN §3.6): what is due climbs rung by rung. The clock comes in as `now`, so months can be played.

Rung 1 warns at 80 % of the limit; 2 reminds when it is due and the level above watches; 3 is a yellow card and the
street watches; 4 a red card, the district watches, and the case is proposed for its next joint meeting; 5 is a date of
a joint meeting missed. Escalation changes who watches; the responsible unit changes only by decision.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from cases import clocks, deadlines, limits, meetings, office, outbox, permissions, reactive
from cases.models import Case, CaseEvent, Escalation, Serial, StageClock, SupervisionNotice
from cases.workflow import Clock
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

WATCHED_AT = {1: 3, 2: 2, 3: 1, 4: 0, 5: 0}
CARDS = {2: "reminder", 3: "yellow", 4: "red", 5: "red"}
PUSH_BACK = timedelta(hours=1)
BATCH = 500


def sweep(now, limit: int = 20_000) -> dict[str, int]:
    """Climb every rung that has come by `now`, for at most `limit` cases, and return {"climbed": n, "failed": n}.

    One transaction per case, claimed with SKIP LOCKED, so two sweeps share the work; a broken row is logged, pushed
    back an hour and stays visible, and never stops the others.
    """
    counts = {"climbed": 0, "failed": 0}
    tried: set[int] = set()
    while len(tried) < limit:
        due = set(Case.objects.escalating(now).values_list("pk", flat=True)[:BATCH]) - tried
        for pk in due:
            outcome = _climb_one(pk, now)
            if outcome:
                counts[outcome] += 1
        tried |= due
        if not due:  # nothing is due, or another sweep holds what is
            break
    return counts


def _climb_one(pk: int, now) -> str | None:
    """Take one due case under lock and climb the rungs that have come; None when another sweep has it."""
    try:
        with transaction.atomic():
            rows = Case.objects.escalating(now).filter(pk=pk)
            case = rows.select_for_update(of=("self",), skip_locked=True).first()
            if case is None:
                return None
            climb(case, now)
    except Exception as error:  # noqa: BLE001 - one broken row never stops the ladder of the others
        _push_back(pk, trouble.words(error), now)
        return "failed"
    return "climbed"


def climb(case: Case, now) -> list[Escalation]:
    """Climb every rung of a locked case that has come by `now`, and set the next one."""
    climbed = []
    while case.escalate_at is not None and case.escalate_at <= now:
        clock = clocks.laddered(case)
        if clock is None or not case.is_open:
            case.escalate_at = None
            break
        by_meeting = case.resolution_due_at is not None and clock.stage == Clock.HANDLE
        rung = clocks.MEETING_RUNG if by_meeting else case.escalation_rung + 1
        step = _step(case, clock, rung, case.resolution_due_at if by_meeting else clock.due_at, now)
        if step:
            climbed.append(step)
        case.escalation_rung = rung
        case.escalate_at = None if by_meeting else clocks.rung_at(clock, rung + 1, case)
    # The version stays: who watches is no reason to refuse what somebody is typing.
    case.save(update_fields=["escalation_rung", "escalate_at", "watch_level"])
    if any(step.rung == 4 for step in climbed) and case.district_id:
        meetings.propose_once(case, reason="overdue", level=0, by=permissions.SYSTEM, now=now)
    return climbed


def strike_off(case: Case, now) -> int:
    """Strike a closed case's supervision notices off (销号) and return how many stood open."""
    return case.supervision_notices.filter(struck_off_at__isnull=True).update(struck_off_at=now)


def _step(case: Case, clock: StageClock, rung: int, due_at, now) -> Escalation | None:
    """Record one rung with its notice and event; None when this rung was climbed before."""
    if Escalation.objects.filter(case=case, clock=clock, rung=rung, due_at=due_at).exists():
        return None
    case.watch_level = min(WATCHED_AT[rung], case.watch_level)
    step = Escalation.objects.create(case=case, clock=clock, rung=rung, due_at=due_at, at=now, level=case.watch_level)
    data = {"rung": rung, "level": step.level, "stage": clock.stage, "due_at": due_at.isoformat()}
    if rung in CARDS:
        data["notice"] = _issue(case, step, CARDS[rung], now).number
    event = CaseEvent.objects.create(
        case=case,
        kind="case.escalated",
        at=now,
        from_state=case.state,
        to_state=case.state,
        data=data,
        try_at=now + outbox.GRACE if "case.escalated" in reactive.KINDS else None,
    )
    outbox.hand_over(event)
    return step


def _issue(case: Case, step: Escalation, kind: str, now) -> SupervisionNotice:
    """Issue a numbered supervision notice (督办〔2026〕12号) to the post the case waits on."""
    year = now.astimezone(deadlines.CITY_TZ).year
    reply_due_at = deadlines.due(now, limits.SUPERVISION_REPLY, office.calendar(case.district_id))
    return SupervisionNotice.objects.create(
        number=f"督办〔{year}〕{Serial.objects.take(f'notice:{year}')}号",
        kind=kind,
        case=case,
        escalation=step,
        to_post_id=case.owner_id or case.waiting_on_id,
        grounds=_grounds(step),
        issued_at=now,
        reply_due_at=reply_due_at,
    )


def _grounds(step: Escalation) -> str:
    """Return the grounds in Chinese, the language of official papers: 「办理时限 2026-11-24 12:00 已过」."""
    with translation.override("zh-hans"):
        due = step.due_at.astimezone(deadlines.CITY_TZ).strftime("%Y-%m-%d %H:%M")
        return gettext("Limit for “%(stage)s”, %(due)s, has passed.") % {"stage": step.clock.label, "due": due}


def _push_back(pk: int, said: str, now) -> None:
    """Put a case that cannot be escalated off for an hour and leave an event that the admin lists."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
        log.error("Case %s could not be escalated: %s", case.number, said)
        Case.objects.filter(pk=pk).update(escalate_at=now + PUSH_BACK)
        CaseEvent.objects.create(
            case=case,
            kind="case.escalation_failed",
            at=now,
            from_state=case.state,
            to_state=case.state,
            handled_at=now,
            data={"error": said},
        )
