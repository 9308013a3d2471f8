"""The posts of a person as their own page lists them: since when, how many open cases, who stands in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from cases.models import Case
from grids import roster
from grids.models import Leave, Post, Posting, User
from grids.permissions import posts_staffed_by
from grids.scope import Scope

MOST = 40  # posts found by a search


@dataclass(frozen=True)
class Seat:
    """One post with who holds it, its open cases, and the leave that runs or comes next."""

    post: Post
    posting: Posting | None
    open_count: int
    leave: Leave | None

    @property
    def is_mine(self) -> bool:
        return self.post.acting_for is None


def seats(scope: Scope, now: datetime) -> list[Seat]:
    """Return the posts somebody holds or stands in for, also those put aside, their own first. Three queries."""
    posts = sorted(scope.every_post, key=lambda post: (post.acting_for is not None, post.grid.level, post.pk))
    ids = [post.pk for post in posts]
    postings = {posting.post_id: posting for posting in Posting.objects.active(now).filter(post__in=ids)}
    counts = dict(Case.objects.open().filter(owner__in=ids).values_list("owner").annotate(count=Count("pk")).order_by())
    leaves = Leave.objects.not_over(now).filter(post__in=ids).with_people()
    next_leave = {leave.post_id: leave for leave in reversed(leaves)}
    return [Seat(post, postings.get(post.pk), counts.get(post.pk, 0), next_leave.get(post.pk)) for post in posts]


def found(scope: Scope, words: str, now: datetime) -> list[tuple[Post, User | None]]:
    """Return posts somebody may staff by the words of their place, its code or who holds them, with the holders."""
    posts = posts_staffed_by(scope).with_places().filter(is_active=True)
    for word in words.split():
        posts = posts.mentioning(word, now)
    rows = list(posts.order_by("grid__code", "role", "department")[:MOST])
    people = roster.holders(rows, now)
    return [(post, people.get(post.pk)) for post in rows]
