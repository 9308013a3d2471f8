"""What a member of staff answers for at a moment: territories, and departments in territories.

Computed from postings, and from the leaves in which somebody stands in for another.

Codes nest: the code of a grid begins with the codes of the grids above it, so no tree has to be read here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from grids.models import Department, Grid, Post, User
from grids.models.post import DEPARTMENT_ROLES
from zhengzhou_grid.lib.prepared import kept


@dataclass(frozen=True)
class Scope:
    """The posts one person holds or stands in for, and what follows from them."""

    posts: tuple[Post, ...] = ()
    user: User | None = None
    put_aside: tuple[Post, ...] = ()  # the person's other posts while they work as one of them

    @property
    def every_post(self) -> tuple[Post, ...]:
        """All posts of the person, also those put aside."""
        return (*self.posts, *self.put_aside)

    def as_one(self, post_id: int | None) -> "Scope":
        """Return the scope narrowed to one of its posts; as it is for none, and for a post that is not among them."""
        chosen = tuple(post for post in self.posts if post.pk == post_id)
        others = tuple(post for post in self.posts if post.pk != post_id)
        return replace(self, posts=chosen, put_aside=others) if chosen and others else self

    @property
    def is_empty(self) -> bool:
        return not self.posts

    @cached_property
    def post_ids(self) -> frozenset[int]:
        return frozenset(post.pk for post in self.posts)

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    @cached_property
    def territories(self) -> tuple[Grid, ...]:
        """The grids answered for with everything in and below them, without those inside another of them."""
        return _widest(post.grid for post in self.posts if post.role not in DEPARTMENT_ROLES)

    @cached_property
    def departments(self) -> tuple[tuple[Department, Grid], ...]:
        """The departments answered for, each with a grid: a cadre's, or a district window's."""
        grids: dict[Department, list[Grid]] = {}
        for post in self.posts:
            if post.role in DEPARTMENT_ROLES:
                grids.setdefault(post.department, []).append(post.grid)
        return tuple((department, grid) for department, places in grids.items() for grid in _widest(places))

    @property
    def territory_keys(self) -> list[tuple[int, int]]:
        """The territories as (level, id of the grid), for a filter on the grid columns of a row."""
        return [(grid.level, grid.pk) for grid in self.territories]

    @property
    def department_keys(self) -> list[tuple[int, int, int]]:
        """The departments as (id of the department, level, id of the grid)."""
        return [(department.pk, grid.level, grid.pk) for department, grid in self.departments]

    def covers(self, grid: Grid) -> bool:
        """Tell whether a grid lies in any territory, be it answered for in whole or by one department."""
        return any(grid.code.startswith(post.grid.code) for post in self.posts)

    def governs(self, grid: Grid) -> bool:
        """Tell whether a grid lies in a territory that is answered for in whole."""
        return any(grid.code.startswith(territory.code) for territory in self.territories)

    def serves(self, grid: Grid, department: Department) -> bool:
        """Tell whether a grid lies where this person works for a department."""
        return any(own == department and grid.code.startswith(place.code) for own, place in self.departments)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def has_role_at(self, grid: Grid, *roles: str) -> bool:
        """Tell whether a post with one of the roles has the grid in its territory."""
        return any(post.role in roles and grid.code.startswith(post.grid.code) for post in self.posts)


def of(user: User, now: datetime) -> Scope:
    """Return what a person answers for at a moment, in one query. Nobody without an account answers for anything."""
    return Scope(tuple(_answered_for_by(user.pk, now)), user) if user.is_authenticated else Scope()


@kept
def _answered_for_by(user: int, now: datetime):
    return Post.objects.answered_for_by(User(pk=user), now)


def _widest(grids) -> tuple[Grid, ...]:
    chosen: list[Grid] = []
    for grid in sorted(grids, key=lambda grid: (grid.level, grid.code)):
        if not any(grid.code.startswith(wider.code) for wider in chosen):
            chosen.append(grid)
    return tuple(chosen)
