"""The block list keeps no number and no address, and forgets by itself."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from residents import blocking
from residents.models import Block

PHONE, ADDRESS = "13800138000", "198.51.100.7"
WEEK = timedelta(days=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return get_user_model().objects.create_superuser("chief", password="long enough 1", name="陈一")


@pytest.fixture
def now():
    return timezone.now()


def block(officer, now, kind="phone", value=PHONE, days=WEEK):
    return blocking.block(kind, value, reason="flood", until=now + days, by=officer, now=now)


def until(now, address="203.0.113.1", phone=""):
    return blocking.until(address=address, phone=phone, now=now)


def test_a_number_is_known_again_however_it_is_written(officer, now):
    block(officer, now, value="138 0013-8000")

    assert until(now, phone="+86 13800138000") == now + WEEK
    assert until(now, phone="13800138001") is None


def test_an_address_is_known_again_and_an_end_is_kept(officer, now):
    block(officer, now, "address", ADDRESS)

    assert until(now, address=ADDRESS) == now + WEEK
    assert until(now + WEEK, address=ADDRESS) is None


def test_a_second_block_of_the_same_number_takes_the_place_of_the_first(officer, now):
    block(officer, now)
    block(officer, now, days=timedelta(days=1))

    assert until(now, phone=PHONE) == now + timedelta(days=1)
    assert Block.objects.count() == 1


@pytest.mark.parametrize("days", [0, 31])
def test_a_block_ends_within_thirty_days(officer, now, days):
    with pytest.raises(IntegrityError):
        block(officer, now, days=timedelta(days=days))


def test_the_table_and_the_admin_never_show_what_was_typed(officer, now):
    browser = Client()
    browser.force_login(officer)
    form = {"kind": "phone", "value": PHONE, "reason": "flood", "days": "30"}
    page = browser.post("/admin/residents/block/add/", form, follow=True).content.decode()
    detail = browser.get(f"/admin/residents/block/{Block.objects.get().pk}/change/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT string_agg(b::text, ' ') FROM residents_block b)")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(l::text, ' '), '') FROM django_admin_log l")
        log = cursor.fetchone()[0]

    assert until(now, phone=PHONE) is not None
    assert Block.objects.get().by == officer
    assert all(PHONE not in text for text in (page, detail, row, log))


@pytest.mark.parametrize("change", [{"kind": "address"}, {"days": "31"}, {"value": "call me"}, {"reason": "noise"}])
def test_the_admin_refuses_what_is_no_block(officer, change):
    browser = Client()
    browser.force_login(officer)
    form = {"kind": "phone", "value": PHONE, "reason": "flood", "days": "7", **change}

    assert browser.post("/admin/residents/block/add/", form).status_code == 200
    assert not Block.objects.exists()


def test_lifting_a_block_in_the_admin_holds_at_once(officer, now):
    row, browser = block(officer, now), Client()
    browser.force_login(officer)
    assert until(now, phone=PHONE)
    browser.post(f"/admin/residents/block/{row.pk}/delete/", {"post": "yes"})

    assert until(now, phone=PHONE) is None


def test_blocks_that_ended_are_deleted_at_night(officer, now):
    block(officer, now - WEEK, days=timedelta(days=1))
    block(officer, now, value="13800138001")

    assert blocking.forget_old(timezone.now()) == 1

    assert Block.objects.count() == 1
