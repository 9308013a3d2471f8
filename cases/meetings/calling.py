"""Call a meeting, ask the units to come, give notice, take their answers; move it or call it off (会议通知)."""

from contextlib import ExitStack
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext

from cases import deadlines, lifecycle, notices, office
from cases.due_words import moment
from cases.meetings import benches, guards, units
from cases.models import AgendaItem, Invitation, JointMeeting, Notice, Serial
from cases.responsibility import rules

Part, Reply = Invitation.Part, Invitation.Reply
URGENT = timedelta(hours=2)


def call(grid, *, held_at, place="", is_special=False, by, now) -> JointMeeting:
    """Call a unit's meeting; grid None is the city's. Raises Incomplete for a time already past."""
    guards.ask(grid, by)
    _check_time(grid, held_at, now)
    year = held_at.astimezone(deadlines.CITY_TZ).year
    convener = units.convener_of(grid)
    with transaction.atomic():
        meeting = JointMeeting.objects.create(
            grid=grid,
            year=year,
            sequence=Serial.objects.take(f"meeting:{grid.code if grid else 'city'}:{year}"),
            held_at=held_at,
            place=place.strip(),
            is_special=is_special,
            convener=convener,
            called_by=by.user,
        )
        if convener:
            Invitation.objects.create(meeting=meeting, post=convener, part=Part.CONVENER)
    return meeting


def invite_units_of(item: AgendaItem, meeting: JointMeeting, now) -> None:
    """Ask the units an item concerns: who leads the case now, those suggested, those the responsibility list names.

    A unit without a held post on the case's path cannot be asked; nobody else is kept from coming for that. Once the
    notice went out, who is asked later is told at once.
    """
    case, seats, asked = item.case, benches.of(item.case, now), []
    listed = [pk for rule in rules(case.category_id)[:1] for pk in rule.supporting]
    for department in dict.fromkeys([case.lead_department_id, *item.suggested, *listed]):
        seat = benches.speaking_for(department, case, seats)
        if seat is None:
            continue
        part = Part.LEAD if department == case.lead_department_id else Part.SUPPORTING
        asked.append(_ask_to_come(meeting, seat.post, seat.department, part).post_id)
    if meeting.noticed_at:
        tell(meeting, Notice.About.CALLED, now, asked)


def invite(meeting: JointMeeting, post, *, part, department=None, by, now) -> Invitation:
    """Ask a post to come, or change what part it has. Raises Incomplete for a post that nobody holds."""
    guards.ask(meeting, by)
    if benches.holder(post.pk, now) is None:
        raise lifecycle.Incomplete({"post": gettext("Nobody holds this post now.")})
    with transaction.atomic():
        meeting = guards.lock_meeting(meeting)
        if meeting.state not in guards.OPEN_MEETINGS:
            raise lifecycle.NotPossible(gettext("This meeting is over."))
        invitation = _ask_to_come(meeting, post, department or post.department, part)
        if invitation.part != part and invitation.part != Part.CONVENER:
            invitation.part = part
            invitation.save(update_fields=["part"])
        if meeting.noticed_at:
            tell(meeting, Notice.About.CALLED, now, [post.pk])
    return invitation


def name_convener(meeting: JointMeeting, post, *, by, now) -> JointMeeting:
    """Let a post convene a meeting to come and sign its minutes; the one before it is asked as an observer.

    Raises Incomplete for a post that nobody holds.
    """
    guards.ask(meeting, by)
    if benches.holder(post.pk, now) is None:
        raise lifecycle.Incomplete({"post": gettext("Nobody holds this post now.")})
    with transaction.atomic():
        meeting = guards.lock_meeting(meeting)
        guards.must_be(meeting, JointMeeting.State.PLANNED, gettext("This meeting has been opened already."))
        meeting.invitations.filter(part=Part.CONVENER).exclude(post=post).update(part=Part.OBSERVER)
        Invitation.objects.update_or_create(meeting=meeting, post=post, defaults={"part": Part.CONVENER})
        meeting.convener = post
        meeting.save(update_fields=["convener"])
        if meeting.noticed_at:
            tell(meeting, Notice.About.CALLED, now, [post.pk])
    return meeting


def give_notice(meeting: JointMeeting, *, is_urgent=False, by, now) -> JointMeeting:
    """Send time, place and agenda to everybody asked (会议通知), one working day before, two hours where it is urgent.

    Raises Incomplete when it is too late for that, or nobody convenes.
    """
    guards.ask(meeting, by)
    with transaction.atomic():
        meeting = guards.lock_meeting(meeting)
        guards.must_be(meeting, JointMeeting.State.PLANNED, gettext("This meeting has been opened already."))
        _check_notice(meeting, is_urgent, now)
        if not meeting.invitations.filter(part=Part.CONVENER).exists():
            raise lifecycle.Incomplete({"convener": gettext("No convener: nobody holds that post. Add one first.")})
        meeting.noticed_at, meeting.is_urgent = now, is_urgent
        meeting.notice_round += 1
        meeting.save()
        tell(meeting, Notice.About.CALLED, now)
    return meeting


def earliest(meeting: JointMeeting, is_urgent: bool, now):
    """Return the earliest moment a meeting may be held after a notice given now."""
    if is_urgent:
        return now + URGENT
    calendar = _calendar(meeting.grid)
    hours = max(1, round(calendar.day_length / timedelta(hours=1)))
    return deadlines.due(now, deadlines.Limit(hours, "H"), calendar)


def reply(invitation: Invitation, *, answer, substitute="", authority="", by, now) -> Invitation:
    """Answer for a post (回执): it comes, or sends somebody who may decide for it."""
    if invitation.post_id not in by.post_ids and not units.may_manage(invitation.meeting, by):
        raise lifecycle.NotPermitted(gettext("Only who holds the post asked may answer for it."))
    errors = {}
    if answer not in (Reply.ATTEND, Reply.SUBSTITUTE):
        errors["answer"] = gettext("Choose whether the unit comes or sends somebody.")
    if answer == Reply.SUBSTITUTE and not substitute.strip():
        errors["substitute"] = gettext("Write down who comes instead.")
    if answer == Reply.SUBSTITUTE and not authority.strip():
        errors["authority"] = gettext(
            "Say what the substitute may decide: without authority the unit counts as absent."
        )
    if errors:
        raise lifecycle.Incomplete(errors)
    with transaction.atomic():
        meeting = guards.lock_meeting(invitation.meeting)
        guards.must_be(meeting, JointMeeting.State.PLANNED, gettext("This meeting has been opened already."))
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        is_substitute = answer == Reply.SUBSTITUTE
        invitation.reply, invitation.replied_at, invitation.replied_by = answer, now, by.user
        invitation.substitute = substitute.strip() if is_substitute else ""
        invitation.authority = authority.strip() if is_substitute else ""
        invitation.save()
    return invitation


def move(meeting: JointMeeting, *, held_at, place="", is_urgent=False, by, now) -> JointMeeting:
    """Hold a meeting at another time: everybody is told, answers and signs in again; the agenda stays."""
    guards.ask(meeting, by)
    _check_time(meeting.grid, held_at, now)
    with transaction.atomic():
        meeting = guards.lock_meeting(meeting)
        guards.must_be(meeting, JointMeeting.State.PLANNED, gettext("This meeting has been opened already."))
        was_noticed = meeting.noticed_at is not None
        meeting.held_at, meeting.place = held_at, place.strip() or meeting.place
        if was_noticed:
            _check_notice(meeting, is_urgent, now)
            meeting.noticed_at, meeting.is_urgent = now, is_urgent
            meeting.notice_round += 1
        meeting.save()
        meeting.invitations.update(
            reply="", substitute="", authority="", replied_at=None, replied_by=None,
            attendance="", person="", signed_in_at=None,
        )  # fmt: skip
        if was_noticed:
            tell(meeting, Notice.About.MOVED, now)
    return meeting


def cancel(meeting: JointMeeting, *, note, by, now) -> JointMeeting:
    """Call a meeting off: everybody asked is told, its items wait in the pool again and their cases say why."""
    guards.ask(meeting, by)
    if not note.strip():
        raise lifecycle.Incomplete({"note": gettext("Say why the meeting is cancelled.")})
    with transaction.atomic(), ExitStack() as stack:
        on_agenda = meeting.items.filter(state=AgendaItem.State.ON_AGENDA)
        cases = {item.case_id: item.case for item in on_agenda.select_related("case")}
        # each case is written when the stack unwinds, still inside the transaction
        changes = {pk: stack.enter_context(lifecycle.changing(cases[pk], by=by, now=now)) for pk in sorted(cases)}
        meeting = guards.lock_meeting(meeting)
        guards.must_be(
            meeting, JointMeeting.State.PLANNED, gettext("Only a meeting that is not open yet is cancelled.")
        )
        meeting.state, meeting.cancel_reason = JointMeeting.State.CANCELLED, note.strip()[:200]
        meeting.save()
        for item in on_agenda.select_for_update():
            if item.case_id in changes:
                data = {"item": item.pk, "meeting": meeting.pk}
                changes[item.case_id].record("case.taken_off_agenda", note=meeting.cancel_reason, data=data)
        on_agenda.update(state=AgendaItem.State.PROPOSED, meeting=None, position=0)
        if meeting.noticed_at:
            tell(meeting, Notice.About.CANCELLED, now)
    return meeting


def tell(meeting: JointMeeting, about: str, now, posts=None, turn=None) -> int:
    """Leave a notice about a meeting on everybody asked to it, or on some posts."""
    if posts is None:
        posts = list(meeting.invitations.values_list("post", flat=True))
    return notices.tell_of_meeting(posts, meeting, about, now, turn)


def _ask_to_come(meeting: JointMeeting, post, department, part: str) -> Invitation:
    """Return the invitation of a post, the strongest part winning: a lead stays a lead."""
    invitation, is_new = Invitation.objects.get_or_create(
        meeting=meeting, post=post, defaults={"department": department, "part": part}
    )
    if not is_new and part == Part.LEAD and invitation.part in (Part.SUPPORTING, Part.OBSERVER):
        invitation.part = part
        invitation.save(update_fields=["part"])
    return invitation


def _check_time(grid, held_at, now) -> None:
    if held_at is None or held_at <= now:
        raise lifecycle.Incomplete({"held_at": gettext("Choose a time that is still to come.")})


def _check_notice(meeting: JointMeeting, is_urgent: bool, now) -> None:
    first = earliest(meeting, is_urgent, now)
    if meeting.held_at < first:
        words = (
            gettext("Even an urgent meeting is told two hours before: not before %(first)s.")
            if is_urgent
            else gettext("Notice is given a working day before: not before %(first)s. Move it, or call it urgent.")
        )
        raise lifecycle.Incomplete({"held_at": words % {"first": moment(first, now)}})


def _calendar(grid):
    district = grid
    while district is not None and not district.is_district:
        district = district.parent
    return office.calendar(district.pk if district else None)
