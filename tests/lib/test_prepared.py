"""Prepared queries: built once for a shape, right for every value, and built anew where that cannot be."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import F, FloatField, Q
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext

from grids.models import Category, Department, User
from tests.lib.conftest import NOON
from zhengzhou_grid.lib.prepared import Prepared, Text

pytestmark = pytest.mark.django_db


class Counted:
    """A query that counts how often it is built."""

    def __init__(self, build):
        self.times = 0
        self.build = build

    def __call__(self, *asked):
        self.times += 1
        return self.build(*asked)


@pytest.fixture
def unchecked(monkeypatch):
    """Leave out the comparison, which builds each query once more."""
    monkeypatch.setattr(Prepared, "is_checked", False)


def of(build):
    counted = Counted(build)
    counted.__name__ = counted.__qualname__ = "counted"
    return Prepared(counted), counted


def test_a_query_is_built_once_and_right_for_every_value(unchecked, people):
    ask, built = of(lambda key, since: User.objects.filter(pk=key, date_joined__gte=since))
    for person in people:
        assert ask(person.pk, NOON) == [person]
    assert ask(people[0].pk, NOON + timedelta(days=1)) == []
    assert built.times == 1


def test_conditions_may_hold_numbers_moments_and_lists_of_them(unchecked, people):
    ask, built = of(lambda condition: User.objects.filter(condition).order_by("pk"))
    first, second, third, _fourth = people
    assert ask(Q(pk__in=[first.pk, second.pk]) & ~Q(date_joined=NOON)) == [second]
    assert ask(Q(pk__in=[second.pk, third.pk]) & ~Q(date_joined=NOON + timedelta(days=2))) == [second]
    assert built.times == 1


def test_how_many_there_are_belongs_to_the_shape(unchecked, people):
    ask, built = of(lambda keys: User.objects.filter(pk__in=keys).order_by("pk"))
    assert ask(tuple(person.pk for person in people[:2])) == people[:2]
    assert ask(tuple(person.pk for person in people[:3])) == people[:3]
    assert ask(tuple(person.pk for person in people[1:3])) == people[1:3]
    assert built.times == 2


def test_words_belong_to_the_shape(unchecked, people):
    ask, built = of(lambda name, since: User.objects.filter(username=name, date_joined__gte=since))
    assert ask("Li", NOON) == [people[0]]
    assert ask("Wang", NOON) == [people[1]]
    assert built.times == 2


def test_texts_are_values(unchecked, people):
    ask, built = of(lambda name, since: User.objects.filter(username__in=[name], date_joined__gte=since))
    assert ask(Text("Li"), NOON) == [people[0]]
    assert ask(Text("Wang"), NOON) == [people[1]]
    assert ask(Text("Wang' OR 1=1 --"), NOON) == []
    assert built.times == 1


def test_fractions_are_values_and_small_numbers_belong_to_the_shape(unchecked, people):
    keys = User.objects.annotate(key=Cast("pk", FloatField())).order_by("pk")
    ask, built = of(lambda least, left_out: keys.filter(key__gte=least)[left_out:])
    assert ask(1000.5, 0) == people[1:]
    assert ask(1001.5, 0) == people[2:]
    assert built.times == 1
    assert ask(1001.5, 1) == people[3:]
    assert built.times == 2


def test_nothing_and_true_are_not_taken_for_numbers(unchecked, people):
    ask, _built = of(lambda flag, key: User.objects.filter(is_active=flag, pk=key))
    assert ask(True, people[0].pk) == [people[0]]
    assert ask(False, people[0].pk) == []
    ask, _built = of(lambda key: User.objects.filter(email="").exclude(pk=key).filter(last_login=None))
    assert len(ask(people[0].pk)) == User.objects.count() - 1


def test_rows_come_with_what_belongs_to_them(unchecked, people):
    category = Category.objects.filter(parent__isnull=False).first() or Category.objects.create(
        code="X01", parent=Category.objects.create(code="X", name_zh="类"), name_zh="种", limit="1D"
    )
    ask, _built = of(lambda key: Category.objects.filter(pk=key).select_related("parent").annotate(twice=F("pk") * 2))
    ask(category.pk)
    with CaptureQueriesContext(connection) as queries:
        [found] = ask(category.pk)
        assert found.parent == category.parent
        assert found.twice == category.pk * 2
    assert len(queries) == 1


def test_a_query_with_no_possible_row_asks_nothing(unchecked, people):
    ask, _built = of(lambda keys: User.objects.filter(pk__in=keys))
    with CaptureQueriesContext(connection) as queries:
        assert ask(()) == []
    assert len(queries) == 0


@pytest.mark.parametrize(
    "build",
    [
        lambda key, at: User.objects.filter(pk=key, date_joined__gte=at - timedelta(days=1)),
        lambda key, at: User.objects.filter(pk=key, date_joined__date__gte=at.date()),
        lambda key, at: User.objects.filter(pk=key, date_joined__gte=at, username__contains=f"{key}"[:0]),
        lambda key, at: User.objects.filter(date_joined__lt=at) if key % 2 else User.objects.none(),
    ],
    ids=["an earlier moment", "its day", "words that hold no value", "a value that only chooses"],
)
def test_what_is_reckoned_from_a_value_is_never_kept(unchecked, people, build):
    ask, _built = of(build)
    for person in people:
        for at in (person.date_joined, person.date_joined + timedelta(days=2)):
            assert ask(person.pk, at) == list(build(person.pk, at))


def test_values_that_have_no_shape_are_asked_plainly(unchecked, people):
    ask, built = of(lambda user: User.objects.filter(pk=user.pk))
    assert [ask(person) for person in people] == [[person] for person in people]
    assert built.times == len(people)
    assert ask.plans == {}


def test_shapes_are_not_kept_without_end(unchecked, people, monkeypatch):
    monkeypatch.setattr("zhengzhou_grid.lib.prepared.MOST", 5)
    ask, _built = of(lambda name, key: User.objects.filter(username=name, pk=key))
    for number in range(40):
        assert ask(f"nobody {number}", people[0].pk) == []
    assert len(ask.plans) <= 5


def test_a_check_tells_a_query_that_goes_another_way(people):
    ways = iter(("pk", "id", "username"))
    ask, _built = of(lambda key: User.objects.filter(pk=key).order_by(next(ways)))
    ask(people[0].pk)
    with pytest.raises(AssertionError, match="Django"):
        ask(people[0].pk)


def test_threads_ask_over_their_own_connections(unchecked, transactional_db):
    department = Department.objects.create(code="t", name_zh="甲")
    ask, _built = of(lambda key: Department.objects.filter(pk=key))
    found = {}

    def work(number):
        try:
            found[number] = ask(department.pk) == [department] and connection.connection
        finally:
            connection.close()

    ask(department.pk)
    threads = [Thread(target=work, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found.values() if one}) == 3
