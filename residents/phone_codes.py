"""One-time codes by text message: asked for, sent by the worker, checked, used once.

Asking costs the same whether anybody left the number or not; only the worker looks. The code is drawn when it is
sent and kept as an HMAC, so that nothing at rest can be typed in.
"""

import hashlib
import hmac
import logging
import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext

from residents import gateways, sealing
from residents.models import PhoneCode, Resident, ShownText

log = logging.getLogger(__name__)

DIGITS = 6
VALID = timedelta(minutes=10)
MOST_TRIES = 5
SESSION = timedelta(minutes=30)  # how long a used code opens what belongs to its number
GRACE = timedelta(seconds=20)  # a fresh request is the worker's; the sweep leaves it alone for this long
PAUSE = timedelta(minutes=1)  # between two tries of a gateway that does not answer
KEPT = timedelta(days=1)
MOST_AT_ONCE = 100
NO_CODE = "0" * 64  # compared with in the same time


def ask(phone: str, *, language: str, now: datetime) -> PhoneCode:
    """Note that somebody wants a code sent to a number, known or not."""
    row = uuid.uuid4()
    return PhoneCode.objects.create(
        row=row,
        phone_sealed=sealing.seal(phone, row=row, column="phone"),
        language=language,
        asked_at=now,
        ends_at=now + VALID,
        try_at=now + GRACE,
    )


def send(pk: int, now: datetime) -> bool:
    """Send the code of a request if it is still owed; return whether a text went out.

    The row is locked first, so that a message delivered three times sends one text. A number that nobody left gets
    none. Where the gateway raises, the sweep tries again until the code would be too old.
    """
    with transaction.atomic():
        asked = PhoneCode.objects.select_for_update(skip_locked=True).filter(pk=pk, try_at__isnull=False).first()
        if asked is None:
            return False
        phone, asked.try_at = asked.phone, None
        if now < asked.ends_at and Resident.objects.with_phone(phone).exists():
            _deliver(asked, phone, now)
        asked.save(update_fields=["code_hash", "sent_at", "try_at"])
    return asked.sent_at is not None


def send_waiting(now: datetime) -> int:
    """Send what the broker lost or the gateway did not take; return how many texts went out."""
    waiting = PhoneCode.objects.filter(try_at__lte=now).order_by("try_at").values_list("pk", flat=True)
    return sum(send(pk, now) for pk in list(waiting[:MOST_AT_ONCE]))


def use(row: uuid.UUID, typed: str, now: datetime) -> bool:
    """Try a code for a request and use it up where it is right. Each try counts before it is judged, five in all."""
    mine = PhoneCode.objects.filter(row=row, used_at__isnull=True, ends_at__gt=now, tries__lt=MOST_TRIES)
    counted = mine.update(tries=F("tries") + 1)
    stored = PhoneCode.objects.filter(row=row).values_list("code_hash", flat=True).first() if counted else ""
    fits = hmac.compare_digest(stored or NO_CODE, _fingerprint(row, typed))
    is_right = fits and bool(stored)  # what was never sent has no code that could be right
    return is_right and bool(PhoneCode.objects.filter(row=row, used_at__isnull=True).update(used_at=now))


def is_spent(row: uuid.UUID, now: datetime) -> bool:
    """Tell whether no try is left for a request, for it was tried too often, is too old, used or forgotten."""
    mine = PhoneCode.objects.filter(row=row, used_at__isnull=True, ends_at__gt=now, tries__lt=MOST_TRIES)
    return not mine.exists()


def phone_of(row: uuid.UUID, now: datetime) -> str:
    """Return the number that a used code proved within the last half hour; empty for anything else."""
    proved = PhoneCode.objects.filter(row=row, used_at__gt=now - SESSION).first()
    return proved.phone if proved else ""


def end(row: uuid.UUID) -> None:
    """Let a proved number open nothing any more."""
    PhoneCode.objects.filter(row=row).delete()


def forget_old(now: datetime) -> int:
    """Delete the requests and shown texts of more than a day ago; return how many rows."""
    requests = PhoneCode.objects.filter(asked_at__lt=now - KEPT).delete()[0]
    return requests + ShownText.objects.filter(at__lt=now - KEPT).delete()[0]


def _deliver(asked: PhoneCode, phone: str, now: datetime) -> None:
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    try:
        with transaction.atomic(), translation.override(asked.language):
            gateways.chosen()(phone, _text(code))
    except Exception as error:  # noqa: BLE001 - gateways raise what they like; their words may hold the number
        asked.try_at = now + PAUSE
        log.error("The text of request %s was not taken (%s); tried again later.", asked.pk, type(error).__name__)
        return
    asked.code_hash, asked.sent_at = _fingerprint(asked.row, code), now


def _text(code: str) -> str:
    words = {"code": code, "minutes": int(VALID.total_seconds() // 60)}
    return gettext("Your code for the cases under this number: %(code)s. Valid for %(minutes)s minutes.") % words


def _fingerprint(row: uuid.UUID, code: str) -> str:
    """Return what is stored of a code: an HMAC bound to its request, never the code itself."""
    digits = "".join(sign for sign in code if sign in "0123456789")
    key = hmac.digest(settings.SECRET_KEY.encode(), b"phone-code", hashlib.sha256)
    return hmac.new(key, f"{row}/{digits}".encode(), hashlib.sha256).hexdigest()
