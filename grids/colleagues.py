"""Who may stand in for the holder of a post, or follow: people posted in the same unit or for the same department."""

from datetime import datetime

from django.db.models import Q

from grids.models import Post, Posting, User
from grids.models.grid import CODE_LENGTHS, DISTRICT, STREET, UNIT

MOST = 200  # of one choice


def of(post: Post, now: datetime) -> list[Posting]:
    """Return the postings of the colleagues of a post, one for each person, by name, as far as a choice goes."""
    found: dict[int, Posting] = {}
    rows = _near(post, now).with_people().order_by("person__name", "person__username", "post")
    for posting in rows[: MOST * 2]:
        found.setdefault(posting.person_id, posting)
    return list(found.values())[:MOST]


def are(person: User, post: Post, now: datetime) -> bool:
    """Tell whether somebody is a colleague of a post."""
    return _near(post, now).filter(person=person).exists()


def _near(post: Post, now: datetime):
    """Return the postings in the unit of a post, and those of its department around it.

    The unit is the post's own grid, for a third-level grid the whole community; a department's people are those of
    the same street, for posts of streets and districts those of the district.
    """
    grid = post.grid
    near = Q(post__grid=grid.pk)
    if grid.level == UNIT:
        near |= Q(post__grid=grid.parent_id) | Q(post__grid__parent=grid.parent_id)
    if post.department_id:
        around = grid.code[: CODE_LENGTHS[STREET if grid.level > STREET else DISTRICT]]
        near |= Q(post__department=post.department_id, post__grid__code__startswith=around)
    return Posting.objects.serving(now).filter(near, post__is_active=True)
