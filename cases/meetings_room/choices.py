"""Who can take an item over: the district's windows, and the cadres and leaders on the case's path."""

from dataclasses import dataclass

from django.db.models import Q

from cases import responsibility
from cases.models import AgendaItem
from grids.models import Department, Post, Posting, Role

TERRITORIAL = {Role.STREET_LEADER: "street_office", Role.COMMUNITY_SECRETARY: "community_committee"}


@dataclass(frozen=True)
class Seat:
    """A post that may lead, with the department it leads for and who sits on it now."""

    post: Post
    department: Department
    person: str

    @property
    def label(self) -> str:
        return " · ".join(filter(None, (self.person, str(self.post.get_role_display()), self.post.grid.short_label)))


@dataclass(frozen=True)
class Choices:
    """What the decision form offers, and what it proposes."""

    seats: list[Seat]
    departments: list[Department]
    lead: Department | None
    supporting: list[Department]

    def seat_of(self, post_id: int) -> Seat | None:
        return next((seat for seat in self.seats if seat.post.pk == post_id), None)


def of(item: AgendaItem, now) -> Choices:
    """Return who may lead and support an item. Five queries."""
    case = item.case
    path = [pk for pk in (case.district_id, case.street_id, case.community_id) if pk]
    posts = (
        Post.objects.filter(is_active=True)
        .with_places()
        .filter(
            Q(grid=case.district_id, role=Role.DISTRICT_WINDOW)
            | Q(grid__in=path, role__in=[Role.CADRE, Role.STREET_LEADER, Role.COMMUNITY_SECRETARY])
        )
    )
    posts = list(posts.order_by("department__code", "grid__level"))
    held = Posting.objects.active(now).filter(post__in=posts).values_list("post_id", "person__name")
    people = dict(held)
    departments = list(Department.objects.order_by("name_zh"))
    by_code = {department.code: department for department in departments}
    seats = [
        Seat(post, department, people.get(post.pk, ""))
        for post in posts
        if (department := post.department or by_code.get(TERRITORIAL.get(post.role)))
    ]
    leading = {seat.department.pk for seat in seats}
    lead, supporting = _proposed(case, {department.pk: department for department in departments})
    return Choices(seats, [d for d in departments if d.pk in leading], lead, supporting)


def _proposed(case, by_id) -> tuple[Department | None, list[Department]]:
    """Return the lead and supporting departments that the responsibility list names for the category."""
    rules = sorted(responsibility.rules(case.category_id), key=lambda rule: rule.level if rule.level is not None else 9)
    if not rules:
        return None, []
    rule = rules[0]
    return by_id.get(rule.lead), [by_id[pk] for pk in rule.supporting if pk in by_id]
