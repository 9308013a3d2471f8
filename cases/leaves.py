"""Name a deputy for a post while its holder is away, and end the leave early. Leaves are written by grids.roster."""

from datetime import timedelta

from django.utils.translation import gettext

from cases import lifecycle
from grids import colleagues, permissions, roster
from grids.models import Leave, Posting, User

LONGEST = timedelta(days=366)


def begin(posting: Posting, deputy: User, *, from_at, to_at, by, now) -> Leave:
    """Let a colleague stand in for the holder of a post from one moment until another.

    Raises NotPermitted with the reason, Incomplete for a faulty period or a stranger to the unit, NotPossible where
    somebody stands in already or the post has changed hands.
    """
    for verdict in (
        permissions.may_staff(posting.post, posting.person, by),
        permissions.may_receive(deputy, posting.person, by),
    ):
        if not verdict:
            raise lifecycle.NotPermitted(verdict.reason)
    if from_at < now:
        raise lifecycle.Incomplete({"first_day": gettext("Choose today or a day to come.")})
    if to_at <= from_at or to_at - from_at > LONGEST:
        raise lifecycle.Incomplete({"last_day": gettext("The last day is not before the first, within a year.")})
    if not colleagues.are(deputy, posting.post, now):
        raise lifecycle.Incomplete({"deputy": gettext("A deputy is of the same unit or department.")})
    try:
        return roster.leave(posting, deputy, from_at, to_at, by=by.user)
    except roster.AlreadyDeputised as error:
        raise lifecycle.NotPossible(gettext("Somebody stands in during these days already.")) from error
    except roster.NotHeld as error:
        raise lifecycle.NotPossible(gettext("The holder does not hold the post on all of these days.")) from error
    except roster.NotInUse as error:
        raise lifecycle.NotPossible(gettext("The account or the post is closed.")) from error


def end(leave: Leave, *, by, now) -> None:
    """End a leave now; one still to come is taken back. Raises NotPermitted, or NotPossible for one that is over."""
    verdict = permissions.may_staff(leave.post, leave.person, by)
    if not verdict:
        raise lifecycle.NotPermitted(verdict.reason)
    try:
        roster.end_leave(leave, now, by=by.user)
    except roster.NotHeld as error:
        raise lifecycle.NotPossible(gettext("This leave is over already.")) from error
