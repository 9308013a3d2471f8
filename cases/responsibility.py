"""The responsibility list as routing reads it, and the route it gives a case."""

from cases import routing, seats
from cases.models import Case
from cases.routing import Route, Rule
from grids.models import ResponsibilityRule
from zhengzhou_grid.lib.snapshot import Snapshot


def rules(category_id: int | None) -> list[Rule]:
    """Return the rules of a category with their supporting departments. Asks the database once a minute."""
    return _rules.get().get(category_id, [])


def route(case: Case) -> Route:
    """Return the route the rules give a case, never to a post that has returned it."""
    found = rules(case.category_id)
    along = seats.along(case, leads={rule.lead for rule in found})
    facts = routing.Facts(
        code=case.place.code if case.place else "", category=case.category.code if case.category else ""
    )
    return routing.choose(facts, found, [seat for seat in along if seat.post not in case.returned_from])


def forget() -> None:
    """Read the list again at the next question."""
    _rules.forget()


def _read() -> dict[int, list[Rule]]:
    found: dict[int, tuple[int, Rule]] = {}
    rows = ResponsibilityRule.objects.order_by("pk", "supporting_departments__code")
    columns = ("category", "pk", "level", "lead_department", "supporting_departments")
    for category, key, level, lead, support in rows.values_list(*columns):
        _category, known = found.get(key, (category, Rule(key, level, lead)))
        found[key] = (category, Rule(key, level, lead, (*known.supporting, support)) if support else known)
    by_category: dict[int, list[Rule]] = {}
    for category, rule in found.values():
        by_category.setdefault(category, []).append(rule)
    return by_category


_rules = Snapshot(_read)
