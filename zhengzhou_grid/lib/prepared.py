"""Queries that Django works out once for each shape they take; later only their values change.

Django builds the SQL of a query anew each time it is asked: one to four milliseconds for the long ones that every
page of the staff asks, several times what PostgreSQL needs to answer. A function marked `prepared` is called once with
stand-ins for its numbers, moments and Texts; what Django makes of it is kept, and from then on the stand-ins in
its parameters are replaced. Values of other kinds (states, how many ids there are) belong to the shape: another state
is another query. A query in whose SQL a stand-in cannot be found again is built anew each time, as if it were
not marked. The tests compare each prepared query with the one Django builds for the same values (ADR 0015).

PostgreSQL in turn plans a query anew each time it is sent: a millisecond for a table with many indexes, several times
what answering takes. A query asked often is therefore kept there too, if it is marked `kept`: one whose best plan is
the same for every value (zhengzhou_grid.lib.kept).
"""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial, update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, QuerySet

from zhengzhou_grid.lib.kept import Statement

MOST = 300  # shapes kept of one query
MANY = (tuple, list, frozenset, set)
SAME = (str, bool, type(None))  # a value of these is part of the shape
SMALL = 10  # whole numbers below it belong to the shape, for no stand-in fits into a column of small numbers
FIRST_NUMBER = 9_100_000_000_000_000_000  # fits PostgreSQL's bigint; no key of ours is ever near it
FIRST_FRACTION = 8_000_000_000_000_000.0  # the next whole ones are floats of their own
FIRST_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)


class Text(str):
    """Words that are a value, such as a code or a key; other words belong to the shape."""


VALUES = (int, float, datetime, Text)


class NoShape(Exception):
    """A value of a kind that cannot be replaced afterwards, or a query in which it is not to be found again."""


class Prepared:
    """A function that returns a query, called for its rows."""

    is_checked = False  # the tests set it

    def __init__(self, build: Callable[..., QuerySet], *, is_kept: bool = False):
        update_wrapper(self, build)
        self.build, self.is_kept = build, is_kept
        self.plans: dict[Any, Plan | None] = {}

    def __call__(self, *asked) -> list:
        """Return the rows for some values: numbers, moments, words, conditions (Q), and collections of them."""
        values: list = []
        try:
            shape = _shape(asked, values)
        except NoShape:
            return list(self.build(*asked))
        if shape not in self.plans:
            self._learn(shape, asked)
        plan = self.plans.get(shape)
        if plan is None:
            return list(self.build(*asked))
        if self.is_checked:
            plan.compare(values, self.build(*asked))
        return plan.rows(values)

    def _learn(self, shape, asked: tuple) -> None:
        if len(self.plans) >= MOST:
            self.plans.clear()
        marks = _Marks()
        try:
            plan = Plan(self.build(*_stand_in(asked, marks)), marks.made, is_kept=self.is_kept)
        except (NoShape, EmptyResultSet, FullResultSet):
            plan = None
        self.plans[shape] = plan


prepared = Prepared
kept = partial(Prepared, is_kept=True)


class Plan:
    """A query of one shape: its SQL, and where in the parameters which value goes."""

    def __init__(self, query: QuerySet, marks: list, *, is_kept: bool):
        self.query = query
        self.compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = self.compiler.as_sql()
        places = {mark: place for place, mark in enumerate(marks)}
        self.params = tuple(_Place.of(param, places) for param in params)
        if len({place for param in self.params for place in param.places}) != len(marks):
            raise NoShape("not every value became a parameter")
        self.statement = Statement(self.sql, self.params, [type(mark) for mark in marks]) if is_kept else None

    def rows(self, values: list) -> list:
        """Run the query with some values."""
        query = self.query.all()
        query.query.get_compiler = partial(self._compiled, values)
        return list(query)

    def filled(self, values: list) -> tuple:
        """Return the parameters with values in the places of the stand-ins."""
        return tuple(param.filled(values) for param in self.params)

    def compare(self, values: list, query: QuerySet) -> None:
        """Raise AssertionError unless Django makes the same of the values."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            mine = cursor.mogrify(self.sql, self.filled(values))
            plain = cursor.mogrify(*query.query.get_compiler(DEFAULT_DB_ALIAS).as_sql())
        assert mine == plain, f"prepared: {mine}\nDjango:   {plain}"

    def _compiled(self, values: list, using=None, **_options):
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[using or DEFAULT_DB_ALIAS]  # of this thread
        call = self.statement and self.statement.call(compiler.connection)
        sent = (call, values) if call else (self.sql, self.filled(values))
        compiler.as_sql = lambda *_args, **_more: sent
        return compiler


class _Place:
    """One parameter: a constant, the place of a value, or a list of such."""

    def __init__(self, places: tuple[int, ...], filled: Callable[[list], Any]):
        self.places, self.filled = places, filled

    @classmethod
    def of(cls, param, places: dict) -> "_Place":
        if isinstance(param, list):
            parts = [cls.of(part, places) for part in param]
            return cls(
                tuple(place for part in parts for place in part.places),
                lambda values: [part.filled(values) for part in parts],
            )
        if isinstance(param, int | float | datetime | str) and param in places:
            place = places[param]
            return cls((place,), lambda values: values[place])
        _refuse_reckoned(param)
        return cls((), lambda _values: param)


def _refuse_reckoned(param) -> None:
    """Raise NoShape for what was reckoned from a stand-in: it would stay as it is for ever."""
    number = isinstance(param, int | float) and abs(param) >= FIRST_FRACTION / 2
    text = isinstance(param, str) and str(FIRST_NUMBER)[:8] in param
    if number or text or getattr(param, "year", 0) >= FIRST_MOMENT.year - 100:
        raise NoShape(repr(param))


class _Marks:
    """Stand-ins, each of them once."""

    def __init__(self):
        self.made: list = []

    def next(self, kind: type):
        place = len(self.made)
        if kind is datetime:
            mark = FIRST_MOMENT + timedelta(microseconds=place)
        elif kind is float:
            mark = FIRST_FRACTION + place
        else:
            mark = kind(FIRST_NUMBER + place)
        self.made.append(mark)
        return mark


def _shape(value, values: list):
    """Return what is left of a value without its numbers, moments and Texts; these are added to `values`."""
    kind = type(value)
    if kind in VALUES and not _is_small(value):
        values.append(value)
        return kind
    if kind is Q:
        return (Q, value.connector, value.negated, *[_shape(child, values) for child in value.children])
    if kind in MANY:
        return (kind, *[_shape(part, values) for part in value])
    if isinstance(value, SAME) or kind is int:
        return value
    raise NoShape(kind.__name__)


def _is_small(value) -> bool:
    """Tell whether a value is one of the numbers that columns of small numbers hold: a level, none at all."""
    return type(value) is int and 0 <= value < SMALL


def _stand_in(value, marks: _Marks):
    """Return a value with stand-ins for its numbers, moments and Texts, in the order in which _shape finds them."""
    kind = type(value)
    if kind in VALUES and not _is_small(value):
        return marks.next(kind)
    if kind is Q:
        return Q.create([_stand_in(child, marks) for child in value.children], value.connector, value.negated)
    if kind in MANY:
        return (list if kind is list else tuple)(_stand_in(part, marks) for part in value)  # a set in its present order
    return value
