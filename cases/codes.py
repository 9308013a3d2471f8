"""Case numbers and query codes."""

import base64
import hashlib
import hmac
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from cases.models import Case, CaseDay

CITY_TIME = ZoneInfo("Asia/Shanghai")
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs without 0, 1, I, O: nothing to misread on paper
PLAIN = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)


def next_number(now: datetime) -> str:
    """Return ZZ + date of intake (city time) + six-digit daily sequence: gap-tolerant, unique in the city."""
    day = now.astimezone(CITY_TIME).strftime("%Y%m%d")
    return f"ZZ{day}-{CaseDay.objects.take(day):06d}"


def query_code(number: str, seed: str) -> str:
    """Return the 40-bit query code of a case as XXXX-XXXX; the same number and seed give the same code again."""
    digest = hmac.digest(_key(b"query-code"), f"{number}/{seed}".encode(), hashlib.sha256)
    code = base64.b32encode(digest[:5]).decode().translate(PLAIN)
    return f"{code[:4]}-{code[4:]}"


def of(case: Case) -> str:
    """Return the query code of a case for whoever has just reported it; it is stored nowhere."""
    return query_code(case.number, str(case.form_key or ""))


def fingerprint(code: str) -> str:
    """Return what is stored of a query code: an HMAC, never the code itself."""
    return hmac.new(_key(b"query-code-store"), tidy(code).encode(), hashlib.sha256).hexdigest()


def content_fingerprint(content: str) -> str:
    """Return what is stored to know the same content again: an HMAC."""
    return hmac.new(_key(b"form-content"), content.encode(), hashlib.sha256).hexdigest()


def matches(case: Case | None, code: str) -> bool:
    """Tell whether a query code opens a case. A missing case costs the same time and answers the same."""
    stored = case.query_code_hash if case and case.query_code_hash else fingerprint("-" * 8)
    return hmac.compare_digest(stored, fingerprint(code)) and case is not None


def tidy(code: str) -> str:
    """Return a typed code as it is printed: capitals, without blanks and hyphens."""
    return "".join(sign for sign in code.upper() if sign in ALPHABET)


def _key(purpose: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), purpose, hashlib.sha256)
