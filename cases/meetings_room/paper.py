"""The minutes as the page shows them: sections with decisions, who was there, typed and kept text side by side."""

from dataclasses import dataclass

from cases import meetings
from cases.meetings import redrafting, wording
from cases.meetings_room import room, steps
from cases.models import AgendaItem, Invitation, Minutes
from grids.models import Department

Part = Invitation.Part


@dataclass(frozen=True)
class Section:
    """One section: heading, the text as typed, the text kept, its item with its decisions, why it was refused."""

    number: int
    heading: str
    text: str
    kept: str
    item: AgendaItem | None
    decisions: list
    error: str = ""

    @property
    def key(self) -> str:
        return str(self.item.pk) if self.item else redrafting.REVIEW

    @property
    def differs(self) -> bool:
        return self.text.strip() != self.kept.strip()


@dataclass(frozen=True)
class Decision:
    """One decision as the paper prints it."""

    resolution: object
    supporting: str


def typed(data, minutes: Minutes) -> dict:
    """Return what was typed, as the verb takes it; a section that the page did not have yet stays as it is."""
    sent = _sent(data, minutes)
    sections = [sent.get(redrafting.key(section), section["text"]) for section in minutes.sections]
    return {**{name: _lines(data.get(name, "")) for name in redrafting.WHOLE}, "sections": sections}


def left_over(data, minutes: Minutes) -> list[str]:
    """Return what was typed about items that are in the minutes no more: they were drafted anew meanwhile."""
    keys = {redrafting.key(section) for section in minutes.sections}
    return [text for key, text in _sent(data, minutes).items() if key not in keys and text.strip()]


def _sent(data, minutes: Minutes) -> dict[str, str]:
    """Return the texts of the sections that were sent by what they are about."""
    own = {str(number): redrafting.key(section) for number, section in enumerate(minutes.sections, 1)}
    numbers = [name.removeprefix("section_") for name in data if name.startswith("section_")]
    return {data.get(f"key_{each}") or own.get(each, each): _lines(data[f"section_{each}"]) for each in numbers}


def _lines(text: str) -> str:
    """Return a text with the line ends of a draft: browsers send two characters for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def may_read(minutes: Minutes, scope) -> bool:
    """Say whether somebody outside the office reads the minutes: who was asked to come, who answers for the unit."""
    meeting = minutes.meeting
    governs = meeting.grid is not None and scope.governs(meeting.grid)
    return governs or meeting.invitations.filter(post__in=scope.post_ids).exists()


def page(
    minutes: Minutes, scope, now, *, typed=None, left=(), refusal="", errors=None, is_overtaken=False,
    supplement_form=None,
):  # fmt: skip
    """Return what the page shows. About ten queries."""
    meeting = minutes.meeting
    asked = list(meeting.invitations.select_related("post__grid", "post__department", "department"))
    is_convener = meeting.convener_id in scope.post_ids
    may_edit = bool(meetings.may_manage(meeting, scope)) and minutes.signed_at is None
    return {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "meeting": meeting,
        "minutes": minutes,
        "title": typed["title"] if typed else minutes.title,
        "opening": typed["opening"] if typed else minutes.opening,
        "sent_to": typed["sent_to"] if typed else minutes.sent_to,
        "sections": sections(minutes, typed, errors),
        "head": f"{meeting.grid.name if meeting.grid else '郑州市'}{'专题' if meeting.is_special else ''}联席会议纪要",
        "issuer": wording.issuer(meeting.grid),
        "code": wording.code(meeting.grid),
        "present": [each for each in asked if each.is_there and each.part != Part.OBSERVER],
        "observers": [each for each in asked if each.is_there and each.part == Part.OBSERVER],
        "absent": [each for each in asked if not each.is_there],
        "may_edit": may_edit,
        "may_sign": is_convener and minutes.signed_at is None and meeting.state == meeting.State.ENDED,
        "may_supplement": is_convener and minutes.signed_at is not None,
        "supplements": list(minutes.supplements.select_related("by")),
        "supplement_form": supplement_form or steps.SupplementForm(),
        "refusal": refusal,
        "left": left,
        "errors": errors or {},
        "is_overtaken": is_overtaken,
        "day_format": room.day_format(),
    }


def sections(minutes: Minutes, typed=None, errors=None) -> list[Section]:
    """Return the sections in order. Five queries."""
    ids = [section["item"] for section in minutes.sections if section["item"]]
    rows = AgendaItem.objects.select_related("case").prefetch_related(
        "resolutions__lead_department", "resolutions__lead_post", "resolutions__person", "resolutions__milestones"
    )
    items = rows.in_bulk(ids)
    names = dict(Department.objects.values_list("pk", "name_zh"))
    found = []
    for number, section in enumerate(minutes.sections, 1):
        item = items.get(section["item"])
        decided = item.resolutions.all() if item and item.meeting_id == minutes.meeting_id else []
        decisions = [
            Decision(each, "、".join(names[pk] for pk in each.supporting if pk in names))
            for each in sorted(decided, key=lambda one: one.pk)
        ]
        text = typed["sections"][number - 1] if typed and number <= len(typed["sections"]) else section["text"]
        error = (errors or {}).get(f"section_{number}", "")
        found.append(Section(number, section["heading"], text, section["text"], item, decisions, error))
    return found
