"""Who reported: masked everywhere, shown in full to somebody who says what for. Each look stays on record."""

from django.utils.translation import gettext

from cases import permissions
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete, NotPermitted, NotPossible
from cases.models import Case
from residents.models import Resident

SHORTEST_REASON = 2


def reveal(case: Case, *, reason: str, by, now) -> Resident:
    """Write down that somebody looks up who reported and why, and return the reporter.

    Raises Incomplete without a reason, NotPossible for a report without a name, NotPermitted for who may not call.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Incomplete({"reason": gettext("Please say in a few words what you need the number for.")})
    with changing(case, by=by, now=now) as change:
        verdict = permissions.may_reveal(change.case, by)
        if not verdict:
            nobody = change.case.reporter_id is None
            raise NotPossible(verdict.reason, change.case) if nobody else NotPermitted(verdict.reason)
        change.record("case.contact_revealed", post=permissions.revealing_post(change.case, by), note=reason)
    return change.case.reporter
