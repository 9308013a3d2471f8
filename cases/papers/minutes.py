"""The minutes of a joint meeting (会议纪要), as the office sends them out."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.papers import pdf, texts, word
from cases.papers.sheet import (
    Block,
    Column,
    Form,
    FormRow,
    Heading,
    Imprint,
    Paragraph,
    Roll,
    Sheet,
    Table,
    cell,
    length,
)

SHORT = 400  # characters of a form that stays on one page
NOT_SIGNED = "（草稿，尚未签发）"


@dataclass(frozen=True)
class FollowedUp:
    """What became of something an earlier meeting resolved."""

    resolution: str
    lead: str
    due: date
    state: str
    note: str = ""


@dataclass(frozen=True)
class Milestone:
    """A step on the way to a resolution's date."""

    due: date
    text: str


@dataclass(frozen=True)
class Decision:
    """One resolution (议定事项); originally_due is the case's own limit, which stays on record."""

    text: str
    lead: str
    due: date
    person: str = ""
    supporting: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    acceptance: str = ""
    originally_due: date | None = None


@dataclass(frozen=True)
class Deferral:
    """Put off to a date, with the reason."""

    review: date
    reason: str = ""


@dataclass(frozen=True)
class PassedUp:
    """Passed to the meeting above, with the reason."""

    to: str
    reason: str = ""


@dataclass(frozen=True)
class Item:
    """A case before the meeting: decided, deferred or passed up.

    Of minutes that somebody has edited, `text` stands as it was edited, in place of report and discussion; an outcome
    of None says that the text tells it already."""

    case_number: str
    title: str
    report: str = ""
    discussion: str = ""
    outcome: tuple[Decision, ...] | Deferral | PassedUp | None = ()
    text: str = ""


@dataclass(frozen=True)
class Supplement:
    """A correction after signing; the minutes themselves stay as they were signed."""

    at: datetime
    text: str
    signed_by: str


@dataclass(frozen=True)
class MinutesPaper:
    """Minutes ready to print. meeting is the meeting's name with its level, 中原区联席会议; not signed: a draft.

    opening is the first paragraph as it was edited; empty: it is written from the facts."""

    number: str
    title: str
    meeting: str
    office: str
    held_at: datetime
    place: str
    chair: str
    present: tuple[str, ...]
    recorder: str
    items: tuple[Item, ...]
    opening: str = ""
    attending: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    follow_up: str = ""
    followed_up: tuple[FollowedUp, ...] = ()
    signed_by: str = ""
    signed_at: datetime | None = None
    supplements: tuple[Supplement, ...] = ()
    copies_to: tuple[str, ...] = ()
    has_red_head: bool = True


def as_pdf(paper: MinutesPaper) -> bytes:
    """Return the minutes as PDF. Raises fonts.NoChineseFont."""
    return pdf.write(sheet(paper))


def as_docx(paper: MinutesPaper) -> bytes:
    """Return the minutes as a Word file."""
    return word.write(sheet(paper))


def sheet(paper: MinutesPaper) -> Sheet:
    """Lay out the minutes: opening, follow-up, items in their order, who was there, supplements, imprint."""
    paper = texts.cleaned(paper)
    issued = paper.signed_at or paper.held_at
    topics = _topics(paper)
    blocks: list[Block] = [_opening(paper)]
    for position, (title, content) in enumerate(topics, 1):
        blocks += [Heading(f"{texts.counted(position)}、{title}"), *content]
    blocks += [Roll(_people(paper)), *_supplements(paper)]
    return Sheet(
        title=paper.title,
        at=issued,
        blocks=tuple(blocks),
        head=f"{paper.meeting}纪要",
        red=paper.has_red_head,
        number=paper.number,
        left=paper.office,
        right=texts.day(issued),
        subtitle="" if paper.signed_at else NOT_SIGNED,
        imprint=Imprint("分送", "、".join(paper.copies_to), paper.office, texts.day(issued))
        if paper.signed_at
        else None,
        author=paper.office,
    )


def _opening(paper: MinutesPaper) -> Paragraph:
    if paper.opening:
        return Paragraph(paper.opening)
    heard = "听取上次议定事项落实情况，" if _has_follow_up(paper) else ""
    return Paragraph(
        f"{texts.hour(paper.held_at)}，{paper.chair}在{paper.place}主持召开{paper.meeting}，"
        f"{heard}研究{len(paper.items)}个议题。现纪要如下："
    )


def _has_follow_up(paper: MinutesPaper) -> bool:
    return bool(paper.follow_up or paper.followed_up)


def _topics(paper: MinutesPaper) -> list[tuple[str, list[Block]]]:
    """Return the headings with what stands below each; the follow-up is always the first."""
    topics = [(item.title, _item(item)) for item in paper.items]
    return [("上次议定事项落实情况", _follow_up(paper)), *topics] if _has_follow_up(paper) else topics


def _follow_up(paper: MinutesPaper) -> list[Block]:
    blocks: list[Block] = [Paragraph(part) for part in texts.paragraphs(paper.follow_up)]
    if paper.followed_up:
        columns = (
            Column("序号", 0.9, "center"), Column("议定事项", 2.9), Column("牵头单位", 2),
            Column("完成时限", 3.1, "center"), Column("落实情况", 2.6),
        )  # fmt: skip
        rows = tuple(
            (
                str(position),
                one.resolution,
                one.lead,
                texts.day(one.due),
                "\n".join(filter(None, (one.state, one.note))),
            )
            for position, one in enumerate(paper.followed_up, 1)
        )
        blocks.append(Table(columns, rows))
    return blocks


def _item(item: Item) -> list[Block]:
    blocks: list[Block] = [Paragraph(f"案件编号：{item.case_number}。", keep=True)] if item.case_number else []
    blocks += [Paragraph(part) for part in texts.paragraphs(item.text)]
    blocks += _told("会议听取了汇报：", item.report)
    blocks += _told("会议认为：", item.discussion)
    match item.outcome:
        case Deferral(review, reason):
            blocks.append(Paragraph(f"会议决定：暂缓研究，{texts.day(review)}前复议。{_because(reason)}"))
        case PassedUp(to, reason):
            blocks.append(Paragraph(f"会议决定：报请{to}研究。{_because(reason)}"))
        case None:
            pass
        case ():
            blocks.append(Paragraph("会议未作决定。"))
        case (one,) if not (one.milestones or one.acceptance or one.originally_due):
            blocks.append(Paragraph(_sentence(one)))
        case decisions:
            count = f"以下{texts.counted(len(decisions))}项" if len(decisions) > 1 else ""
            blocks.append(Paragraph(f"会议议定{count}：", keep=True))
            blocks += [_form(one) for one in decisions]
    return blocks


def _told(opening: str, text: str) -> list[Block]:
    """Return the paragraphs of a text; the first gets an opening unless it says 会议… itself."""
    parts = texts.paragraphs(text)
    if parts and not parts[0].startswith("会议"):
        parts[0] = opening + parts[0]
    return [Paragraph(part) for part in parts]


def _because(reason: str) -> str:
    return f"理由：{_ended(reason)}" if reason else ""


def _ended(text: str) -> str:
    """Return a text that ends as a sentence."""
    return text if text.endswith(("。", "！", "？", "；", ".")) else f"{text}。"


def _sentence(one: Decision) -> str:
    support = f"、{'、'.join(one.supporting)}配合" if one.supporting else ""
    support = support.replace("、", "，", 1)
    person = f"；责任人{one.person}" if one.person else ""
    return f"会议议定：{_ended(one.text)}由{one.lead}牵头{support}，{texts.day(one.due)}前完成{person}。"


def _form(one: Decision) -> Form:
    rows = _rows(one)
    return Form(rows, whole=sum(length(row.cells) for row in rows) < SHORT)


def _rows(one: Decision) -> tuple[FormRow, ...]:
    original = f"\n（原定{texts.day(one.originally_due)}，照常记录）" if one.originally_due else ""
    steps = "\n".join(f"{texts.short_day(step.due)}\u3000{step.text}" for step in one.milestones)
    pairs = (
        ("事项", one.text),
        ("牵头单位", one.lead + (f"（责任人\u3000{one.person}）" if one.person else "")),
        ("配合单位", "、".join(one.supporting)),
        ("完成时限", texts.day(one.due) + original),
        ("阶段节点", steps),
        ("验收标准", one.acceptance),
    )
    return tuple(FormRow(label, (cell(text),)) for label, text in pairs if text)


def _people(paper: MinutesPaper) -> tuple[tuple[str, tuple[str, ...]], ...]:
    signed = (f"{paper.signed_by}\u3000{texts.day(paper.signed_at)}",) if paper.signed_at else ()
    groups = (
        ("主持", (paper.chair,)), ("出席", paper.present), ("列席", paper.attending), ("缺席", paper.absent),
        ("记录", (paper.recorder,)), ("签发", signed),
    )  # fmt: skip
    return tuple((label, people) for label, people in groups if any(people))


def _supplements(paper: MinutesPaper) -> list[Block]:
    """Return what was corrected after signing, each correction with who signed it and when."""
    blocks: list[Block] = []
    for position, one in enumerate(paper.supplements, 1):
        blocks.append(Heading(f"补充更正（{texts.counted(position)}）"))
        blocks += [Paragraph(part) for part in texts.paragraphs(one.text)]
        blocks.append(Paragraph(f"{one.signed_by}\u3000{texts.day(one.at)}", align="right", indent=False))
    return blocks
