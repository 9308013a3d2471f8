"""The notice of a meeting (会议通知): when and where, the agenda, who is asked to come, what is expected of them."""

from dataclasses import dataclass
from datetime import datetime

from cases.papers import pdf, texts, word
from cases.papers.sheet import Block, Column, Heading, Paragraph, Sheet, Signature, Table

WEEKDAYS = "一二三四五六日"
FIRST_ITEM = "通报上次议定事项落实情况"
EXPECTED = (
    "请参会单位在会前登录系统回复参会人员；负责同志确不能到会的，须委托能够代表本单位表态的同志参加。",
    "请牵头单位和提请单位准备书面汇报，说明问题、已做工作和建议。",
    "召集人和牵头单位到齐方可开会，无故缺席的计入考核。",
)
NOT_SENT = "（草稿，尚未发出）"


@dataclass(frozen=True)
class Guest:
    """A unit asked to come: its name, the part it has, the post and who holds it."""

    unit: str
    part: str
    post: str
    person: str = ""


@dataclass(frozen=True)
class CallPaper:
    """A notice ready to print. meeting is the meeting's name with its level, 中原区联席会议; sent_at None: a draft.

    items are the matters of the agenda after its first item, which is always how earlier decisions stand. They are
    named by place, kind and number: the paper goes to units that may not read the cases of others."""

    meeting: str
    number: str
    office: str
    held_at: datetime
    items: tuple[str, ...]
    guests: tuple[Guest, ...]
    made_at: datetime
    place: str = ""
    sent_at: datetime | None = None
    is_urgent: bool = False


def as_pdf(paper: CallPaper) -> bytes:
    """Return the notice as PDF. Raises fonts.NoChineseFont."""
    return pdf.write(sheet(paper))


def as_docx(paper: CallPaper) -> bytes:
    """Return the notice as a Word file."""
    return word.write(sheet(paper))


def sheet(paper: CallPaper) -> Sheet:
    """Lay out the notice: time and place, agenda, units, what is expected, office and date with room for a seal."""
    paper = texts.cleaned(paper)
    day = texts.day(paper.sent_at or paper.made_at)
    return Sheet(
        title=f"关于召开{paper.meeting}\n{paper.number}的{'紧急' if paper.is_urgent else ''}通知",
        at=paper.sent_at or paper.made_at,
        blocks=(*_blocks(paper), Signature(paper.office, day, seal=True)),
        head=f"{paper.meeting}通知",
        left=paper.office,
        right=day,
        subtitle="" if paper.sent_at else NOT_SENT,
        author=paper.office,
    )


def _blocks(paper: CallPaper) -> list[Block]:
    agenda = (FIRST_ITEM, *(f"研究{matter}" for matter in paper.items))
    rows = tuple((each.unit, each.part, each.post, each.person or "—") for each in paper.guests)
    columns = (Column("单位", 1.6), Column("身份", 1.1, "center"), Column("参会岗位", 1.9), Column("姓名", 1, "center"))
    return [
        Paragraph("各参会单位：", indent=False),
        Paragraph(f"现定于{_moment(paper.held_at)}召开{paper.meeting}{paper.number}，有关事项通知如下："),
        Heading("一、时间和地点"),
        Paragraph(f"时间：{_moment(paper.held_at)}。"),
        Paragraph(f"地点：{paper.place or '另行通知'}。"),
        Heading("二、会议议程"),
        *(Paragraph(f"（{texts.counted(place)}）{words}。") for place, words in enumerate(agenda, 1)),
        Heading("三、参会单位"),
        Table(columns, rows),
        Heading("四、有关要求"),
        *(Paragraph(f"（{texts.counted(place)}）{words}") for place, words in enumerate(EXPECTED, 1)),
    ]


def _moment(at: datetime) -> str:
    """Return 2026年11月25日（星期三）15时30分."""
    here = texts.in_city(at)
    return texts.hour(at).replace("日", f"日（星期{WEEKDAYS[here.weekday()]}）", 1)
