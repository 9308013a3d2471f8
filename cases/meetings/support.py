"""Ask the supporting units of decisions to help with a case. The one place where meetings speak of co-handling."""

from cases.models import Resolution


def ask(change, resolutions: list[Resolution], *, now) -> None:
    """Name every supporting unit and the leads of further decisions on a locked case; `now` is for their orders."""
    units = [pk for each in resolutions for pk in (each.lead_department_id, *each.supporting)]
    lead = change.case.lead_department_id
    change.case.supporting_departments = [pk for pk in dict.fromkeys(units) if pk != lead]
