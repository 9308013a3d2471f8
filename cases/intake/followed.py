"""Which cases this browser may follow: those it reported or opened with the right code.

Kept in signed cookies that no script can read. A session would cost every report three statements and a second commit.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FOLLOWED, RECEIPT, JOINED = "followed", "receipt", "joined"
MOST = 50
SEPARATOR = "."


def remember(request: HttpRequest, response: HttpResponse, number: str) -> None:
    """Let this browser follow a case from now on."""
    numbers = [known for known in _read(request, FOLLOWED) if known != number]
    _write(response, FOLLOWED, [number, *numbers][:MOST])


def may_follow(request: HttpRequest, number: str) -> bool:
    return number in _read(request, FOLLOWED)


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


def _read(request: HttpRequest, name: str) -> list[str]:
    kept = request.get_signed_cookie(name, default="", salt=name, max_age=settings.SESSION_COOKIE_AGE)
    return kept.split(SEPARATOR) if kept else []


def _write(response: HttpResponse, name: str, parts: list[str]) -> None:
    response.set_signed_cookie(
        name,
        SEPARATOR.join(parts),
        salt=name,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
