"""The condition of a search: each term stands in the words of a case or names a place on its path."""

from django.db.models import BooleanField, F, Func, Q, Value

from cases import search_words
from grids.models import Grid

MOST_PLACES = 40  # a term that fits more of them, 社区, names none
WORDS = ("number", "outside_number", "title", "text", "address")
TERRITORY = ("district", "street", "community", "grid")  # by the level of the tree: 0, 1, 2, 3


class Words(Func):
    """The words of a case as a tsvector; the index `case_words` holds exactly this expression."""

    function = "case_words"

    def __init__(self, **extra):
        super().__init__(*(F(name) for name in WORDS), **extra)


class Asks(Func):
    """Whether words answer a tsquery."""

    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


def condition(text: str) -> Q:
    """Return what cases found for a text have in common. One query for each term, for the places it names."""
    terms = search_words.terms(text)
    found = Q(pk__in=[]) if not terms else Q()
    for term in terms:
        found &= Q(Asks(Words(), Value(search_words.question(term)))) | _places(term)
    return found


def _places(term: str) -> Q:
    """Return the condition that a case lies in a place named by a piece of its name, its pinyin or its initials."""
    if len(term) < 2 or term.isdigit():
        return Q()
    named = list(Grid.objects.search(term, MOST_PLACES + 1).values_list("level", "pk"))
    inside = Q()
    if len(named) <= MOST_PLACES:
        for level, name in enumerate(TERRITORY):
            if keys := [pk for at, pk in named if at == level]:
                inside |= Q(**{f"{name}__in": keys})
    return inside
