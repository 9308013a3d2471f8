"""Choose the post that answers for a case. Pure: facts and seats come in, a route with its reasons goes out.

The rule (DOMAIN §1 row 14): the category's lead department × the case's grid → the post of that department's sunk-down
cadre there, else up the tree, else the department's window at the district, else the intake desk that took the case
(属地兜底, the territorial backstop). A route always exists where there is any desk at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

CADRE = "cadre"
WINDOW = "district_window"


@dataclass(frozen=True)
class Seat:
    """A post that somebody holds now: its key, role, level of its grid, code of its grid, department."""

    post: int
    role: str
    level: int
    code: str
    department: int | None = None


@dataclass(frozen=True)
class Rule:
    """A line of the responsibility list. No level: every level."""

    key: int
    level: int | None
    lead: int
    supporting: tuple[int, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known about a case: the code of its grid (15, 12, 9 or 6 digits, or empty) and its category."""

    code: str
    category: str


@dataclass(frozen=True)
class Route:
    """The post chosen, by which rule, with the reasons in the order they were found."""

    post: int | None
    rule: int | None = None
    department: int | None = None
    supporting: tuple[int, ...] = ()
    reasons: tuple[dict, ...] = field(default=())


def choose(facts: Facts, rules: Iterable[Rule], seats: Iterable[Seat]) -> Route:
    """Return the route of a case. Seats are those along the path of its grid, in any order."""
    if not facts.category:
        return _backstop(seats, {"code": "no_category"})
    if not facts.code:
        return _backstop(seats, {"code": "no_grid"})
    rule = _rule_for(_level(facts.code), rules)
    if rule is None:
        return _backstop(seats, {"code": "no_rule", "category": facts.category})
    found = {"code": "category_rule", "category": facts.category, "department": rule.lead, "rule": rule.key}
    seat = _nearest(facts.code, rule.lead, seats)
    if seat is None:
        route = _backstop(seats, found, {"code": "no_cadre", "department": rule.lead})
        return Route(route.post, rule.key, rule.lead, rule.supporting, route.reasons)
    nearness = "grid_cadre" if seat.code == facts.code else "parent_cadre"
    reason = "district_window" if seat.role == WINDOW else nearness
    reasons = (found, {"code": reason, "post": seat.post, "grid": seat.code, "level": seat.level})
    return Route(seat.post, rule.key, rule.lead, rule.supporting, reasons)


def _level(code: str) -> int:
    return (len(code) - 6) // 3


def _rule_for(level: int, rules: Iterable[Rule]) -> Rule | None:
    """Return the rule of this very level, else the one for every level."""
    exact = [rule for rule in rules if rule.level == level]
    general = [rule for rule in rules if rule.level is None]
    return (exact or general or [None])[0]


def _nearest(code: str, department: int, seats: Iterable[Seat]) -> Seat | None:
    """Return the department's seat closest above the place: cadres before windows, deeper before higher."""
    able = [
        seat
        for seat in seats
        if seat.department == department and seat.role in (CADRE, WINDOW) and code.startswith(seat.code)
    ]
    return max(able, key=lambda seat: (seat.role == CADRE, seat.level, -seat.post), default=None)


def _backstop(seats: Iterable[Seat], *reasons: dict) -> Route:
    """Return the intake desk that answers where no department does: the street's, else the district's."""
    desks = [seat for seat in seats if seat.role in ("street_desk", "district_desk")]
    desk = max(desks, key=lambda seat: (seat.level, -seat.post), default=None)
    if desk is None:
        return Route(None, reasons=(*reasons, {"code": "nobody"}))
    return Route(desk.post, reasons=(*reasons, {"code": "backstop_desk", "post": desk.post, "grid": desk.code}))
