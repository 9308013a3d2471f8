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
    without: list[Department]  # suggested, but nobody of theirs is posted there

    def seat_of(self, post_id: int) -> Seat | None:
        return next((seat for seat in self.seats if seat.post.pk == post_id), None)


def of(item: AgendaItem, now) -> Choices:
    """Return who may lead and support an item. Five queries."""
    seats = benches.of(item.case, now)
    departments = {seat.department.pk: seat.department for seat in seats}
    by_name = sorted(departments.values(), key=lambda department: department.name_zh)
    lead, listed = _proposed(item.case)
    units = [pk for pk in dict.fromkeys([*item.suggested, *listed]) if pk != lead]
    supporting = [departments[pk] for pk in units if pk in departments]
    without = Department.objects.filter(pk__in=[pk for pk in units if pk not in departments])
    return Choices(seats, by_name, departments.get(lead), supporting, list(without))


def _proposed(case) -> tuple[int | None, tuple[int, ...]]:
    """Return the lead and supporting departments that the responsibility list names, as ids."""
    rules = sorted(responsibility.rules(case.category_id), key=lambda rule: rule.level if rule.level is not None else 9)
    return (rules[0].lead, tuple(rules[0].supporting)) if rules else (None, ())
