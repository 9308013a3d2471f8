"""Where cases lie and which posts act on them: the tree and the posts, read once."""

from dataclasses import dataclass

from grids.models import Category, Grid, Post, Posting, ResponsibilityRule, Role
from grids.models.grid import UNIT


class NoCity(Exception):
    """Territory, reference data or staff are not loaded yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """A third-level grid with its path and the posts nearest to it."""

    code: str
    grid: int
    community: int
    street: int
    district: int
    name: str
    desk: int
    leader: int
    office: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A category with what routing would say about it."""

    pk: int
    code: str
    words: str
    urgency: str
    limit: str
    respond_limit: str
    department: int
    supporting: tuple[int, ...]
    is_sensitive: bool


class People:
    """Answers who acts. Raises NoCity where something is missing."""

    def __init__(self):
        posts = list(Post.objects.filter(is_active=True).values_list("pk", "grid", "role", "department"))
        self.seats = {(grid, role, department): pk for pk, grid, role, department in posts}
        self.holders = dict(Posting.objects.filter(active_to__isnull=True).values_list("post", "person"))
        self.places, self.kinds = self._places(), self._kinds()
        if not self.places or not self.kinds:
            raise NoCity("Load reference data, grids and staff first: load_reference, load_grids, load_staff.")

    def owner(self, place: Place, department: int) -> int:
        """Return the department's post nearest to a place, else the street's desk."""
        for grid in (place.grid, place.community, place.street):
            if post := self.seats.get((grid, Role.CADRE, department)):
                return post
        return self.seats.get((place.district, Role.DISTRICT_WINDOW, department), place.desk)

    def _places(self) -> list[Place]:
        columns = ("code", "pk", "parent", "parent__parent", "parent__parent__parent", "parent__name")
        found = []
        for *path, name in Grid.objects.at_level(UNIT).order_by("code").values_list(*columns):
            _code, grid, _community, street, district = path
            posts = (
                self.seats.get((street, Role.STREET_DESK, None)),
                self.seats.get((grid, Role.GRID_LEADER, None)),
                self.seats.get((district, Role.SUPERVISOR, None)),
            )
            if all(posts):
                found.append(Place(*path, name, *posts))
        return found

    def _kinds(self) -> list[Kind]:
        rules = ResponsibilityRule.objects.order_by("pk").prefetch_related("supporting_departments")
        by_category = {rule.category_id: rule for rule in reversed(rules)}
        return [
            Kind(
                leaf.pk, leaf.code, leaf.short_zh or leaf.name_zh, leaf.urgency, leaf.limit, leaf.respond_limit,
                by_category[leaf.pk].lead_department_id,
                tuple(unit.pk for unit in by_category[leaf.pk].supporting_departments.all()), leaf.is_sensitive,
            )
            for leaf in Category.objects.leaves().order_by("code")
            if leaf.pk in by_category and leaf.limit
        ]  # fmt: skip
