"""Hold a meeting: sign in (签到), the quorum, open, take up one item after the other, end."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from cases import deadlines, lifecycle
from cases.due_words import moment
from cases.meetings import benches, calling, guards, minutes, proposing
from cases.models import AgendaItem, Invitation, JointMeeting, Notice

Attendance, Part = Invitation.Attendance, Invitation.Part


@dataclass(frozen=True)
class Quorum:
    """Who was asked, who is there, and which of those that must be there are not (convener and all lead units)."""

    asked: int
    there: int
    missing: tuple[str, ...]

    def __bool__(self):
        return not self.missing


def quorum(meeting: JointMeeting, invitations=None) -> Quorum:
    """Return whether a meeting can decide. Two queries at most, one more without the invitations.

    A unit asked as a lead is needed as long as it leads something that is still to be heard there.
    """
    found = list(invitations if invitations is not None else _invitations(meeting))
    absent = [each for each in found if each.part in Invitation.NEEDED and not each.is_there]
    leading = _leading(meeting) if any(each.part == Part.LEAD for each in absent) else set()
    missing = [
        gettext("the convener") if each.part == Part.CONVENER else each.unit_label
        for each in absent
        if each.part == Part.CONVENER or each.department_id is None or each.department_id in leading
    ]
    if not any(each.part == Part.CONVENER for each in found):
        missing.insert(0, gettext("the convener"))
    return Quorum(len(found), sum(each.is_there for each in found), tuple(missing))


def sign_in(invitation: Invitation, *, attendance, person="", by, now) -> Invitation:
    """Write down whether a unit is there, in person, by a substitute, or not at all; it may come later."""
    guards.ask(invitation.meeting, by)
    if attendance not in (*Invitation.THERE, Attendance.ABSENT, Attendance.NONE):
        raise lifecycle.Incomplete({"attendance": gettext("Choose how the unit is there.")})
    with transaction.atomic():
        meeting = guards.lock_meeting(invitation.meeting)
        if meeting.state not in guards.OPEN_MEETINGS:
            raise lifecycle.NotPossible(gettext("This meeting is over."))
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("post__grid", "department")
        invitation = rows.get(pk=invitation.pk)
        name = person.strip() or (invitation.substitute if attendance == Attendance.SUBSTITUTE else "")
        if attendance == Attendance.SUBSTITUTE and not (name and invitation.authority):
            raise lifecycle.Incomplete(
                {"person": gettext("A substitute needs a name and an authority; take the unit's answer first.")}
            )
        if attendance == Attendance.PRESENT and not name:
            holder = benches.holder(invitation.post_id, now)
            if holder is None:
                raise lifecycle.Incomplete({"person": gettext("Nobody holds this post now.")})
            name = holder.name
        is_there = attendance in Invitation.THERE
        invitation.attendance, invitation.person = attendance, name if is_there else ""
        invitation.signed_in_at = now if is_there else None
        invitation.save()
    return invitation


def open(meeting: JointMeeting, *, by, now) -> JointMeeting:
    """Open a planned meeting. Raises Incomplete without notice or without the convener and every lead unit."""
    guards.ask(meeting, by)
    with transaction.atomic():
        meeting = guards.lock_meeting(meeting)
        guards.must_be(meeting, JointMeeting.State.PLANNED, gettext("This meeting has been opened already."))
        if meeting.noticed_at is None:
            raise lifecycle.Incomplete({"notice": gettext("No notice was given yet; the units do not know of it.")})
        if _day(now) < _day(meeting.held_at):
            words = gettext("It is called for %(at)s. To hold it earlier, move it: everybody asked is told then.")
            raise lifecycle.Incomplete({"held_at": words % {"at": moment(meeting.held_at, now)}})
        met = quorum(meeting)
        if not met:
            words = gettext("No quorum, missing: %(units)s.") % {"units": "、".join(met.missing)}
            raise lifecycle.Incomplete({"quorum": words})
        meeting.state, meeting.opened_at, meeting.secretary = JointMeeting.State.IN_SESSION, now, by.user
        meeting.save()
    return meeting


def take_up(item: AgendaItem, *, by, now) -> AgendaItem:
    """Begin with an item: its timer starts. Taking it up again changes nothing."""
    guards.ask_in_session(item, by)
    if item.taken_up_at is None and item.state == AgendaItem.State.ON_AGENDA:
        AgendaItem.objects.filter(pk=item.pk, taken_up_at=None).update(taken_up_at=now)
        item.taken_up_at = now
    return item


def end(meeting: JointMeeting, *, by, now) -> JointMeeting:
    """End a meeting in session: what was not decided goes back to the pool, who did not come was absent, and the
    minutes are drafted."""
    guards.ask(meeting, by)
    with transaction.atomic():
        meeting = guards.lock_meeting(meeting)
        guards.must_be(meeting, JointMeeting.State.IN_SESSION, gettext("This meeting is not in session."))
        for item in meeting.items.select_for_update().filter(state=AgendaItem.State.ON_AGENDA):
            proposing.back_to_pool(item)
        meeting.invitations.filter(attendance=Attendance.NONE).update(attendance=Attendance.ABSENT)
        meeting.state, meeting.ended_at = JointMeeting.State.ENDED, now
        meeting.save()
        drafted = minutes.draft(meeting, by=by, now=now)
        if meeting.convener_id:
            # a turn of its own each time: after going back into the meeting there is a new text to sign
            calling.tell(meeting, Notice.About.TO_SIGN, now, [meeting.convener_id], turn=drafted.version)
    return meeting


def resume(meeting: JointMeeting, *, by, now) -> JointMeeting:
    """Go back into a meeting whose minutes are not signed, to mend a decision. Ending it drafts anew what nobody
    typed."""
    guards.ask(meeting, by)
    with transaction.atomic():
        meeting = guards.lock_meeting(meeting)
        guards.must_be(meeting, JointMeeting.State.ENDED, gettext("Only a meeting that has ended can be resumed."))
        if minutes.is_signed(meeting):
            raise lifecycle.NotPossible(gettext("The minutes are signed; corrections are made by a supplement."))
        meeting.state, meeting.ended_at = JointMeeting.State.IN_SESSION, None
        meeting.save()
    return meeting


def _day(at):
    return at.astimezone(deadlines.CITY_TZ).date()


def _invitations(meeting: JointMeeting):
    return meeting.invitations.select_related("post__grid", "department")


def _leading(meeting: JointMeeting) -> set[int]:
    """Return the departments that lead a case still on the agenda. One query."""
    items = meeting.items.filter(state=AgendaItem.State.ON_AGENDA)
    return set(items.values_list("case__lead_department_id", flat=True))
