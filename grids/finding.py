"""From what people type to the grids they mean: a name, pinyin, initials, or an address that mentions a place."""

from django.db.models import F, Q, Value
from django.db.models.functions import Length, Replace

from grids.models import Grid
from grids.models.grid import COMMUNITY, STREET

ENDINGS = ("社区", "街道", "村", "镇", "乡")  # said or left out alike: 盛世社区, 盛世 12 号楼
SHORTEST_STEM = 2
MOST = 12


def by_text(text: str) -> list[Grid]:
    """Return at most twelve grids that a text names or mentions; the names come first, the longest mention next."""
    named = list(Grid.objects.filter(level__lte=COMMUNITY).search(text, limit=MOST))
    return named or list(_mentioned(text))


def _mentioned(text: str):
    squeezed = "".join(text.split())
    stem = F("name")
    for ending in ENDINGS:
        stem = Replace(stem, Value(ending), Value(""))
    return (
        Grid.objects.filter(level__in=(STREET, COMMUNITY))
        .annotate(stem=stem, said=Value(squeezed))
        .annotate(stem_length=Length("stem"))
        .filter(Q(said__contains=F("stem")), stem_length__gte=SHORTEST_STEM)
        .order_by("-stem_length", "-level", "code")[:MOST]
    )
