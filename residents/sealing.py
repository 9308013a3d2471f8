"""Contact data at rest: sealed with a key from the environment, findable by a keyed index. Pure but for the settings.

A sealed text names its key, so that keys can be changed: the first of `CONTACT_KEYS` seals, all of them open.
Each text is bound to its row and column; copied to another place it does not open.
"""

import base64
import binascii
import hmac
import re
import secrets
import uuid
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from residents import privacy

KEY_BYTES = 32
NONCE_BYTES = 12
NAME = re.compile(r"[a-z0-9-]{1,16}")


class CannotOpen(Exception):
    """A sealed text whose key is missing or wrong, or which was changed or moved."""


@dataclass(frozen=True)
class Key:
    """A named key; what seals and what indexes are derived from it and differ."""

    name: str
    seals: AESGCM
    indexes: bytes


def seal(text: str, *, row: uuid.UUID, column: str) -> str:
    """Return a text sealed with the first key; empty stays empty, which the screens ask for."""
    if not text:
        return ""
    key = keys()[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + key.seals.encrypt(nonce, text.encode(), _place(row, column))
    return f"{key.name}:{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str, *, row: uuid.UUID, column: str) -> str:
    """Return the text. Raises CannotOpen rather than showing anything else."""
    if not sealed:
        return ""
    name, _colon, body = sealed.partition(":")
    key = next((key for key in keys() if key.name == name), None)
    if key is None:
        raise CannotOpen(f"CONTACT_KEYS has no key {name!r}, with which this contact was sealed.")
    try:
        raw = base64.urlsafe_b64decode(body)
        return key.seals.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _place(row, column)).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(f"A contact does not open with the key {name!r}: wrong key, or changed or moved.") from error


def indexes(phone: str) -> list[str]:
    """Return what a number is found by, under each key, the sealing one first; nothing for an empty number.

    However it is written, a number is one; also as it was indexed with its country before it was one.
    """
    digits = re.sub(r"\D", "", privacy.plain_phone(phone))
    if not digits:
        return []
    written = (digits, f"86{digits}") if privacy.MOBILE.fullmatch(digits) else (digits,)
    return [hmac.digest(key.indexes, each.encode(), "sha256").hex() for each in written for key in keys()]


def new_key() -> str:
    """Return a new key as CONTACT_KEYS takes it, after its name and a colon."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def keys() -> tuple[Key, ...]:
    """Return the keys of `CONTACT_KEYS`; raises ImproperlyConfigured for what cannot be read."""
    return _read(tuple(settings.CONTACT_KEYS))


@cache
def _read(entries: tuple[str, ...]) -> tuple[Key, ...]:
    found = tuple(_key(entry) for entry in entries)
    if not found or len({key.name for key in found}) < len(found):
        raise ImproperlyConfigured("CONTACT_KEYS needs at least one key, and each name once.")
    return found


def _key(entry: str) -> Key:
    name, _colon, body = entry.partition(":")
    try:
        raw = base64.urlsafe_b64decode(body)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"The key {name!r} of CONTACT_KEYS is not base64.") from error
    if not NAME.fullmatch(name) or len(raw) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"CONTACT_KEYS takes name:key, a name of small letters, digits and hyphens and {KEY_BYTES} bytes in base64."
        )
    return Key(name, AESGCM(_derived(raw, b"contact seal")), _derived(raw, b"contact index"))


def _derived(raw: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(raw)


def _place(row: uuid.UUID, column: str) -> bytes:
    return f"residents.resident/{row}/{column}".encode()
