"""Residents are written by the register only, sealed, and can be sealed anew while others report."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from residents import register, sealing
from residents.models import Resident

OLD, NEW = "old:" + sealing.new_key(), "new:" + sealing.new_key()
pytestmark = pytest.mark.django_db


@pytest.fixture
def three(settings):
    """Three residents sealed with the old key; now the new one comes first."""
    settings.CONTACT_KEYS = [OLD]
    made = [register.enter(name=name, phone=phone, now=timezone.now()) for name, phone in PEOPLE]
    settings.CONTACT_KEYS = [NEW, OLD]
    return made


PEOPLE = [("张小三", "13800138000"), ("", "13900139000"), ("李四", "")]


def rows() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(resident::text, ' ') FROM residents_resident resident")
        return cursor.fetchone()[0]


def test_the_database_holds_neither_name_nor_number():
    resident = register.enter(name="张小三", phone="13800138000", now=timezone.now())

    assert (resident.name, resident.phone) == ("张小三", "13800138000")
    assert not any(word in rows() for word in ("张小三", "13800138000", "8000"))


def test_who_gives_nothing_is_not_entered():
    assert register.enter(name="", phone="", now=timezone.now()) is None
    assert not Resident.objects.exists()


def test_somebody_is_found_by_number_under_any_key(three):
    assert list(Resident.objects.with_phone("138 0013 8000")) == [three[0]]
    assert not Resident.objects.with_phone("").exists()


def test_the_command_seals_everything_with_the_new_key(three, settings, capsys, monkeypatch):
    monkeypatch.setattr(register, "BATCH", 2)
    register.enter(name="新人", phone="13700137000", now=timezone.now())

    call_command("reseal_contacts")

    assert "Sealed anew: 3. Left with another key: 0." in capsys.readouterr().out
    settings.CONTACT_KEYS = [NEW]
    stored = Resident.objects.order_by("pk")[:3]
    assert [(resident.name, resident.phone) for resident in stored] == PEOPLE
    assert Resident.objects.with_phone("13900139000").count() == 1


def test_without_the_old_key_nothing_is_changed(three, settings):
    settings.CONTACT_KEYS = [NEW]
    before = rows()

    with pytest.raises(sealing.CannotOpen):
        register.reseal()
    assert rows() == before
