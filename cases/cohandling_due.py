"""Reminders of co-handling orders: nearly due, the unit is told; overdue, who leads the case and who asked as well.

Once per order and rung. The clock comes in as `now`; what is due is found by a partial index, claimed with SKIP LOCKED.
"""

import logging
from datetime import timedelta

from django.db import transaction

from cases import outbox
from cases.models import CaseEvent, CoHandlingOrder
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

NEARLY_DUE, OVERDUE = 1, 2
PUSH_BACK = timedelta(hours=1)
BATCH = 500


def sweep(now, limit: int = 5000) -> dict[str, int]:
    """Send every reminder that has come by `now`, for at most `limit` orders; return {"reminded": n, "failed": n}.

    One transaction per order; a broken row is logged, pushed back an hour and stays visible, and stops no other.
    """
    counts = {"reminded": 0, "failed": 0}
    tried: set[int] = set()
    while len(tried) < limit:
        due = set(CoHandlingOrder.objects.to_tell(now).values_list("pk", flat=True)[:BATCH]) - tried
        for pk in due:
            try:
                with transaction.atomic():
                    rows = CoHandlingOrder.objects.to_tell(now).filter(pk=pk).select_related("case")
                    order = rows.select_for_update(of=("self",), skip_locked=True).first()
                    counts["reminded"] += remind(order, now) if order else 0
            except Exception as error:  # noqa: BLE001 - one broken row never stops the reminders of the others
                log.error("Co-handling order %s could not be reminded: %s", pk, trouble.words(error))
                CoHandlingOrder.objects.filter(pk=pk).update(tell_at=now + PUSH_BACK)
                counts["failed"] += 1
        tried |= due
        if not due:
            break
    return counts


def remind(order: CoHandlingOrder, now) -> int:
    """Record the reminder of a locked order that has come by `now`, set the next one, and return how many were sent.

    After a long night only the one that counts: an overdue order was nearly due before.
    """
    order.rung, order.tell_at = (OVERDUE, None) if order.due_at <= now else (NEARLY_DUE, order.due_at)
    order.save(update_fields=["rung", "tell_at"])
    _record(order, now)
    return 1


def _record(order: CoHandlingOrder, now) -> None:
    data = {"order": order.pk, "post": order.post_id, "rung": order.rung, "due_at": order.due_at.isoformat()}
    event = CaseEvent.objects.create(
        case=order.case,
        kind="case.cohandling_due",
        at=now,
        from_state=order.case.state,
        to_state=order.case.state,
        data=data,
        try_at=now + outbox.GRACE,
    )
    outbox.hand_over(event)
