"""Tell those who signed with a reporter that their matter is closed: one short text, nothing in it but its number.

Who is owed a text is a row; it is sent under its lock, so that a message that comes three times sends one. Numbers are
what a reporter typed in: a few texts a day to one number, whoever named it.
"""

import logging
import time
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext

from cases import outbox
from cases.models import Case, CoSigner
from residents import counting, gateways

log = logging.getLogger(__name__)

TASK = "cases.tell_co_signers"
DAY = timedelta(days=1)
PAUSE = timedelta(minutes=5)  # between two tries of a gateway that does not answer; after a day it is given up
TEXTS_TO_A_PHONE = counting.Limit("co-signer-text", 3, DAY)
MOST_AT_ONCE = 200
ENOUGH = 15  # seconds, well within the limit of a task


def owe(case: Case, now: datetime) -> int:
    """Note that everybody who signed a case just closed, or one merged into it, is to be told; return how many."""
    theirs = CoSigner.objects.filter(Q(case=case) | Q(case__merged_into=case), resident__erased_at__isnull=True)
    owed = theirs.exclude(resident__phone_sealed="").update(tell_at=now)
    if owed:
        transaction.on_commit(lambda: outbox.send(TASK, queue="notify"), robust=True)
    return owed


def tell_waiting(now: datetime) -> int:
    """Send the texts that are owed; return how many went out."""
    waiting = CoSigner.objects.filter(tell_at__lte=now).order_by("tell_at").values_list("pk", flat=True)
    told, began = 0, time.monotonic()
    for pk in list(waiting[:MOST_AT_ONCE]):
        if time.monotonic() - began > ENOUGH:
            break  # a slow gateway; the rest is sent by the next run
        told += _tell(pk, now)
    return told


def _tell(pk: int, now: datetime) -> bool:
    """Send one text; not to who was erased meanwhile, nor about a case that was opened again."""
    with transaction.atomic():
        rows = CoSigner.objects.select_related("resident", "case__merged_into")
        held = rows.select_for_update(of=("self",), skip_locked=True)
        signer = held.filter(pk=pk, tell_at__lte=now).first()
        if signer is None:
            return False
        phone, is_told = signer.resident.phone, False
        is_over = not (signer.case.merged_into or signer.case).is_open
        signer.tell_at = None
        if phone and is_over and counting.take(TEXTS_TO_A_PHONE, phone, now=now):
            is_told = _deliver(signer, phone, now)
        signer.save(update_fields=["tell_at", "told_at"])
    return is_told


def _deliver(signer: CoSigner, phone: str, now: datetime) -> bool:
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            gateways.chosen()(phone, _text(signer.case))
    except SoftTimeLimitExceeded:
        raise  # the task must end, not go on with the next text
    except Exception as error:  # noqa: BLE001 - gateways raise what they like; their words may hold the number
        counting.give_back(TEXTS_TO_A_PHONE, phone, now=now)
        ends = (signer.case.closed_at or signer.case.changed_at) + DAY
        signer.tell_at = now + PAUSE if now + PAUSE < ends else None
        log.error("The text to co-signer %s was not taken (%s).", signer.pk, type(error).__name__)
        return False
    signer.told_at = now
    return True


def _text(case: Case) -> str:
    words = gettext("What you signed together with others, %(number)s, is closed. Ask who reported it, or call 12345.")
    return words % {"number": case.number}
