"""Statements that PostgreSQL keeps: asked often, they are planned once, and answer right for every value."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from grids.models import User
from tests.lib.conftest import NOON
from zhengzhou_grid.lib import kept
from zhengzhou_grid.lib.kept import Statement
from zhengzhou_grid.lib.prepared import Prepared, Text


@pytest.fixture(autouse=True)
def _often(monkeypatch):
    monkeypatch.setattr(Statement, "after", 2)


def of(build) -> Prepared:
    build.__name__ = build.__qualname__ = "build"
    return Prepared(build, is_kept=True)


def sent(ask, *asked) -> str:
    """Return what is sent to the database for a question."""
    with CaptureQueriesContext(connection) as captured:
        ask(*asked)
    return captured.captured_queries[-1]["sql"]


def test_it_is_sent_as_it_is_until_it_is_asked_often(people):
    ask = of(lambda key: User.objects.filter(pk=key))

    found = [sent(ask, person.pk) for person in people]

    assert [text.partition(" ")[0] for text in found] == ["SELECT", "SELECT", "EXECUTE", "EXECUTE"]


def test_it_answers_right_for_every_value(people):
    ask = of(lambda condition, name: User.objects.filter(condition, username__gte=name).order_by("pk"))
    first, second, third, fourth = people

    for _turn in range(4):
        assert ask(Q(pk__in=[first.pk, second.pk]) & ~Q(date_joined=NOON), Text("")) == [second]
        assert ask(Q(pk__in=[fourth.pk, third.pk]) & ~Q(date_joined=NOON), Text("")) == [third, fourth]
        assert ask(Q(pk__in=[fourth.pk, third.pk]) & ~Q(date_joined=NOON), Text("D")) == [third]


def test_what_is_always_the_same_stays_in_it_with_its_kind(people):
    """A condition that no value changes would be of no use to a partial index as a value, and true would be a text."""
    ask = of(lambda key: User.objects.filter(pk=key, is_active=True, username="Wang").values_list("is_active", "pk"))

    found = [ask(people[1].pk) for _turn in range(4)]

    assert found == [[(True, people[1].pk)]] * 4


def test_one_that_cannot_be_kept_is_sent_as_it_is_and_harms_nothing(people, caplog):
    ask = of(lambda key: User.objects.filter(pk=key))
    ask(people[0].pk)
    [plan] = ask.plans.values()
    plan.statement.sql = "SELECT of nothing"

    assert [ask(people[0].pk) for _turn in range(3)] == [[people[0]]] * 3
    assert plan.statement.is_refused
    assert "cannot be kept" in caplog.text


def test_a_connection_keeps_no_more_than_it_has_room_for(people, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 0)
    ask = of(lambda key: User.objects.filter(pk=key))

    assert all(sent(ask, people[0].pk).startswith("SELECT") for _turn in range(4))


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_begins_without_any():
    person = User.objects.create(pk=1000, username="Li")
    ask = of(lambda key: User.objects.filter(pk=key))
    for _turn in range(4):
        assert ask(person.pk) == [person]

    connection.close()

    assert [ask(person.pk) for _turn in range(3)] == [[person]] * 3
