"""What the decision form offers: the held posts on the case's path; proposal and responsibility list suggest units."""

from dataclasses import dataclass

from cases import responsibility
from cases.meetings import benches
from cases.meetings.benches import Seat
from cases.models import AgendaItem
from grids.models import Department


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
    seats = benches.of(item.case, now)
    departments = {seat.department.pk: seat.department for seat in seats}
    by_name = sorted(departments.values(), key=lambda department: department.name_zh)
    lead, listed = _proposed(item.case, departments)
    suggested = [departments[pk] for pk in item.suggested if pk in departments]
    supporting = [unit for unit in dict.fromkeys([*suggested, *listed]) if unit != lead]
    return Choices(seats, by_name, lead, supporting)


def _proposed(case, by_id) -> tuple[Department | None, list[Department]]:
    """Return the lead and supporting departments that the responsibility list names, as far as they are posted."""
    rules = sorted(responsibility.rules(case.category_id), key=lambda rule: rule.level if rule.level is not None else 9)
    if not rules:
        return None, []
    rule = rules[0]
    return by_id.get(rule.lead), [by_id[pk] for pk in rule.supporting if pk in by_id]
