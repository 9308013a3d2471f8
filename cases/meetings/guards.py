"""What every verb of a meeting asks first, and the rows it locks. Cases are locked before meetings, meetings before
items, so that two verbs never wait for each other."""

from django.utils.translation import gettext

from cases import lifecycle, permissions
from cases.meetings import units
from cases.models import AgendaItem, Case, JointMeeting
from cases.permissions import Outsider
from cases.workflow import Actor

State = AgendaItem.State
OPEN_MEETINGS = (JointMeeting.State.PLANNED, JointMeeting.State.IN_SESSION)


def authority(by, convener: int) -> Outsider:
    """Return the meeting's own authority over a case, exercised under a person's name and the convening post."""
    return Outsider(Actor.SYSTEM, user=by.user, posts=tuple(post for post in by.posts if post.pk == convener))


def ask(grid, by) -> None:
    """Refuse whoever does not run the meetings of a unit."""
    verdict = units.may_manage(grid, by)
    if not verdict:
        raise lifecycle.NotPermitted(verdict.reason)


def ask_in_session(item: AgendaItem, by) -> None:
    """Refuse a decision outside a meeting in session, and whoever does not run it."""
    if item.meeting is None or item.meeting.state != JointMeeting.State.IN_SESSION:
        raise lifecycle.NotPossible(gettext("The meeting is not in session."), item.case)
    ask(item.meeting, by)


def lock_item(item: AgendaItem) -> AgendaItem:
    return (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("case__category", "grid__parent", "meeting__grid")
        .get(pk=item.pk)
    )


def lock_in_session(item: AgendaItem) -> AgendaItem:
    """Return an item locked with its meeting, which stays in session until the commit: it neither ends nor is signed.

    The item is refused where it has gone from that meeting's agenda.
    """
    meeting, locked = lock_meeting(item.meeting), lock_item(item)
    if meeting.state != JointMeeting.State.IN_SESSION or locked.meeting_id != meeting.pk:
        raise lifecycle.NotPossible(gettext("The meeting is not in session."), item.case)
    return locked


def lock_meeting(meeting: JointMeeting) -> JointMeeting:
    rows = JointMeeting.objects.select_for_update(of=("self",))
    return rows.select_related("grid", "convener__grid").get(pk=meeting.pk)


def still_open(item: AgendaItem) -> None:
    """Refuse an item that is no longer to be discussed."""
    if item.state != State.ON_AGENDA:
        raise lifecycle.NotPossible(gettext("This item has been decided already."), item.case)


def can_be_handed_on(case: Case) -> None:
    """Refuse a case that no lead could be given, and name it: who signs reads of many cases at once."""
    if not permissions.may("resolve_at_meeting", case, permissions.SYSTEM):
        words = gettext(
            "Case %(number)s is “%(state)s”: no lead unit can be given it. Let the intake desk accept it first, or put "
            "the item off."
        )
        raise lifecycle.NotPossible(words % {"number": case.number, "state": case.state_label}, case)


def must_be(meeting: JointMeeting, state: str, refusal: str) -> None:
    """Refuse unless a locked meeting is in a state."""
    if meeting.state != state:
        raise lifecycle.NotPossible(refusal)
