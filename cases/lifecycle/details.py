"""Ask the reporter for what is missing (退回补充), once: the clock stands still for at most two working days."""

from django.utils.translation import gettext

from cases import deadlines, office
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete
from cases.models import Case

LONGEST_WAIT = deadlines.Limit(2, "D")
LONGEST_ANSWER = 2000


def ask_for_details(case: Case, *, note: str, by, now, version=None) -> Case:
    """Ask for details; the reporter reads the question on the tracking page."""
    if not note.strip():
        raise Incomplete({"note": gettext("Say what is missing.")})
    with changing(case, by=by, now=now, version=version) as change:
        back_at = deadlines.due(now, LONGEST_WAIT, office.calendar(change.case.district_id))
        change.do("ask_for_details", note=note, is_public=True, details_asked_at=now, comes_back_at=back_at)
    return change.case


def supply_details(case: Case, *, note: str, by, now, version=None) -> Case:
    """Take the reporter's answer, or go on without one when the two days are over: the clock goes on."""
    if by.user is None and not note.strip() and case.comes_back_at and now < case.comes_back_at:
        raise Incomplete({"note": gettext("Please write your answer.")})
    if len(note) > LONGEST_ANSWER:
        raise Incomplete({"note": gettext("At most %(count)s characters, please.") % {"count": LONGEST_ANSWER}})
    with changing(case, by=by, now=now, version=version) as change:
        change.do("supply_details", note=note, is_public=True, comes_back_at=None)
    return change.case
