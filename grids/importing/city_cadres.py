"""Cadres in every community, until the city has as many as Zhengzhou had: 45,388 (DOMAIN §2.3)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import transaction

from grids import roster
from grids.importing import demo_names
from grids.models import Department, Grid, Post, Posting, Role, User
from grids.models.grid import COMMUNITY
from zhengzhou_grid.lib import planner

CADRES = 45_388
BATCH = 2000
IN_OFFICE = timedelta(days=3 * 365)


@transaction.atomic
def post_cadres(count: int, now: datetime) -> int:
    """Add cadres, each on a post of their own, until `count` cadres' posts are there; return how many were added.

    None of them has a password. Departments come in turn, each to every community before the next.
    """
    missing = count - Post.objects.filter(role=Role.CADRE).count()
    vacant = list(islice(_vacant(), max(0, missing)))
    nobody = make_password(None)
    people = User.objects.bulk_create([_person(grid, unit, nobody) for grid, unit in vacant], batch_size=BATCH)
    posts = Post.objects.bulk_create(
        [Post(role=Role.CADRE, grid=grid, department=unit) for grid, unit in vacant], batch_size=BATCH
    )
    roster.appoint_many(zip(people, posts, strict=True), now - IN_OFFICE)
    planner.learn(User, Post, Posting)
    return len(vacant)


def _vacant() -> Iterator[tuple[Grid, Department]]:
    """Yield every community with every department that has no cadre there yet."""
    taken = set(Post.objects.filter(role=Role.CADRE).values_list("grid_id", "department_id"))
    communities = list(Grid.objects.at_level(COMMUNITY).order_by("code").only("pk", "code"))
    for unit in Department.objects.filter(is_territorial=False).order_by("code"):
        for grid in communities:
            if (grid.pk, unit.pk) not in taken:
                yield grid, unit


def _person(grid: Grid, unit: Department, password: str) -> User:
    username = f"cadre-{grid.code}-{unit.code}"
    return User(
        username=username,
        name=demo_names.name_for(username),
        work_phone=demo_names.phone_for(username),
        password=password,
    )
