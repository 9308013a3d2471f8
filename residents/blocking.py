"""Block the report form for an address or a telephone after abuse, for some days; the only writer of the block list.

What is blocked cannot be read from the list: only its keyed digest is kept.
"""

import re
from datetime import datetime

from django.utils.crypto import salted_hmac

from residents.models import Block
from zhengzhou_grid.lib.snapshot import Snapshot


def block(kind: str, value: str, *, reason: str, until: datetime, by, now: datetime) -> Block:
    """Block an address or a telephone; a second time changes reason and end. The value itself is not kept.

    Raises IntegrityError for an end that is past or more than thirty days away.
    """
    changes = {"reason": reason, "ends_at": until, "began_at": now, "by": by}
    made, _is_new = Block.objects.update_or_create(kind=kind, digest=_digest(kind, value), defaults=changes)
    forget()
    return made


def until(*, address: str, phone: str, now: datetime) -> datetime | None:
    """Return until when reports from this address or with this number are refused; None where they are taken.

    No query within a minute of the last one: a block holds in all processes after a minute.
    """
    ends = _ends.get()
    keys = [("address", _digest("address", address)), ("phone", _digest("phone", phone) if phone else "")]
    return max((ends[key] for key in keys if key in ends and ends[key] > now), default=None)


def forget() -> None:
    """Read the list anew at the next question, after it was changed."""
    _ends.forget()


def forget_old(now: datetime) -> int:
    """Delete blocks that have ended; return how many."""
    return Block.objects.filter(ends_at__lt=now).delete()[0]


def _digest(kind: str, value: str) -> str:
    plain = re.sub(r"\D", "", value).removeprefix("86") if kind == Block.Kind.PHONE else value.strip()
    return salted_hmac(f"residents.blocking.{kind}", plain, algorithm="sha256").hexdigest()


_ends = Snapshot(
    lambda: {(kind, digest): ends for kind, digest, ends in Block.objects.values_list("kind", "digest", "ends_at")}
)
