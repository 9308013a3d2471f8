"""The responsibility list as routing reads it."""

from cases.routing import Rule
from grids.models import ResponsibilityRule


def rules(category_id: int | None) -> list[Rule]:
    """Return the rules of a category in one query with their supporting departments."""
    found: dict[int, Rule] = {}
    rows = ResponsibilityRule.objects.filter(category=category_id).order_by("pk", "supporting_departments__code")
    for key, level, lead, support in rows.values_list("pk", "level", "lead_department", "supporting_departments"):
        known = found.get(key) or Rule(key, level, lead)
        found[key] = Rule(key, level, lead, (*known.supporting, support)) if support else known
    return list(found.values())
