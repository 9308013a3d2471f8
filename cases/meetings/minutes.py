"""Minutes (会议纪要): draft them from the data, edit, sign; on signing every decision comes into force at once.

Signing is one transaction: the number, the cases handed to their leads, their supporting units, the dates, the lock.
A worker or server that dies in the middle leaves nothing half done.
"""

from contextlib import ExitStack

from django.db import transaction
from django.utils.translation import gettext

from cases import lifecycle, workflow
from cases.lifecycle.taking import hand_over
from cases.meetings import calling, guards, redrafting, support, typed, wording
from cases.meetings.deciding import Overtaken
from cases.models import (
    AgendaItem,
    Case,
    JointMeeting,
    Minutes,
    Notice,
    Resolution,
    RoutingDecision,
    Serial,
    Supplement,
)

State = AgendaItem.State


def is_signed(meeting: JointMeeting) -> bool:
    return Minutes.objects.filter(meeting=meeting, signed_at__isnull=False).exists()


def draft(meeting: JointMeeting, *, by, now) -> Minutes:
    """Write the minutes of an ended meeting from its data, in Chinese; called again, around what was typed since.

    What was typed about an item that was not reached after all goes into its points raised, for the next meeting.
    """
    words = wording.of(meeting)
    drafted = redrafting.kept_draft(words)
    found, is_new = Minutes.objects.select_for_update().get_or_create(
        meeting=meeting,
        defaults={"year": meeting.year, "edited_at": now, "edited_by": by.user, "drafted": drafted, **words},
    )
    if is_new:
        return found
    stands = {name: getattr(found, name) for name in words}
    joined, left = redrafting.around(stands, found.drafted or _as_drafted(found), words)
    for name, value in joined.items():
        setattr(found, name, value)
    for item in AgendaItem.objects.select_for_update(of=("self",)).select_related("case").filter(pk__in=left):
        text = lifecycle.in_papers(item.case, left[item.pk])
        if text not in item.discussion:
            item.discussion = f"{item.discussion}\n{text}".strip()
            item.save(update_fields=["discussion"])
    found.drafted, found.version = drafted, found.version + 1
    found.edited_at, found.edited_by = now, by.user
    found.save()
    return found


def _as_drafted(minutes: Minutes) -> dict:
    """Return what minutes drafted before drafts were kept began from: known as long as nobody changed them."""
    stands = {name: getattr(minutes, name) for name in (*redrafting.WHOLE, "sections")}
    return redrafting.kept_draft(stands) if minutes.version == 1 else {}


def edit(minutes: Minutes, *, version: int, title, opening, sections, sent_to="", by, now) -> Minutes:
    """Change the text before it is signed. `sections`: the texts in order. Raises Overtaken with the other text.

    Raises Incomplete at the field of a text that is missing or too long: title, opening, sent_to, section_<number>.
    """
    guards.ask(minutes.meeting, by)
    typed.check({"title": title, "opening": opening, "sent_to": sent_to}, sections)
    with transaction.atomic():
        minutes = _lock(minutes)
        _not_signed(minutes)
        if minutes.version != version:
            words = gettext("%(who)s has changed the minutes meanwhile.") % {
                "who": minutes.edited_by or gettext("Somebody")
            }
            raise Overtaken(words, minutes, minutes.version, str(minutes.edited_by or ""))
        if len(sections) != len(minutes.sections):
            raise lifecycle.NotPossible(gettext("The minutes have other sections by now."))
        kept = typed.Kept(minutes.meeting)
        minutes.title, minutes.opening = kept.words(title, Minutes.title), kept.words(opening)
        minutes.sent_to = sent_to.strip()
        minutes.sections = [kept.section(*both) for both in zip(minutes.sections, sections, strict=True)]
        minutes.version += 1
        minutes.edited_at, minutes.edited_by = now, by.user
        minutes.save()
    return minutes


def sign_off(minutes: Minutes, *, version: int | None = None, by, now) -> Minutes:
    """Sign the minutes as the convener (签发): they get their number and are locked, every decision is handed on.

    All or nothing. Raises NotPermitted for anybody but the convener, NotPossible when the text or a case has moved.
    """
    meeting = minutes.meeting
    if meeting.convener_id not in by.post_ids:
        raise lifecycle.NotPermitted(gettext("Only the convener signs the minutes."))
    authority = guards.authority(by, meeting.convener_id)
    with transaction.atomic(), ExitStack() as stack:
        cases = _cases(_decided(meeting))
        # each case is written when the stack unwinds, still inside the transaction
        changes = {
            pk: stack.enter_context(lifecycle.changing(cases[pk], by=authority, now=now)) for pk in sorted(cases)
        }
        meeting = guards.lock_meeting(meeting)
        guards.must_be(meeting, JointMeeting.State.ENDED, gettext("The meeting has not ended yet."))
        minutes = _lock(minutes)
        _not_signed(minutes)
        decided = _decided(meeting)  # anew: what was read before the locks may have been decided otherwise
        if not _cases(decided).keys() <= changes.keys():
            raise lifecycle.NotPossible(gettext("The meeting has decided more meanwhile; read the minutes again."))
        if version is not None and version != minutes.version:
            raise lifecycle.NotPossible(gettext("The minutes were changed after you opened them; read them again."))
        minutes.sequence = Serial.objects.take(
            f"minutes:{meeting.grid.code if meeting.grid else 'city'}:{minutes.year}"
        )
        minutes.number = wording.number(meeting, minutes.year, minutes.sequence)
        for item in decided:
            _bring_into_force(item, changes, minutes, by, now)
        minutes.signed_at, minutes.signed_by, minutes.signed_post_id = now, by.user, meeting.convener_id
        minutes.save()
        calling.tell(meeting, Notice.About.SIGNED, now)
    return minutes


def supplement(minutes: Minutes, *, text, by, now) -> Supplement:
    """Correct signed minutes by a text of its own (补充说明); only the convener signs that too.

    Raises Incomplete for the words of the last one: a form that is sent twice adds one supplement.
    """
    if not text.strip():
        raise lifecycle.Incomplete({"text": gettext("Write down the correction.")})
    if minutes.signed_at is None:
        raise lifecycle.NotPossible(gettext("The minutes are not signed yet; change them directly."))
    if minutes.meeting.convener_id not in by.post_ids:
        raise lifecycle.NotPermitted(gettext("Only the convener signs the minutes."))
    with transaction.atomic():
        minutes = _lock(minutes)
        text = typed.Kept(minutes.meeting).words(text)
        last = minutes.supplements.order_by("-pk").first()
        if last is not None and last.text == text:
            raise lifecycle.Incomplete({"text": gettext("The last supplement says just this.")})
        return Supplement.objects.create(minutes=minutes, text=text, at=now, by=by.user)


def _decided(meeting: JointMeeting) -> list[AgendaItem]:
    rows = meeting.items.filter(state=State.DECIDED).select_related("case", "grid")
    return list(rows.prefetch_related("resolutions__milestones", "merged__case"))


def _cases(decided: list[AgendaItem]) -> dict[int, Case]:
    """Return the cases of decided items and of those heard with them, by key."""
    heard = [each for item in decided for each in item.merged.all() if each.state == State.MERGED]
    return {item.case_id: item.case for item in (*decided, *heard)}


def _bring_into_force(item: AgendaItem, changes, minutes: Minutes, by, now) -> None:
    """Hand the case of an item, and of those heard with it, to the lead of its first decision."""
    resolutions = sorted(item.resolutions.all(), key=lambda each: each.pk)
    main, until = resolutions[0], max(each.due_at for each in resolutions)
    merged = [each for each in item.merged.all() if each.state == State.MERGED]
    for each in [item, *merged]:
        change = changes[each.case_id]
        if change.case.state in workflow.FINISHED:
            continue  # solved or voided since the meeting: there is nothing left to hand over
        guards.can_be_handed_on(change.case)
        _hand_over(change, main, until, item, minutes)
        support.ask(change, resolutions, minutes)
        reasons = [{"code": "meeting", "post": main.lead_post_id, "meeting": item.meeting_id}]
        RoutingDecision.objects.create(case=change.case, at=now, post=main.lead_post, by=by.user, reasons=reasons)
    for each in merged:
        each.state, each.meeting_id, each.settled_at = State.DECIDED, item.meeting_id, now
        each.save()
    Resolution.objects.filter(pk__in=[each.pk for each in resolutions]).update(in_force_at=now)


def _hand_over(change, main: Resolution, until, item: AgendaItem, minutes: Minutes) -> None:
    hand_over(
        change,
        "resolve_at_meeting",
        post_id=main.lead_post_id,
        department_id=main.lead_department_id,
        supporting=main.supporting,
        note=main.text,
        in_meeting=False,
        resolution_due_at=until,
        escalation_rung=0,
        fed_back_at=None,
        verified_at=None,
        result="",
        data={
            "resolution": main.pk,
            "until": until.isoformat(),
            "meeting": item.meeting_id,
            "minutes": minutes.number,
        },
    )
    change.events[-1].is_public = True


def _lock(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__grid", "edited_by")
    return rows.get(pk=minutes.pk)


def _not_signed(minutes: Minutes) -> None:
    if minutes.signed_at is not None:
        raise lifecycle.NotPossible(gettext("The minutes are signed; corrections are made by a supplement."))
