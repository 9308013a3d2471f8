"""Which posts can speak for which unit before a meeting: the held seats along the path of a case."""

from dataclasses import dataclass

from django.db.models import Q

from cases.models import Case
from grids.models import Department, Post, Posting, Role, User

TERRITORIAL = {Role.STREET_LEADER: "street_office", Role.COMMUNITY_SECRETARY: "community_committee"}


@dataclass(frozen=True)
class Seat:
    """A held post that may lead or support, with the department it speaks for and who sits on it now."""

    post: Post
    department: Department
    holder: User

    @property
    def person(self) -> str:
        return self.holder.name

    @property
    def label(self) -> str:
        return " · ".join(filter(None, (self.person, str(self.post.get_role_display()), self.post.grid.short_label)))


def of(case: Case, now) -> list[Seat]:
    """Return the seats that may take a case over: the district's windows, cadres and leaders on its path.

    Three queries. Posts nobody holds are left out: no resolution without a person.
    """
    found = posts(case)
    held = Posting.objects.serving(now).filter(post__in=[post for post, _unit in found]).select_related("person")
    holders = {posting.post_id: posting.person for posting in held}
    return [Seat(post, unit, holders[post.pk]) for post, unit in found if post.pk in holders]


def posts(case: Case) -> list[tuple[Post, Department]]:
    """Return the posts in use behind those seats, held or not, the widest territory first. Two queries."""
    path = [pk for pk in (case.district_id, case.street_id, case.community_id) if pk]
    found = (
        Post.objects.filter(is_active=True)
        .with_places()
        .filter(
            Q(grid=case.district_id, role=Role.DISTRICT_WINDOW)
            | Q(grid__in=path, role__in=[Role.CADRE, Role.STREET_LEADER, Role.COMMUNITY_SECRETARY])
        )
    )
    by_code = {each.code: each for each in Department.objects.filter(code__in=TERRITORIAL.values())}
    return [
        (post, department)
        for post in found.order_by("department__code", "grid__level")
        if (department := post.department or by_code.get(TERRITORIAL.get(post.role)))
    ]


def to_help(department_id: int, found: list[tuple[Post, Department]], leads: int | None) -> Post | None:
    """Return the post of the narrowest territory that helps for a department, never the one that leads."""
    mine = [post for post, unit in found if unit.pk == department_id and post.pk != leads]
    return mine[-1] if mine else None


def speaking_for(department_id: int, case: Case, seats: list[Seat]) -> Seat | None:
    """Return the seat that speaks for a department: the case's owner, else the one of the widest territory."""
    mine = [seat for seat in seats if seat.department.pk == department_id]
    return next((seat for seat in mine if seat.post.pk == case.owner_id), mine[0] if mine else None)


def holder(post_id: int, now) -> User | None:
    """Return who holds a post now. One query."""
    posting = Posting.objects.serving(now).filter(post=post_id).select_related("person").first()
    return posting.person if posting else None
