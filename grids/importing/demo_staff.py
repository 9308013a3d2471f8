"""Fill the demo's seats: accounts, posts and postings, in a few bulk statements. Running it again adds what is missing.

Everybody but the seven demo accounts has no password and cannot log in.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from grids import roster
from grids.importing import demo_names
from grids.importing.demo_seats import ADMIN, DEMO_ACCOUNTS, Seat, seats
from grids.models import Department, Grid, Post, Posting, User
from zhengzhou_grid.lib import planner

BATCH = 2000
# Posted long enough ago for two years of figures.
IN_OFFICE = timedelta(days=3 * 365)


class MissingReference(Exception):
    """The grids or the departments are not loaded yet."""


@transaction.atomic
def post_everyone(password: str, now: datetime, within: str = "") -> dict[str, int]:
    """Make the demo's people and posts, of the whole city or below one code, and give the demo accounts this password.

    Returns how many people, posts and postings were added. Raises MissingReference.
    """
    grids = list(Grid.objects.filter(code__startswith=within).only("pk", "code", "level", "parent_id"))
    departments = {department.code: department for department in Department.objects.all()}
    if not grids or not departments:
        raise MissingReference("Load the grids and the reference data first.")
    windows = [code for code, department in departments.items() if not department.is_territorial]
    plan = list(seats(grids, windows))
    people = _people(plan, password)
    posts = _posts(plan, departments)
    added = {
        "people": people,
        "posts": posts,
        "postings": _postings(plan, departments, now),
    }
    planner.learn(User, Post, Posting)
    return added


def _people(plan: list[Seat], password: str) -> int:
    there = {user.username: user for user in User.objects.all()}
    nobody = make_password(None)
    new = [
        User(
            username=username,
            name=demo_names.name_for(username),
            work_phone=demo_names.phone_for(username),
            password=nobody,
            is_demo=username in DEMO_ACCOUNTS,
            is_staff=username == ADMIN,
            is_superuser=username == ADMIN,
        )
        for username in dict.fromkeys([*(seat.username for seat in plan), ADMIN])
        if username not in there
    ]
    User.objects.bulk_create(new, batch_size=BATCH)
    _set_password(
        [user for user in [*there.values(), *new] if user.username in DEMO_ACCOUNTS and user.is_demo], password
    )
    return len(new)


def _set_password(users: list[User], password: str) -> None:
    # One hash for all: hashing is slow on purpose. A password that fits is left alone, so nobody is logged out.
    kept = next((user.password for user in users if check_password(password, user.password)), None)
    hashed = kept or make_password(password)
    User.objects.filter(pk__in=[user.pk for user in users]).exclude(password=hashed).update(password=hashed)


def _posts(plan: list[Seat], departments: dict[str, Department]) -> int:
    there = set(Post.objects.values_list("grid_id", "role", "department_id"))
    new = [
        Post(grid_id=grid_id, role=role, department_id=department_id, phone=demo_names.phone_for(f"{role}-{grid_id}"))
        for grid_id, role, department_id in (_key(seat, departments) for seat in plan)
        if (grid_id, role, department_id) not in there
    ]
    Post.objects.bulk_create(new, batch_size=BATCH)
    return len(new)


def _postings(plan: list[Seat], departments: dict[str, Department], now: datetime) -> int:
    # A post that ever had a holder has a history of its own by now.
    taken = set(Posting.objects.values_list("post_id", flat=True))
    posts = {(post.grid_id, post.role, post.department_id): post for post in Post.objects.all()}
    people = {user.username: user for user in User.objects.all()}
    vacant = (
        (people[seat.username], post) for seat in plan if (post := posts[_key(seat, departments)]).pk not in taken
    )
    return roster.appoint_many(vacant, now - IN_OFFICE)


def _key(seat: Seat, departments: dict[str, Department]) -> tuple[int, str, int | None]:
    department = departments[seat.department].pk if seat.department else None
    return seat.grid.pk, seat.role.value, department
