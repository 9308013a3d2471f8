"""The monthly bulletin of a unit's joint meetings (通报, DOMAIN §3.7 step 12), in Chinese as official papers are.

What was proposed, decided, done in time and late by unit; who stayed away; the supervision notices.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from cases import meetings
from cases.deadlines import CITY_TZ
from cases.meetings import wording
from cases.meetings.units import Unit, rule_of
from cases.models import AgendaItem, Invitation, JointMeeting, Resolution, SupervisionNotice
from cases.papers import monthly as papers
from cases.papers.sheet import Column, Table
from grids.models import Grid
from grids.models.grid import COMMUNITY
from residents import privacy

WRITERS = {"pdf": papers.as_pdf, "docx": papers.as_docx, "xlsx": papers.as_xlsx}
LISTED = 100  # late decisions named one by one
State = AgendaItem.State


@dataclass(frozen=True)
class Month:
    """A month as a bulletin covers it: its first moment, the moment it ends or, while it runs, now."""

    year: int
    number: int
    begins: datetime
    until: datetime

    @classmethod
    def of(cls, first: date, now: datetime) -> "Month":
        begins = datetime(first.year, first.month, 1, tzinfo=CITY_TZ)
        following = begins.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
        return cls(first.year, first.month, begins, min(following, now))

    def covers(self, column: str) -> Q:
        return Q(**{f"{column}__gte": self.begins, f"{column}__lt": self.until})


class BulletinForm(forms.Form):
    """Of which unit, and of which month."""

    unit = forms.ChoiceField(label=_("Unit"))
    month = forms.DateField(
        label=_("Month"), input_formats=["%Y-%m"], widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    )

    def __init__(self, data=None, *, scope, now):
        last = now.astimezone(CITY_TZ).date().replace(day=1)
        super().__init__(data, initial={"month": last})
        self.now, self.units = now, {unit.code: unit for unit in units(scope)}
        names = [(code, unit.grid.label if unit.grid else _("the city")) for code, unit in self.units.items()]
        self.fields["unit"].choices = names

    def clean_month(self):
        first = self.cleaned_data["month"]
        if first.year < 2000:
            raise forms.ValidationError(_("Of this month there is nothing on record."))
        if first.year > self.now.year or Month.of(first, self.now).begins > self.now:
            raise forms.ValidationError(_("This month is still to come."))
        return first


def units(scope) -> list[Unit]:
    """Return the units whose bulletin somebody may take: whose meetings they run, or that they answer for in whole."""
    mine = {grid.code if grid else "city": grid for grid in meetings.managed_by(scope)}
    whole = [post.grid for post in scope.posts if not post.department_id and post.grid.level <= COMMUNITY]
    mine |= {grid.code: grid for grid in whole if scope.governs(grid)}
    return [Unit(grid, rule_of(grid)) for grid in mine.values()]


def of(grid: Grid | None, month: Month) -> papers.BulletinPaper:
    """Return the bulletin of a unit for a month, ready to print. Seven queries."""
    name = grid.name if grid else "郑州市"
    sections = (_meetings(grid, month), _decisions(grid, month), _late(grid, month), _away(grid, month))
    return papers.BulletinPaper(
        title=f"关于{name}{month.year}年{month.number}月\n联席会议议定事项办理情况的通报",
        office=wording.issuer(grid),
        issued_at=month.until,
        opening=f"现将{name}{month.year}年{month.number}月联席会议议题提请、议定事项办理和督办情况通报如下：",
        sections=tuple(part for part in (*sections, _notices(grid, month)) if part),
        copies_to=("各成员单位",),
    )


def _meetings(grid, month: Month) -> papers.Section:
    held = JointMeeting.objects.filter(month.covers("ended_at"), grid=grid).count()
    proposed = AgendaItem.objects.filter(month.covers("proposed_at"), grid=grid).count()
    settled = AgendaItem.objects.filter(month.covers("settled_at"), grid=grid).values_list("state")
    counts = dict(settled.order_by().annotate(Count("pk")))
    text = (
        f"本月召开会议{held}次，提请议题{proposed}件。研究议题中，议定{counts.get(State.DECIDED, 0)}件，"
        f"暂缓{counts.get(State.DEFERRED, 0)}件，上报上一级{counts.get(State.PASSED_UP, 0)}件，"
        f"退回{counts.get(State.SENT_BACK, 0)}件。"
    )
    return papers.Section("会议和议题", text)


def _in_force(grid, month: Month):
    return Resolution.objects.filter(item__grid=grid, in_force_at__lt=month.until)


def _overdue(month: Month) -> Q:
    """Return what had passed its date without the lead's word when the month ended, or now."""
    return Q(due_at__lt=month.until) & (Q(applied_at__isnull=True) | Q(applied_at__gte=month.until))


def _decisions(grid, month: Month) -> papers.Section:
    due = month.covers("due_at")
    of_month = month.covers("in_force_at") | due | _overdue(month)
    rows = (
        _in_force(grid, month).filter(of_month).order_by().values(name=F("lead_department__short_zh"))
        .annotate(
            decided=Count("pk", filter=month.covers("in_force_at")),
            due=Count("pk", filter=due),
            on_time=Count("pk", filter=due & Q(applied_at__lte=F("due_at"))),
            late=Count("pk", filter=month.covers("applied_at") & Q(applied_at__gt=F("due_at"))),
            overdue=Count("pk", filter=_overdue(month)),
        )
        .order_by("-overdue", "-decided", "name")
    )  # fmt: skip
    found = list(rows)
    if not found:
        return papers.Section("议定事项办理", "本月没有新议定、到期或逾期的事项。")
    total = {key: sum(row[key] for row in found) for key in ("decided", "due", "on_time", "late", "overdue")}
    share = f"，按期完成率{total['on_time'] * 100 / total['due']:.1f}%" if total["due"] else ""
    text = (
        f"本月议定{total['decided']}项，到期{total['due']}项，其中按期完成{total['on_time']}项{share}；"
        f"逾期后完成{total['late']}项，逾期未完成{total['overdue']}项。"
    )
    columns = (
        Column("牵头单位", 2), Column("本月议定", 1.2, "right"), Column("本月到期", 1.2, "right"),
        Column("按期完成", 1.2, "right"), Column("逾期后完成", 1.4, "right"), Column("逾期未完成", 1.4, "right"),
    )  # fmt: skip
    lines = [tuple(row[key] for key in ("name", "decided", "due", "on_time", "late", "overdue")) for row in found]
    lines.append(("合计", *total.values()))
    return papers.Section("议定事项办理", text, (Table(columns, tuple(lines), "议定事项办理情况"),))


def _late(grid, month: Month) -> papers.Section | None:
    found = _in_force(grid, month).filter(_overdue(month)).select_related("item__case", "lead_department")
    rows = [
        (
            each.item.case.number,
            privacy.mask_text(each.text),
            each.lead_department.short_zh,
            f"{each.due_at.astimezone(CITY_TZ):%Y-%m-%d}",
        )
        for each in found.order_by("due_at", "pk")[:LISTED]
    ]
    if not rows:
        return None
    columns = (
        Column("案件编号", 2.5),
        Column("议定事项", 3.1),
        Column("牵头单位", 1.2),
        Column("完成时限", 1.4, "center"),
    )
    text = "下列事项已过完成时限，请牵头单位说明原因并尽快办结。"
    return papers.Section("逾期未完成事项", text, (Table(columns, tuple(rows), "逾期未完成事项"),))


def _away(grid, month: Month) -> papers.Section:
    away = Invitation.objects.filter(
        month.covers("meeting__ended_at"), meeting__grid=grid, attendance=Invitation.Attendance.ABSENT
    ).select_related("department", "post__grid", "post__department")
    counts: dict[str, int] = {}
    for each in away:
        counts[each.unit_label] = counts.get(each.unit_label, 0) + 1
    if not counts:
        return papers.Section("会议出席", "本月会议无单位缺席。")
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    columns = (Column("单位", 3), Column("缺席次数", 1, "right"))
    return papers.Section("会议出席", "缺席情况计入考核。", (Table(columns, tuple(rows), "会议缺席情况"),))


def _notices(grid, month: Month) -> papers.Section:
    Kind = SupervisionNotice.Kind
    issued = SupervisionNotice.objects.filter(month.covers("issued_at"))
    if grid is not None:
        issued = issued.filter(office__code__startswith=grid.code)
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Kind}
    answered = Count("pk", filter=Q(replied_at__lt=month.until))
    unit = {"department": F("to_post__department__short_zh"), "place": F("to_post__grid__name")}
    found = issued.order_by().values(**unit).annotate(**kinds, answered=answered).order_by("-red", "-yellow", "place")
    rows = [
        (f"{row['place'] or ''}{row['department'] or ''}" or "—", *(row[kind] for kind in Kind.values), row["answered"])
        for row in found
    ]
    if not rows:
        return papers.Section("督办情况", "本月未发出督办单。")
    sums = [sum(row[number] for row in rows) for number in range(1, 5)]
    text = f"本月发出催办{sums[0]}件、黄牌{sums[1]}件、红牌{sums[2]}件，已反馈{sums[3]}件。"
    columns = (
        Column("被督办单位", 3), Column("催办", 1, "right"), Column("黄牌", 1, "right"), Column("红牌", 1, "right"),
        Column("已反馈", 1.2, "right"),
    )  # fmt: skip
    return papers.Section("督办情况", text, (Table(columns, tuple(rows), "督办单发出情况"),))
