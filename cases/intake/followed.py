"""Which cases this browser may follow: those it reported, opened with the right code, or reached by its number.

Kept in signed cookies that no script can read. A session would cost every report three statements and a second commit.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cases import by_phone
from residents import phone_codes

FOLLOWED, RECEIPT, JOINED = "followed", "receipt", "joined"
SURE = "sure"  # the case whose reporter was here a moment ago: it was sent, or its code typed
ASKED, PROVED = "code-asked", "number-proved"  # the request for a one-time code, and one whose code was right
MOST = 50
CODE_SHOWN = timedelta(minutes=15)  # long enough to find a pen, and for a page that reloads itself
SEPARATOR = "."


def remember(request: HttpRequest, response: HttpResponse, number: str) -> None:
    """Let this browser follow a case from now on, which was just sent or opened with its code."""
    numbers = [known for known in _read(request, FOLLOWED) if known != number]
    _write(response, FOLLOWED, [number, *numbers][:MOST])
    _write(response, SURE, [number], seconds=int(CODE_SHOWN.total_seconds()))


def may_follow(request: HttpRequest, number: str) -> bool:
    """Tell whether this browser may see a case: for twelve hours by its code, for half an hour by its number."""
    return number in _read(request, FOLLOWED) or by_phone.opens(proved(request), number, timezone.now())


def is_sure(request: HttpRequest, number: str) -> bool:
    """Tell whether it is the reporter who looks, not the next one at a shared telephone: so long after the code."""
    known = _read(request, SURE, seconds=int(CODE_SHOWN.total_seconds()))
    return number in known or by_phone.opens(proved(request), number, timezone.now())


def forget_all(response: HttpResponse) -> None:
    """Take everything from this browser that opens a case or shows a receipt."""
    for name in (FOLLOWED, SURE, RECEIPT, JOINED, ASKED, PROVED):
        response.delete_cookie(name, samesite="Lax")


def remember_asked(response: HttpResponse, row: uuid.UUID) -> None:
    """Let this browser type the code of a request."""
    _write(response, ASKED, [str(row)], seconds=int(phone_codes.VALID.total_seconds()))


def asked(request: HttpRequest) -> uuid.UUID | None:
    """Return the request whose code this browser waits for."""
    return next(map(uuid.UUID, _read(request, ASKED)), None)


def remember_proved(response: HttpResponse, row: uuid.UUID) -> None:
    """Let this browser see the cases of the number that a request has proved."""
    response.delete_cookie(ASKED, samesite="Lax")
    _write(response, PROVED, [str(row)], seconds=int(phone_codes.SESSION.total_seconds()))


def proved(request: HttpRequest) -> uuid.UUID | None:
    """Return the request with which this browser has proved its number; whether it still holds, the server knows."""
    return next(map(uuid.UUID, _read(request, PROVED)), None)


def forget_proved(response: HttpResponse) -> None:
    """Take the proved number from this browser."""
    response.delete_cookie(PROVED, samesite="Lax")


@dataclass(frozen=True)
class Receipt:
    """The case sent last, when, and whether that form had made it just then."""

    number: str
    is_new: bool
    sent_at: datetime


def keep_receipt(response: HttpResponse, receipt: Receipt) -> None:
    """Let this browser see the receipt of a case."""
    _write(response, RECEIPT, [receipt.number, str(int(receipt.is_new)), str(int(receipt.sent_at.timestamp()))])


def receipt(request: HttpRequest) -> Receipt | None:
    """Return what this browser sent last."""
    found = _read(request, RECEIPT)
    return Receipt(found[0], found[1] == "1", datetime.fromtimestamp(int(found[2]), UTC)) if len(found) == 3 else None


def keep_joined(request: HttpRequest, response: HttpResponse, key: UUID) -> None:
    """Let this browser be known as a household that joined a case; a second click will not count it twice."""
    keys = [known.hex for known in joined(request) if known != key]
    _write(response, JOINED, [key.hex, *keys][:MOST])


def joined(request: HttpRequest) -> list[UUID]:
    """Return the keys of the households this browser joined as."""
    return [UUID(key) for key in _read(request, JOINED)]


def _read(request: HttpRequest, name: str, seconds: int | None = None) -> list[str]:
    longest = seconds or settings.SESSION_COOKIE_AGE
    kept = request.get_signed_cookie(name, default="", salt=name, max_age=longest)
    return kept.split(SEPARATOR) if kept else []


def _write(response: HttpResponse, name: str, parts: list[str], seconds: int | None = None) -> None:
    response.set_signed_cookie(
        name,
        SEPARATOR.join(parts),
        salt=name,
        max_age=seconds or settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
