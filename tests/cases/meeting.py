"""Bring a joint meeting through its steps by its public verbs: notice, sign-in, open; end and sign."""

from datetime import timedelta

from cases import lifecycle, meetings
from cases.models import AgendaItem, Invitation, JointMeeting, Minutes
from grids import scope

HOURS = timedelta(hours=1)


def holder(post, now):
    """Return the scope of whoever holds a post."""
    return scope.of(post.postings.get().person, now)


def hold(meeting, *, by, at=None):
    """Give notice, sign everybody in, open the meeting; return it."""
    at = at or meeting.held_at
    meetings.give_notice(meeting, is_urgent=True, by=by, now=meeting.held_at - 2 * HOURS)
    for invitation in meeting.invitations.all():
        meetings.sign_in(invitation, attendance=Invitation.Attendance.PRESENT, by=by, now=at)
    return meetings.open(meeting, by=by, now=at)


def call_and_hold(grid, items, *, by, at, now):
    """Call a meeting with some items on its agenda and open it; return (meeting, fresh items)."""
    meeting = meetings.call(grid, held_at=at, place="三楼会议室", by=by, now=now)
    for item in items:
        meetings.put_on_agenda(item, meeting, by=by, now=now)
    meeting = hold(meeting, by=by, at=at)
    return meeting, [fresh(item) for item in items]


def fresh(item) -> AgendaItem:
    rows = AgendaItem.objects.select_related("case__category", "grid__parent", "meeting__grid")
    return rows.get(pk=item.pk)


def sign(meeting, *, by, at) -> Minutes:
    """End a meeting and let its convener sign the minutes."""
    meeting = JointMeeting.objects.select_related("grid", "convener").get(pk=meeting.pk)
    if meeting.state == "in_session":
        meetings.end(meeting, by=by, now=at)
    minutes = Minutes.objects.select_related("meeting__grid", "meeting__convener").get(meeting=meeting)
    return meetings.sign_off(minutes, by=holder(minutes.meeting.convener, at), now=at)


def support(case, *, at) -> None:
    """Let every supporting unit do its part of a case and report it."""
    for order in case.orders.open().select_related("post"):
        by = holder(order.post, at)
        lifecycle.sign_order(case, order=order, by=by, now=at)
        lifecycle.report_order(case, order=order, note="本单位事项已办妥。", by=by, now=at)
