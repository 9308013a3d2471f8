"""Who answers at a place: its leader, the cadres posted there, and whom to turn to above them. Reads only.

The public sees a surname and a title, never a full name.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext as _
from pypinyin import lazy_pinyin

from grids import catalogue
from grids.models import Department, Grid, Post, Posting, Role, User
from grids.models.grid import COMMUNITY, DISTRICT, STREET, UNIT

LEADERS = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET_LEADER, Role.DISTRICT_OFFICIAL)
DESKS = {COMMUNITY: Role.COMMUNITY_SECRETARY, STREET: Role.STREET_DESK, DISTRICT: Role.DISTRICT_DESK}


@dataclass(frozen=True)
class Person:
    """Somebody on a post, as the public sees them."""

    courtesy: str
    phone: str
    post: Post
    portrait: str = ""  # the key of their photo, where they agreed to one

    @property
    def department(self) -> Department | None:
        return self.post.department

    @property
    def duties(self) -> list[str]:
        """Return the kinds of matters the person's department leads, in short words."""
        return [category.short for category in catalogue.led_by(self.department)] if self.department else []


@dataclass(frozen=True)
class Rung:
    """Whom to turn to one level up: the unit, who sits there, and the office phone."""

    grid: Grid
    title: str
    phone: str


@dataclass(frozen=True)
class Answering:
    """Everybody who answers at a place; leader is None where no one holds the post yet."""

    grid: Grid
    path: tuple[Grid, ...]
    leader: Person | None
    cadres: tuple[Person, ...]
    ladder: tuple[Rung, ...]

    @property
    def above(self) -> tuple[Grid, ...]:
        """The units above the grid, the nearest first."""
        return tuple(reversed(self.path[:-1]))


def at(grid: Grid, now: datetime) -> Answering:
    """Return who answers at a place at a moment. Two queries."""
    path = tuple(Grid.objects.on_path(grid))
    levels = {step.pk: step.level for step in path}
    postings = Posting.objects.active(now).filter(post__grid__in=levels, post__is_active=True).with_people()
    people = [posting for posting in postings if posting.post.role != Role.DISTRICT_WINDOW]
    return Answering(
        grid=grid,
        path=path,
        leader=_leader(grid, people),
        cadres=_cadres(people),
        ladder=_ladder(grid, path, people),
    )


def courtesy(person: User, post: Post) -> str:
    """Return a surname with a title: 周网格长, Grid leader Zhou."""
    words = {"surname": _surname(person)}
    match post.role:
        case Role.GRID_LEADER:
            return _("Grid leader %(surname)s") % words
        case Role.DEPUTY_GRID_LEADER:
            return _("Deputy grid leader %(surname)s") % words
        case Role.COMMUNITY_SECRETARY:
            return _("Secretary %(surname)s") % words
        case Role.STREET_LEADER:
            return _("Street leader %(surname)s") % words
        case _other:
            return _("Officer %(surname)s") % words


def _leader(grid: Grid, postings: list[Posting]) -> Person | None:
    own = [posting for posting in postings if posting.post.grid_id == grid.pk and posting.post.role in LEADERS]
    own.sort(key=lambda posting: LEADERS.index(posting.post.role))
    return _person(own[0]) if own else None


def _cadres(postings: list[Posting]) -> tuple[Person, ...]:
    """Return one cadre per department, the one posted nearest to the place."""
    nearest: dict[int, Posting] = {}
    for posting in sorted(postings, key=lambda posting: posting.post.grid.level):
        if posting.post.role == Role.CADRE:
            nearest[posting.post.department_id] = posting
    return tuple(
        _person(posting)
        for posting in sorted(nearest.values(), key=lambda p: (-p.post.grid.level, p.post.department.code))
    )


def _ladder(grid: Grid, path: tuple[Grid, ...], postings: list[Posting]) -> tuple[Rung, ...]:
    seats = {(posting.post.grid_id, posting.post.role): posting for posting in postings}
    rungs = []
    for step in reversed(path):
        posting = seats.get((step.pk, DESKS.get(step.level)))
        if step.level == UNIT or step.pk == grid.pk or posting is None:
            continue
        person = _person(posting)
        title = person.courtesy if step.level == COMMUNITY else posting.post.get_role_display()
        rungs.append(Rung(step, title, person.phone))
    return tuple(rungs)


def _person(posting: Posting) -> Person:
    return Person(
        courtesy=courtesy(posting.person, posting.post),
        phone=posting.post.phone or posting.person.work_phone,
        post=posting.post,
        portrait=posting.person.portrait_key,
    )


def _surname(person: User) -> str:
    if (get_language() or "zh").startswith("en"):
        return "".join(lazy_pinyin(person.surname)).title()
    return person.surname
