"""How long each kind of data is kept, in one table that the nightly task goes through (PIPL art. 19)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command

from cases import sheets
from cases.lifecycle import forgetting
from cases.models import BoardPrint
from residents import blocking, counting, phone_codes
from zhengzhou_grid.lib import trouble

log = logging.getLogger(__name__)

BY_ITSELF = timedelta(0)  # each row says itself until when it counts


@dataclass(frozen=True)
class Kept:
    """One kind of data: how long after its end, and what then forgets it and says how much that was."""

    what: str
    after: timedelta
    forget: Callable[[datetime, timedelta], object]


TABLE = (
    Kept("contacts", timedelta(days=settings.CONTACT_DAYS), forgetting.pseudonymise),
    Kept("sheets", sheets.KEPT, lambda now, _after: sheets.forget_old(now)),
    Kept(
        "boards", timedelta(days=1), lambda now, after: BoardPrint.objects.filter(asked_at__lt=now - after).delete()[0]
    ),
    Kept("tallies", BY_ITSELF, lambda now, _after: counting.forget_old(now)),
    Kept("codes", phone_codes.KEPT, lambda now, _after: phone_codes.forget_old(now)),
    Kept("blocks", BY_ITSELF, lambda now, _after: blocking.forget_old(now)),
    Kept("sessions", BY_ITSELF, lambda _now, _after: call_command("clearsessions")),
)


def forget(now: datetime) -> dict[str, object]:
    """Forget what is kept no longer, one kind after the other; what fails is logged and stops no other."""
    done = {}
    for kept in TABLE:
        try:
            done[kept.what] = kept.forget(now, kept.after)
        except Exception as error:  # noqa: BLE001 - one broken table never keeps the others for ever
            log.error("Not forgotten: %s: %s", kept.what, trouble.words(error))
    log.info("Forgotten: %s", done)
    return done
