"""The condition of a search: each term stands in the words of a case or names a place on its path."""

import re

from django.db.models import BooleanField, F, Func, Q, Value

from cases import search_words
from grids.models import Grid
from zhengzhou_grid.lib.prepared import Text

NUMBER = re.compile(r"ZZ\d[\d-]*", re.IGNORECASE | re.ASCII)
MOST_PLACES = 40  # a term that fits more of them, 社区, names none
TERRITORY = ("district", "street", "community", "grid")  # by the level of the tree: 0, 1, 2, 3


class Words(Func):
    """The words of a case: a column that PostgreSQL fills (migration `words_are_kept`) and that no model loads.

    Its index is `case_words`: two Chinese signs, the beginning of a Latin word or number.
    """

    def __init__(self, **extra):
        super().__init__(F("number"), **extra)

    def as_sql(self, compiler, connection, **options):
        [number] = self.source_expressions  # resolved: it knows by which name its table goes in this query
        return f'{compiler.quote_name_unless_alias(number.alias)}."words"', []


class Asks(Func):
    """Whether words answer a tsquery."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


# What somebody searches for, term by term: the question to the words, and what else will do. A question that is empty
# leaves only the latter.
Terms = tuple[tuple[str, Q], ...]


def condition(text: str) -> Q:
    """Return what cases found for a text have in common. One query, for the places that the terms name."""
    return asked(terms(text))


def terms(text: str) -> Terms:
    """Return the terms of a text as values of prepared queries. One query, for the places that they name."""
    found = search_words.terms(text)
    places = _places(found)
    return tuple(_term(term, places.get(term, Q())) for term in found) or (("", Q(pk__in=())),)


def asked(terms: Terms) -> Q:
    """Return what cases found for terms have in common."""
    found = Q()
    for question, others in terms:
        found &= Q(Asks(Words(), Value(question))) | others if question else others
    return found


def _term(term: str, places: Q) -> tuple[str, Q]:
    """Return a term. The beginning of a number fits too many cases to look at their words."""
    if NUMBER.fullmatch(term):
        return "", Q(number__startswith=term.upper()) | places
    return Text(search_words.question(term)), places


def _places(terms: list[str]) -> dict[str, Q]:
    """Return, for each term, that a case lies in a place with it in its name, its pinyin or its initials."""
    naming = [term for term in terms if len(term) > 1 and not term.isdigit()]
    if not naming:
        return {}
    first, *others = (
        Grid.objects.search(term, MOST_PLACES + 1).annotate(term=Value(term)).values_list("term", "level", "pk")
        for term in naming
    )
    named: dict[str, list[tuple[int, int]]] = {}
    for term, level, pk in first.union(*others, all=True) if others else first:
        named.setdefault(term, []).append((level, pk))
    return {term: _inside(places) for term, places in named.items() if len(places) <= MOST_PLACES}


def _inside(places: list[tuple[int, int]]) -> Q:
    inside = Q()
    for level, name in enumerate(TERRITORY):
        if keys := [pk for at, pk in places if at == level]:
            inside |= Q(**{f"{name}__in": keys})
    return inside
