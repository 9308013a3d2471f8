"""The only writer of residents."""

import uuid

from django.db import transaction

from residents import sealing
from residents.models import Resident
from zhengzhou_grid.lib.inserting import insert

BATCH = 500


SEALED = ["name_sealed", "phone_sealed", "address_sealed", "phone_index"]


def enter(*, name: str, phone: str, address: str = "", now) -> Resident | None:
    """Store a reporter's name, phone and exact address, sealed; return None when nothing was given."""
    if not (name or phone or address):
        return None
    resident = Resident(row=uuid.uuid4(), created_at=now)
    _seal(resident, name, phone, address)
    insert([resident])
    return resident


def correct(resident: Resident, *, name: str, phone: str) -> None:
    """Put another name and phone in place of what is stored; what was there before is gone."""
    _seal(resident, name, phone, resident.address)
    resident.erased_at = None
    resident.save(update_fields=[*SEALED, "erased_at"])


def erase(residents, *, now) -> int:
    """Empty the contact of some residents (a queryset) for good; return how many had one left."""
    empty = dict.fromkeys(SEALED, "")
    return residents.filter(erased_at__isnull=True).update(**empty, erased_at=now)


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
            _seal(resident, resident.name, resident.phone, resident.address)
        Resident.objects.bulk_update(found, SEALED)
    return len(found)


def _seal(resident: Resident, name: str, phone: str, address: str) -> None:
    resident.name_sealed = sealing.seal(name, row=resident.row, column="name")
    resident.phone_sealed = sealing.seal(phone, row=resident.row, column="phone")
    resident.address_sealed = sealing.seal(address, row=resident.row, column="address")
    resident.phone_index = next(iter(sealing.indexes(phone)), "")
