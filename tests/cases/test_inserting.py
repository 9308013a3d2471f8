"""Rows stored with a kept statement are the rows that the ORM would have stored."""

import uuid

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from cases.models import Case, CaseEvent, StageClock
from zhengzhou_grid.lib.inserting import insert

pytestmark = pytest.mark.django_db


def copy_of(row, **changes):
    """Return a new row with the values of another one."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{name: getattr(row, name) for name in names} | changes)


def kept(row):
    found = type(row).objects.get(pk=row.pk)
    return {
        field.attname: getattr(found, field.attname) for field in found._meta.concrete_fields if field.attname != "id"
    }


def test_a_row_is_stored_as_the_orm_stores_it(bring):
    case = bring("in_progress")
    ours = copy_of(case, number="ZZ1", form_key=uuid.uuid4())
    theirs = copy_of(ours, number="ZZ2", form_key=uuid.uuid4())
    insert([ours])
    theirs.save()

    other = {"number": "ZZ2", "form_key": theirs.form_key}
    assert kept(ours) | other == kept(theirs)
    assert model_to_dict(ours) == model_to_dict(Case.objects.get(pk=ours.pk))


def test_several_rows_get_their_keys_in_order_with_one_statement(bring, django_assert_num_queries):
    case = bring("in_progress")
    events = [CaseEvent(case=case, kind=kind, at=case.reported_at, data={"kind": kind}) for kind in ("a", "b", "c")]
    with django_assert_num_queries(1):
        insert(events)

    found = CaseEvent.objects.in_bulk([event.pk for event in events])
    assert [found[event.pk].kind for event in events] == [found[event.pk].data["kind"] for event in events]
    assert [found[event.pk].kind for event in events] == ["a", "b", "c"]


def test_what_is_stored_may_be_changed_and_saved(bring):
    case = bring("in_progress")
    clock = copy_of(case.clocks.first(), stage="other")
    insert([clock])
    clock.limit = "9D"
    clock.save()

    assert StageClock.objects.get(pk=clock.pk).limit == "9D"


def test_no_rows_are_no_statement(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert([])


def test_what_the_database_refuses_is_refused(bring):
    case = bring("in_progress")
    with pytest.raises(IntegrityError):
        insert([copy_of(case, form_key=uuid.uuid4())])
