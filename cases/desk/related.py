"""Other cases beside one: near it, at its address, in like words, from the same reporter. One query."""

from datetime import datetime, timedelta
from math import cos, hypot, radians

from django.db.models import BooleanField, ExpressionWrapper, Q, Value

from cases import permissions
from cases.models import Case
from cases.queries import co_handled_by, visible_to
from grids.models.post import DEPARTMENT_ROLES
from grids.scope import Scope
from zhengzhou_grid.lib.prepared import Text, prepared

WINDOW = timedelta(days=180)
CANDIDATES = 200
MOST = 5
NEAR = 300  # metres
METRES_PER_DEGREE = 111_320
ALIKE = 0.35  # overlap of the pairs of signs: two reports of one matter reach it, two of one kind seldom do
SHOWN = (
    "number", "title", "text", "state", "reported_at", "address", "lng", "lat",
    "category", "grid",
)  # fmt: skip


def of(case: Case, scope: Scope, now: datetime) -> dict[str, list[Case]]:
    """Return the related cases by what relates them, latest first: by place or words, and by reporter."""
    found = {"address": [], "near": [], "words": [], "reporter": []}
    words = pairs(case.text)
    for other in _recent(case, scope, now):
        if other.by_the_same:
            found["reporter"].append(other)
        if case.address and other.address == case.address:
            found["address"].append(other)
        elif is_near(case, other):
            found["near"].append(other)
        elif overlap(words, pairs(other.text)) >= ALIKE:
            found["words"].append(other)
    return {kind: rows[:MOST] for kind, rows in found.items()}


def is_near(case: Case, other: Case) -> bool:
    """Tell whether a case of the same category lies within walking distance; without points, in the same grid."""
    if case.category_id is None or other.category_id != case.category_id:
        return False
    if None in (case.lng, case.lat, other.lng, other.lat):
        return case.grid_id is not None and other.grid_id == case.grid_id
    east = (other.lng - case.lng) * cos(radians(case.lat))
    return hypot(east, other.lat - case.lat) * METRES_PER_DEGREE <= NEAR


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters and signs of a text, without its punctuation."""
    signs = "".join(sign for sign in text.lower() if sign.isalnum())
    return frozenset(signs[at : at + 2] for at in range(len(signs) - 1))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets of pairs share, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _recent(case: Case, scope: Scope, now: datetime):
    """Return the latest cases that may be related, each with whether the reporter's number is the same. One query."""
    same, around = _by_the_same(case, scope), _around(case)
    inside = Q(community=case.community_id) if case.community_id else None
    if inside is None and around is None and same is None:
        return []
    lately = visible_to(scope) & Q(reported_at__gte=now - WINDOW) & ~Q(pk=case.pk)
    return _latest(lately, inside, around, same)


@prepared
def _latest(lately: Q, inside: Q | None, around: Q | None, same: Q | None):
    """Return the latest cases of one, two or three heaps, each with whether it lies in the last one."""
    heaps = [(heap, most) for heap, most in ((inside, CANDIDATES), (around, MOST), (same, MOST)) if heap is not None]
    found = [Case.objects.filter(lately & heap).order_by("-reported_at").values("pk")[:most] for heap, most in heaps]
    by_the_same = ExpressionWrapper(same, output_field=BooleanField()) if same else Value(False)
    rows = Case.objects.filter(pk__in=found[0].union(*found[1:])).only(*SHOWN).annotate(by_the_same=by_the_same)
    return rows.order_by("-reported_at")


def _around(case: Case) -> Q | None:
    """Find cases of the kind around the point that lie beyond the community's border, within the street."""
    if None in (case.street_id, case.category_id, case.lng, case.lat):
        return None
    up = NEAR / METRES_PER_DEGREE
    right = up / cos(radians(case.lat))
    box = Q(lat__range=(case.lat - up, case.lat + up), lng__range=(case.lng - right, case.lng + right))
    return box & Q(street=case.street_id, category=case.category_id) & ~Q(community=case.community_id)


def _by_the_same(case: Case, scope: Scope) -> Q | None:
    """Compare numbers inside the database, for those who may see this reporter; a case hidden from a unit stays out."""
    if not permissions.may_reveal(case, scope) or not case.reporter.phone_index:
        return None
    same = Q(reporter__isnull=False, reporter__phone_index__in=[Text(index) for index in case.reporter.phone_indexes])
    own = frozenset(post.pk for post in scope.every_post)  # a post put aside handles its cases all the same
    hidden = Q(owner__in=own) | co_handled_by(own)
    if all(post.role in DEPARTMENT_ROLES for post in scope.posts):
        hidden = Q()
    return same & ~(Q(hides_reporter=True) & hidden)
