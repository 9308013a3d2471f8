"""The papers of a meeting as files: its notice and its minutes for Word and PDF, its invitation for a calendar."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.meetings import wording
from cases.meetings_room import room
from cases.meetings_room.paper import Section
from cases.models import AgendaItem, Invitation, JointMeeting, Minutes
from cases.papers import call as calls, invitation as invitations, minutes as papers
from zhengzhou_grid.lib import printed

NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
LENGTH = timedelta(hours=2)


def of_minutes(page: dict) -> papers.MinutesPaper:
    """Return the minutes as the page shows them (paper.page), ready to print: the kept text, word for word."""
    minutes, meeting = page["minutes"], page["meeting"]
    convener = next((each for each in page["present"] if each.part == Invitation.Part.CONVENER), None)
    return papers.MinutesPaper(
        number=minutes.number,
        title=minutes.title,
        meeting=page["head"].removesuffix("纪要"),
        office=page["issuer"],
        held_at=meeting.opened_at or meeting.held_at,
        place=meeting.place,
        chair=convener.person if convener else "",
        present=tuple(_guest(each) for each in page["present"] if each is not convener),
        attending=tuple(_guest(each) for each in page["observers"]),
        absent=tuple(each.unit_label for each in page["absent"]),
        recorder=meeting.secretary.name if meeting.secretary else "",
        opening=minutes.opening,
        items=tuple(_item(section) for section in page["sections"]),
        signed_by=minutes.signed_by.name if minutes.signed_by else "",
        signed_at=minutes.signed_at,
        supplements=tuple(
            papers.Supplement(at=each.at, text=each.text, signed_by=each.by.name if each.by else "")
            for each in page["supplements"]
        ),
        copies_to=(minutes.sent_to,) if minutes.sent_to else (),
    )


def minutes_links(minutes: Minutes) -> list[dict[str, str]]:
    """Return the files of some minutes with their addresses."""
    labels = {"pdf": _("Minutes as PDF"), "docx": _("Minutes for Word")}
    return [
        {"label": label, "url": reverse("meeting-minutes-file", args=[minutes.meeting_id, kind])}
        for kind, label in labels.items()
    ]


def of_call(page: dict) -> calls.CallPaper:
    """Return the notice of a meeting as its page shows it (preparing.page), ready to print, in Chinese."""
    meeting = page["meeting"]
    unit = meeting.grid.name if meeting.grid else "郑州市"
    with translation.override("zh-hans"):
        guests = tuple(
            calls.Guest(
                row.invitation.unit_label, str(row.invitation.get_part_display()), row.invitation.post.title, row.holder
            )
            for row in page["guests"]
        )
    return calls.CallPaper(
        meeting=f"{unit}{'专题' if meeting.is_special else ''}联席会议",
        number=f"{meeting.year}年第{meeting.sequence}次会议",
        office=wording.issuer(meeting.grid),
        held_at=meeting.held_at,
        place=meeting.place,
        items=tuple(_matter(item) for item in room.announced(meeting)),
        guests=guests,
        made_at=page["now"],
        sent_at=meeting.noticed_at,
        is_urgent=meeting.is_urgent,
    )


def _matter(item: AgendaItem) -> str:
    """Return what an item is in a paper that goes to everybody asked: place, kind and number, no words of residents."""
    words = wording.subject(item.case) if item.case.category else "居民反映事项"
    return f"{words}（{item.case.number}）"


def of_meeting(request, meeting: JointMeeting, now) -> invitations.Invitation:
    """Return a meeting as an entry for somebody's own calendar; a later download replaces an earlier one."""
    return invitations.Invitation(
        uid=f"meeting-{meeting.pk}@zhengzhou-grid",
        sequence=int(now.timestamp() // 60),
        title=meeting.title,
        starts_at=meeting.held_at,
        length=LENGTH,
        sent_at=now,
        place=meeting.place,
        address=printed.address(request, reverse("meeting", args=[meeting.pk])),
    )


def _item(section: Section) -> papers.Item:
    item = section.item
    return papers.Item(
        case_number=item.case.number if item else "",
        title=NUMBERED.sub("", section.heading),
        text=section.kept,
        outcome=tuple(_decision(each, item) for each in section.decisions) or None,
    )


def _decision(each, item: AgendaItem) -> papers.Decision:
    made = each.resolution
    originally = item.case.original_due_at
    return papers.Decision(
        text=made.text,
        lead=made.lead_department.name_zh,
        due=timezone.localdate(made.due_at),
        person=made.person.name if made.person else "",
        supporting=tuple(part for part in each.supporting.split("、") if part),
        milestones=tuple(papers.Milestone(due=step.due_date, text=step.text) for step in made.milestones.all()),
        acceptance=made.acceptance,
        originally_due=timezone.localdate(originally) if originally else None,
    )


def _guest(each: Invitation) -> str:
    deputy = "，受委托" if each.attendance == Invitation.Attendance.SUBSTITUTE else ""
    return f"{each.person}（{each.unit_label}{deputy}）"
