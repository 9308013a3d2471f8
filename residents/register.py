"""The only writer of residents."""

import uuid

from django.db import transaction

from residents import sealing
from residents.models import Resident

BATCH = 500


def enter(*, name: str, phone: str, now) -> Resident | None:
    """Store a reporter's name and phone, sealed; return None when neither was given."""
    if not (name or phone):
        return None
    resident = Resident(row=uuid.uuid4(), created_at=now)
    _seal(resident, name, phone)
    resident.save()
    return resident


def reseal() -> int:
    """Seal with the first key what is sealed with another, in batches; return how many were done.

    May be stopped and started again. Raises sealing.CannotOpen, changing nothing more, where a key is missing.
    """
    done = 0
    while count := _reseal_some():
        done += count
    return done


def _reseal_some() -> int:
    with transaction.atomic():
        found = list(Resident.objects.sealed_with_another_key().select_for_update(skip_locked=True)[:BATCH])
        for resident in found:
            _seal(resident, resident.name, resident.phone)
        Resident.objects.bulk_update(found, ["name_sealed", "phone_sealed", "phone_index"])
    return len(found)


def _seal(resident: Resident, name: str, phone: str) -> None:
    resident.name_sealed = sealing.seal(name, row=resident.row, column="name")
    resident.phone_sealed = sealing.seal(phone, row=resident.row, column="phone")
    resident.phone_index = next(iter(sealing.indexes(phone)), "")
