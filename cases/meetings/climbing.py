"""Put what missed its date before the meeting of the level above."""

import logging

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import lifecycle, permissions, workflow
from cases.meetings import following, units
from cases.models import AgendaItem, Resolution
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)
MOST = 1000  # of one sweep


def climb_missed(now) -> dict[str, int]:
    """Put what missed its date before the meeting of the level above; the district's again where there is none.

    One transaction per decision; a broken row is logged and never stops the others. Safe to run twice.
    """
    counts = {"climbed": 0, "failed": 0}
    missed = Resolution.objects.filter(
        due_at__lt=now, struck_off_at__isnull=True, climbed_at__isnull=True, applied_at__isnull=True,
        in_force_at__isnull=False,
    )  # fmt: skip
    # what cannot go before a meeting now would come again in every sweep, and keep the others out
    not_now = workflow.OPEN - workflow.ACTIONS["propose_to_meeting"].sources
    waits = Q(item__case__in_meeting=True) | Q(item__case__state__in=not_now)
    for pk in list(missed.exclude(waits).order_by("due_at", "pk").values_list("pk", flat=True)[:MOST]):
        try:
            counts["climbed"] += _climb(pk, now)
        except SoftTimeLimitExceeded:
            raise  # the worker's time is up: the rest waits for the next sweep
        except Exception as error:  # noqa: BLE001 - one broken row never stops the others
            log.error("Resolution %s could not be put to the level above: %s", pk, trouble.words(error))
            counts["failed"] += 1
    return counts


def _climb(pk: int, now) -> int:
    with transaction.atomic():
        resolution = Resolution.objects.select_related("item__grid__parent", "item__case").get(pk=pk)
        with lifecycle.changing(resolution.item.case, by=permissions.SYSTEM, now=now) as change:
            resolution = following.lock(resolution)
            case = change.case
            if resolution.climbed_at or resolution.applied_at or resolution.struck_off_at:
                return 0
            if case.is_open and not permissions.may("propose_to_meeting", case, permissions.SYSTEM):
                return 0  # it waits for details or for a meeting already: the next sweep asks again
            resolution.climbed_at = now
            resolution.save(update_fields=["climbed_at"])
            if not case.is_open:
                return 0
            unit = units.above(resolution.item.grid)
            if not units.is_set_up(unit):
                unit = resolution.item.grid
            day = timezone.localtime(resolution.due_at).date()
            item = AgendaItem.objects.create(
                case=case,
                grid=unit,
                reason="missed",
                problem=resolution.item.problem,
                tried=resolution.text,
                asked=f"{day.year}年{day.month}月{day.day}日的议定时限已过，请研究。",
                proposed_at=now,
            )
            data = {
                "reason": "missed",
                "level": units.level_of(unit),
                "grid": unit.pk if unit else None,
                "item": item.pk,
            }
            change.do("propose_to_meeting", in_meeting=True, data=data)
    return 1
