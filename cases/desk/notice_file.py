"""A supervision notice as a file for Word or as PDF: what its official form says, in Chinese."""

from cases.desk import notice_paper, oversight
from cases.models import SupervisionNotice
from cases.papers import notice as papers

WRITERS = {"docx": papers.as_docx, "pdf": papers.as_pdf}


def of(notice: SupervisionNotice, address: str, now) -> papers.SupervisionPaper:
    """Return the notice ready to print; `address` is where its QR code leads. Call it with Chinese on."""
    case, form = notice.case, notice_paper.of(notice, address, now)
    points = notice_paper.points(notice)
    office = notice.office.name if notice.office else ""
    place = case.place.name if case.place else ""
    category = f"{case.category.code} {case.category.name_zh}" if case.category else ""
    return papers.SupervisionPaper(
        number=notice.number,
        head=f"{office}网格化治理督办单",
        kind=notice.kind,
        to=oversight.unit(notice),
        case_number=case.number,
        case_title=case.title,
        case_note=" · ".join(part for part in (category, place) if part),
        limits=tuple(form["times"]),
        grounds=notice.grounds,
        demand=notice.demand,
        reply_due_at=notice.reply_due_at,
        reply_time=notice_paper.reply_time(notice),
        issued_by=str(notice.issued_by) if notice.issued_by else "",
        office=f"{office}长效机制办公室",
        issued_at=notice.issued_at,
        counts=bool(points),
        counted=f"{notice.get_kind_display()}1次，综合得分减{points}分" if points else notice.counts_reason,
        reply=notice.reply,
        replied_by=str(notice.replied_by) if notice.replied_by else "",
        replied_at=notice.replied_at,
        struck_off_at=notice.struck_off_at,
        struck_off_note=notice.strike_note,
        address=address,
        telephone=form["phone"],
    )
