"""All cases reported under one number, for who proves to hold it with a one-time code sent by text message."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from cases import outbox
from cases.models import Case
from residents import counting, phone_codes
from zhengzhou_grid.lib import paging

TASK = "residents.send_code"
HOUR = timedelta(hours=1)
CODES_TO_A_PHONE = counting.Limit("phone-code", 3, HOUR)
# generous: thousands of telephones share one address of a mobile operator
CODES_FROM_AN_ADDRESS = counting.Limit("phone-code-address", 300, HOUR)
MOST = 20  # cases of one page


class TooOften(Exception):
    """More codes were asked for within an hour than are given."""


def ask(phone: str, *, address: str, language: str, now: datetime) -> uuid.UUID:
    """Ask for a code to a number and return what the request is known by. Known and unknown numbers cost the same.

    Raises TooOften for a fourth code to one number within an hour, or for far too many from one address.
    """
    if not counting.take(CODES_FROM_AN_ADDRESS, address, now=now):
        raise TooOften
    if not counting.take(CODES_TO_A_PHONE, phone, now=now):
        raise TooOften
    asked = phone_codes.ask(phone, language=language, now=now)
    transaction.on_commit(lambda: outbox.send(TASK, queue="notify", code_id=asked.pk), robust=True)
    return asked.row


def cases(proved: uuid.UUID, now: datetime, behind: str = "") -> tuple[list[Case], str]:
    """Return a page of the cases reported under a proved number, the newest first, and the mark of the next page.

    None once the half hour is over; no mark on the last page. Also those whose reporter is hidden from the unit: it
    is the reporter who looks.
    """
    phone = phone_codes.phone_of(proved, now)
    if not phone:
        return [], ""
    rows = Case.objects.reported_with(phone).for_list().order_by("-reported_at", "-pk")
    page = list(paging.behind(rows, behind, "reported_at", newest_first=True)[: MOST + 1])
    return page[:MOST], paging.mark(page[MOST - 1], "reported_at") if len(page) > MOST else ""


def opens(proved: uuid.UUID | None, number: str, now: datetime) -> bool:
    """Tell whether a proved number opens a case."""
    phone = phone_codes.phone_of(proved, now) if proved else ""
    return bool(phone) and Case.objects.reported_with(phone).filter(number=number).exists()
