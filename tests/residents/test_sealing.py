"""Names and numbers in the database: unreadable without the key, and an error rather than anything wrong."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, strategies as st

from residents import sealing

OLD, NEW = "old:" + sealing.new_key(), "new:" + sealing.new_key()
ROW = uuid.UUID(int=1)


@given(text=st.text(min_size=1, max_size=40), row=st.uuids())
def test_what_was_sealed_opens_in_its_place_and_looks_like_nothing(text, row):
    sealed = sealing.seal(text, row=row, column="name")

    assert sealing.unseal(sealed, row=row, column="name") == text
    assert text not in sealed.partition(":")[2] or len(text) < 4


def test_the_same_number_is_sealed_differently_each_time():
    assert len({sealing.seal("13800138000", row=ROW, column="phone") for _turn in range(20)}) == 20


def test_nothing_is_sealed_as_nothing():
    assert sealing.seal("", row=ROW, column="name") == "" == sealing.unseal("", row=ROW, column="name")
    assert sealing.indexes("") == []


@pytest.mark.parametrize("place", [{"row": uuid.UUID(int=2), "column": "phone"}, {"row": ROW, "column": "name"}])
def test_a_text_copied_to_another_row_or_column_does_not_open(place):
    sealed = sealing.seal("13800138000", row=ROW, column="phone")

    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed, **place)


@pytest.mark.parametrize("position", [-3, -20, 10])
def test_a_changed_text_does_not_open(position):
    sealed = sealing.seal("13800138000", row=ROW, column="phone")
    other = "A" if sealed[position] != "A" else "B"
    changed = sealed[:position] + other + sealed[position:][1:]

    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(changed, row=ROW, column="phone")


def test_a_missing_and_a_wrong_key_fail_loudly(settings):
    settings.CONTACT_KEYS = [OLD]
    sealed = sealing.seal("13800138000", row=ROW, column="phone")

    settings.CONTACT_KEYS = [NEW]
    with pytest.raises(sealing.CannotOpen, match="no key 'old'"):
        sealing.unseal(sealed, row=ROW, column="phone")
    settings.CONTACT_KEYS = ["old:" + sealing.new_key()]
    with pytest.raises(sealing.CannotOpen, match="wrong key"):
        sealing.unseal(sealed, row=ROW, column="phone")


def test_the_first_key_seals_and_all_of_them_open(settings):
    settings.CONTACT_KEYS = [OLD]
    sealed = sealing.seal("13800138000", row=ROW, column="phone")

    settings.CONTACT_KEYS = [NEW, OLD]
    assert sealing.unseal(sealed, row=ROW, column="phone") == "13800138000"
    assert sealing.seal("13800138000", row=ROW, column="phone").startswith("new:")


def test_a_number_is_found_however_it_is_written_and_under_each_key(settings):
    settings.CONTACT_KEYS = [OLD]
    before = sealing.indexes("138-0013 8000")[0]

    settings.CONTACT_KEYS = [NEW, OLD]
    assert sealing.indexes("13800138000")[1] == before
    assert sealing.indexes("13800138000")[0] != before


@pytest.mark.parametrize(
    "keys",
    [[], ["nokey"], ["a:short"], ["A B:" + sealing.new_key()], ["a:***"], [OLD, OLD]],
    ids=["none", "no name", "too short", "bad name", "no base64", "twice"],
)
def test_keys_that_cannot_be_read_are_refused(settings, keys):
    settings.CONTACT_KEYS = keys

    with pytest.raises(ImproperlyConfigured):
        sealing.seal("张三", row=ROW, column="name")
