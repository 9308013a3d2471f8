"""A supervision notice (督办单): a reminder, a yellow or a red card to the responsible unit."""

from dataclasses import dataclass
from datetime import datetime

from cases.papers import pdf, texts, word
from cases.papers.sheet import Aside, Cell, Form, FormRow, Line, Sheet, Signature, Span, cell, line

KINDS = (("reminder", "催办"), ("yellow", "黄牌"), ("red", "红牌"))
FILLED_IN_BY_UNIT = "（由被督办单位填写）"
STRUCK_OFF_BY = ("督办单位意见", "网格长核查", "回访结果")
HOW_TO_ANSWER = ("扫码打开案件，在线反馈与纸面同效。", "对督办有异议的，请在反馈期限内说明。")


@dataclass(frozen=True)
class SupervisionPaper:
    """A notice ready to print. kind is reminder, yellow or red; head the red words on top, 中原区网格化治理督办单.

    limits are sentences about the case's limits; demand has one demand a line; reply_time words such as 2个工作日;
    counted what it costs in the assessment; address of the case goes into a QR code."""

    number: str
    head: str
    kind: str
    to: str
    case_number: str
    case_title: str
    grounds: str
    reply_due_at: datetime
    issued_by: str
    office: str
    issued_at: datetime
    counts: bool
    demand: str = ""
    case_note: str = ""
    limits: tuple[str, ...] = ()
    reply_time: str = ""
    counted: str = ""
    reply: str = ""
    replied_by: str = ""
    replied_at: datetime | None = None
    struck_off_at: datetime | None = None
    struck_off_note: str = ""
    address: str = ""
    telephone: str = ""


def as_pdf(paper: SupervisionPaper) -> bytes:
    """Return the notice as PDF. Raises fonts.NoChineseFont."""
    return pdf.write(sheet(paper))


def as_docx(paper: SupervisionPaper) -> bytes:
    """Return the notice as a Word file."""
    return word.write(sheet(paper))


def sheet(paper: SupervisionPaper) -> Sheet:
    """Lay out the notice: one ruled form with places left for pen and seal where nothing is written yet."""
    paper = texts.cleaned(paper)
    due = texts.hour(paper.reply_due_at) + "前" + (f"（{paper.reply_time}）" if paper.reply_time else "")
    counts = ("是" if paper.counts else "否") + (f"（{paper.counted}）" if paper.counted else "")
    rows = (
        FormRow("督办类型", (Cell((_kinds(paper.kind),)),)),
        FormRow("被督办单位", (cell(paper.to),)),
        FormRow("案件", (_case(paper),)),
        FormRow("时限记录", (cell("\n".join(paper.limits)),)) if paper.limits else None,
        FormRow("事由", (cell(paper.grounds),)),
        FormRow("办理要求", (cell(_demand(paper.demand), 0 if paper.demand else 8),)),
        FormRow("反馈期限", (cell(due),)),
        FormRow("计入考核", (cell(counts),)),
        FormRow("反馈内容", (_reply(paper),)),
        FormRow("销号", _struck_off(paper)),
    )
    telephone = f"联系电话\u3000{paper.telephone}" if paper.telephone else ""
    aside = (Aside(HOW_TO_ANSWER if paper.address else HOW_TO_ANSWER[1:], telephone, paper.address),)
    return Sheet(
        title=f"{paper.head}{paper.number}",
        at=paper.issued_at,
        blocks=(
            Form(tuple(row for row in rows if row), size=12),
            Signature(paper.office, texts.day(paper.issued_at), seal=True),
            *aside,
        ),
        head=paper.head,
        number=paper.number,
        right=f"签发人：{paper.issued_by}" if paper.issued_by else "签发人：系统自动签发",
        author=paper.office,
        shows_title=False,
        is_form=True,
    )


def _kinds(kind: str) -> Line:
    """Return the three kinds with a box before each, the one that applies ticked."""
    spans: list[Span] = []
    for key, name in KINDS:
        gap = "\u3000\u3000" if spans else ""
        spans.append(Span(f"{gap}☑ {name}", "strong") if key == kind else Span(f"{gap}☐ {name}"))
    return Line(tuple(spans))


def _case(paper: SupervisionPaper) -> Cell:
    first = line(f"{paper.case_number}\u3000{paper.case_title}")
    return Cell((first, line(Span(paper.case_note, "small"))) if paper.case_note else (first,))


def _demand(text: str) -> str:
    """Return the demands, numbered 一、 二、 when there are several."""
    parts = texts.paragraphs(text)
    if len(parts) < 2 or parts[0].startswith("一、"):
        return "\n".join(parts)
    return "\n".join(f"{texts.counted(position)}、{part}" for position, part in enumerate(parts, 1))


def _reply(paper: SupervisionPaper) -> Cell:
    if paper.reply:
        told = "\u3000".join(filter(None, (paper.replied_by, paper.replied_at and texts.hour(paper.replied_at))))
        return Cell((*cell(paper.reply).lines, line(told, align="right")))
    to_sign = "负责人签字：" + "\u3000" * 9 + "年\u3000\u3000月\u3000\u3000日"
    return Cell((line(Span(FILLED_IN_BY_UNIT, "small")), line(""), line(to_sign, align="right")))


def _struck_off(paper: SupervisionPaper) -> tuple[Cell, ...]:
    if paper.struck_off_at:
        done = f"{texts.hour(paper.struck_off_at)}销号"
        return (cell(f"{done}\n{paper.struck_off_note}" if paper.struck_off_note else done),)
    return tuple(Cell((line(Span(words, "small")),), least=8) for words in STRUCK_OFF_BY)
