"""Which units hold joint meetings, by which rule, who runs them, and what of them somebody may see.

Four levels: community (2), street (1), district (0), city (CITY, without a grid). The rows of MeetingRule say when each
meets; a row for one unit wins over the row of its level.
"""

from dataclasses import dataclass

from django.db.models import Exists, Q
from django.utils.translation import gettext

from cases.models import Case, JointMeeting, MeetingRule
from cases.models.meeting import CITY
from grids.models import Grid, Post, Role
from zhengzhou_grid.lib.verdicts import ALLOWED, Denied, Verdict

# Who runs the meeting of a unit at each level of the tree.
OFFICES = {
    0: (Role.DISTRICT_DESK, Role.DISTRICT_OFFICIAL),
    1: (Role.STREET_DESK, Role.STREET_LEADER),
    2: (Role.COMMUNITY_SECRETARY,),
}
CONVENERS = {0: Role.DISTRICT_OFFICIAL, 1: Role.STREET_LEADER, 2: Role.COMMUNITY_SECRETARY}
RHYTHMS = {2: "weekly", 1: "fortnightly", 0: "monthly", CITY: "quarterly"}


@dataclass(frozen=True)
class Unit:
    """A unit somebody runs the meetings of: a grid, or the city where grid is None."""

    grid: Grid | None
    rule: MeetingRule

    @property
    def code(self) -> str:
        """Return the code in addresses: the grid's, or "city"."""
        return self.grid.code if self.grid else "city"

    @property
    def level(self) -> int:
        return level_of(self.grid)


def level_of(grid: Grid | None) -> int:
    """Return 2, 1, 0 for a grid and CITY for None."""
    return CITY if grid is None else grid.level


def rule_of(grid: Grid | None) -> MeetingRule:
    """Return the rule by which a unit meets: its own row, else its level's, else the default. One query."""
    level = level_of(grid)
    rows = {rule.grid_id: rule for rule in MeetingRule.objects.filter(Q(grid=grid) | Q(grid=None), level=level)}
    own = rows.get(grid.pk if grid else None)
    return own or rows.get(None) or MeetingRule(level=level, grid=grid, rhythm=RHYTHMS[level])


def convener_of(grid: Grid | None) -> Post | None:
    """Return the post that convenes a unit's meetings: the one its rule names, else by role."""
    rule = rule_of(grid)
    if rule.convener_id and (grid is None or rule.grid_id):
        return rule.convener
    if grid is None:
        return None
    return Post.objects.filter(grid=grid, role=CONVENERS[grid.level], is_active=True).first()


def office_of(grid: Grid | None) -> list[int]:
    """Return the ids of the posts that run a unit's meetings."""
    named = [] if grid is not None else list(MeetingRule.objects.filter(level=CITY).values_list("office", "convener"))
    if grid is not None:
        named = list(MeetingRule.objects.filter(grid=grid).values_list("office", "convener"))
        by_role = Post.objects.filter(grid=grid, role__in=OFFICES.get(grid.level, ()), is_active=True)
        named += [(pk, None) for pk in by_role.values_list("pk", flat=True)]
    return list(dict.fromkeys(pk for pair in named for pk in pair if pk))


def is_set_up(grid: Grid | None) -> bool:
    """Tell whether somebody runs a unit's meetings. Only the city may have nobody yet."""
    return grid is not None or bool(office_of(None))


def above(grid: Grid | None) -> Grid | None:
    """Return the unit above; None above a district is the city."""
    return grid.parent if grid is not None else None


def may_manage(grid, scope) -> Verdict:
    """Say whether somebody runs the meetings of a unit; a JointMeeting may stand for its unit."""
    unit = grid.grid if isinstance(grid, JointMeeting) else grid
    by_role = unit and any(post.grid_id == unit.pk and post.role in OFFICES.get(unit.level, ()) for post in scope.posts)
    if by_role or _is_named(unit, scope):
        return ALLOWED
    return Denied(gettext("Only the office of this joint meeting may do this."))


def _is_named(unit: Grid | None, scope) -> bool:
    """Tell whether the unit's own rule names one of somebody's posts."""
    return bool(scope.posts) and _naming(unit, scope).exists()


def _naming(unit: Grid | None, scope):
    """Return the rules of a unit that name one of somebody's posts."""
    rows = MeetingRule.objects.filter(grid=unit) if unit else MeetingRule.objects.filter(level=CITY)
    return rows.filter(Q(office__in=scope.post_ids) | Q(convener__in=scope.post_ids))


def managed_by(scope) -> list[Grid | None]:
    """Return the units whose meetings somebody runs, the widest first; None is the city."""
    units = {post.grid_id: post.grid for post in scope.posts if post.role in OFFICES.get(post.grid.level, ())}
    mine = Q(office__in=scope.post_ids) | Q(convener__in=scope.post_ids)
    for rule in MeetingRule.objects.filter(mine).select_related("grid").distinct():
        if rule.grid_id:
            units[rule.grid_id] = rule.grid
        elif rule.level == CITY:
            units[None] = None
    return sorted(units.values(), key=lambda unit: (level_of(unit), unit.code if unit else ""))


def visible_to(scope):
    """Return the meetings of the units on the path of somebody's posts, of everything below their territories, those
    they are asked to, and those they run."""
    reach = Q(invitations__post__in=scope.post_ids)
    for post in scope.posts:
        reach |= Q(grid__code__in=_path_codes(post.grid.code))
        if not post.department_id:
            reach |= Q(grid__code__startswith=post.grid.code)
    reach |= Q(Exists(_naming(None, scope)), grid=None)
    meetings = JointMeeting.objects.select_related("grid", "convener__grid")
    if not scope.posts:
        return meetings.none()
    return meetings.filter(pk__in=JointMeeting.objects.filter(reach).values("pk"))


def open_to(items, unit, scope):
    """Keep those of some agenda items whose case somebody may read: all for who answers for the whole unit.

    That a meeting takes place is no secret to the unit's people; what residents wrote is, outside their own scope.
    """
    if may_manage(unit, scope) or (unit is not None and scope.governs(unit)):
        return items
    return items.filter(case__in=Case.objects.visible_to(scope).values("pk"))


def _path_codes(code: str) -> list[str]:
    return [code[:length] for length in (6, 9, 12, 15) if length <= len(code)]
