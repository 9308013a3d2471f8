"""What the pages of supervision notices and whistles show: the lists with their tabs, one notice, one whistle."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import due_words, notice_permissions, office
from cases.desk import oversight_forms
from cases.models import SupervisionNotice, Whistle, WhistleCall
from grids.scope import Scope
from zhengzhou_grid.lib import paging
from zhengzhou_grid.lib.bilingual import pick

SIZE = 40
PERIOD = timedelta(days=90)  # over which response times are compared


@dataclass(frozen=True)
class Tab:
    """One list of the page: its name in the address, its words, the query behind it, and for whom it is."""

    name: str
    label: str
    empty: str
    rows: object
    column: str
    is_for_offices: bool = False


NOTICE_TABS = (
    Tab("answer", _("To answer"), _("No notice waits for your reply."), notice_permissions.to_answer, "reply_due_at"),
    Tab("ours", _("To us"), _("No notice has been sent to your posts."), notice_permissions.to_us, "issued_at"),
    Tab("issued", _("Issued by us"), _("Your office has issued no notice."), notice_permissions.issued_by_us,
        "issued_at", is_for_offices=True),
)  # fmt: skip
WHISTLE_TABS = (
    Tab("come", _("To report in"), _("Nobody calls your unit."), notice_permissions.to_come, "come_by"),
    Tab("called", _("Calls to us"), _("Your unit has not been called."), notice_permissions.called, "come_by"),
    Tab("sent", _("Called by us"), _("Your office has called nobody."), notice_permissions.called_by_us, "at",
        is_for_offices=True),
)  # fmt: skip


def tabs(all_tabs: tuple[Tab, ...], scope: Scope) -> list[Tab]:
    """Return the lists that make sense for somebody."""
    return [tab for tab in all_tabs if not tab.is_for_offices or notice_permissions.has_office(scope)]


def chosen(offered: list[Tab], name: str, scope: Scope) -> Tab:
    """Return the list to show: the named one, else what waits for me, else what my office has sent."""
    named = next((tab for tab in offered if tab.name == name), None)
    if named:
        return named
    first = offered[0]
    return offered[-1] if offered[-1].is_for_offices and not first.rows(scope).exists() else first


def page(tab: Tab, rows, after: str) -> tuple[list, str]:
    """Return one page of a list and the mark of the next one, empty on the last. One query."""
    newest_first = tab.name not in ("answer", "come")
    ordered = rows.order_by(*([f"-{tab.column}", "-pk"] if newest_first else [tab.column, "pk"]))
    found = list(paging.behind(ordered, after, tab.column, newest_first=newest_first)[: SIZE + 1])
    return found[:SIZE], paging.mark(found[SIZE - 1], tab.column) if len(found) > SIZE else ""


def notices(tab: Tab, scope: Scope):
    """Return the notices of a list with what its rows show."""
    return tab.rows(scope).select_related("case__district", "to_post__grid", "to_post__department")


def calls(tab: Tab, scope: Scope):
    """Return the calls of a list, or the whistles with their calls."""
    if tab.is_for_offices:
        rows = tab.rows(scope).select_related("case", "office", "by")
        return rows.prefetch_related("calls__post__grid", "calls__post__department")
    return tab.rows(scope).select_related(
        "whistle__case", "whistle__office", "whistle__by", "post__grid", "post__department"
    )


@dataclass(frozen=True)
class Response:
    """How fast a department comes when it is called: calls of a period, how many came in time, the median time."""

    department: str
    calls: int
    in_time: int
    median: str


def responses(scope: Scope, now: datetime) -> list[Response]:
    """Return the response times of each department to the whistles of somebody's offices, the slowest last."""
    whistles = notice_permissions.called_by_us(scope).filter(at__gte=now - PERIOD).order_by()
    rows = WhistleCall.objects.filter(whistle__in=whistles.values("pk")).select_related("whistle", "post__department")
    by_department: dict[object, list[WhistleCall]] = {}
    for call in rows:
        by_department.setdefault(call.post.department, []).append(call)
    found = []
    for department, calls in by_department.items():
        took = [call.response for call in calls if call.response is not None]
        in_time = sum(1 for call in calls if call.reported_at and not call.is_late)
        middle = median(took) if took else None
        found.append((middle or timedelta.max, Response(str(department), len(calls), in_time, _span(middle))))
    return [response for _middle, response in sorted(found, key=lambda pair: pair[0])]


def _span(length: timedelta | None) -> str:
    return due_words.span(length) if length is not None else "—"


def show(notice: SupervisionNotice, scope: Scope, now: datetime, bound=None) -> dict:
    """Return the context of a notice's page; `bound` is a form just sent, by the name of its deed."""
    bound = bound or {}
    forms = {}
    if not notice.struck_off_at:
        if not notice.replied_at and notice_permissions.may_answer(notice, scope):
            forms["answer"] = oversight_forms.Answer()
        if notice.replied_at and notice_permissions.may_strike_off(notice, scope):
            forms["strike_off"] = oversight_forms.StrikeOff()
        if notice_permissions.may_count(notice, scope):
            start = {"counts": "yes" if notice.counts else "no", "reason": notice.counts_reason}
            forms["count"] = oversight_forms.Count(initial=start)
    return {
        "scope": scope,
        "now": now,
        "section": "supervision",
        "notice": notice,
        "lamp_color": notice.lamp(now),
        "left": due_words.left(notice.reply_due_at, now, office.calendar(notice.case.district_id)),
        "unit": unit(notice),
        "sees_case": type(notice.case).objects.visible_to(scope).filter(pk=notice.case_id).exists(),
        "files": [(kind, reverse("desk-supervision-file", args=[notice.slug, kind])) for kind in ("pdf", "docx")],
        "forms": {name: bound.get(name, form) for name, form in forms.items()},
    }


def unit(notice: SupervisionNotice) -> str:
    """Return the unit a notice goes to by its full name: 中原区住房和城乡建设局, else the territory's own."""
    post = notice.to_post
    if post is None:
        return "—"
    if post.department is None:
        return f"{post.grid.label} {post.title}"
    district = notice.case.district or post.grid
    return pick(f"{district.name}{post.department.name_zh}", f"{district.name_en} {post.department.label}")


def whistle(found: Whistle, scope: Scope, now: datetime, bound=None) -> dict:
    """Return the context of a whistle's page: each call with its response time and the form to report in."""
    rows = []
    for call in found.calls.all():
        form = None
        if call.reported_at is None and notice_permissions.may_report_in(call, scope):
            form = (bound or {}).get(call.pk) or oversight_forms.ReportIn(auto_id=f"call-{call.pk}-%s")
        rows.append({"call": call, "form": form, "took": _span(call.response), "is_late": _is_late(call, now)})
    return {
        "scope": scope,
        "now": now,
        "section": "supervision",
        "whistle": found,
        "rows": rows,
        "sees_case": type(found.case).objects.visible_to(scope).filter(pk=found.case_id).exists(),
    }


def _is_late(call: WhistleCall, now: datetime) -> bool:
    return call.is_late or (call.reported_at is None and call.come_by < now)
