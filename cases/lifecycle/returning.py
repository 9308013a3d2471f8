"""Give back what is not one's own (退办): asked for within the signing limit, decided by the dispatch desk."""

from django.utils.translation import gettext

from cases import workflow
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete
from cases.models import Case

TO_THE_MEETING = 2  # refused so often, the joint meeting or the district decides (DOMAIN §3.4)


def request_return(case: Case, *, reason, note, by, now, version=None) -> Case:
    """Ask to give a case back, with a coded reason; only within the signing limit. The clocks keep running."""
    errors = {}
    if reason not in workflow.RETURN_REASONS:
        errors["reason"] = gettext("Choose the reason.")
    if not note.strip():
        errors["note"] = gettext("Say who should have it instead, as far as you know.")
    if errors:
        raise Incomplete(errors)
    with changing(case, by=by, now=now, version=version) as change:
        change.do("request_return", note=note, data={"reason": reason})
    return change.case


def approve_return(case: Case, *, by, now, note="", version=None) -> Case:
    """Take a case back: the unit's clocks are void, and a new route is chosen that leaves its post out."""
    with changing(case, by=by, now=now, version=version) as change:
        owner = change.case.owner_id
        change.do(
            "approve_return",
            note=note,
            void=True,
            data={"post": owner},
            owner_id=None,
            lead_department_id=None,
            supporting_departments=[],
            returned_from=[*change.case.returned_from, owner],
            assigned_at=None,
            signed_at=None,
            responded_at=None,
            handle_due_at=None,
            original_due_at=None,
            return_until=None,
        )
    return change.case


def refuse_return(case: Case, *, note: str, by, now, version=None) -> Case:
    """Leave a case where it is, with the reason; a case not signed for counts as signed for from now."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say why it stays with this unit.")})
    with changing(case, by=by, now=now, version=version) as change:
        change.do(
            "refuse_return",
            note=note,
            refused_returns=change.case.refused_returns + 1,
            signed_at=change.case.signed_at or now,
        )
    return change.case
