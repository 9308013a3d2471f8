"""The register of decisions: which somebody may see, the filters, one row, the counts by unit, the file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from cases import meetings
from cases.deadlines import CITY_TZ
from cases.meetings import following
from cases.models import AgendaItem, Case, Resolution
from grids.models import Department
from residents import privacy
from zhengzhou_grid.lib.safe_cells import safe

SHOWN, MOST_ROWS = 50, 10_000
BOM = "\ufeff"
STATES = (
    ("", _("All")),
    ("running", _("Running")),
    ("late", _("Late")),
    ("said", _("Said to be done")),
    ("off", _("Struck off")),
    ("unsigned", _("Minutes not signed")),
)
HEADINGS = (
    _("Minutes"), _("Meeting"), _("Case"), _("Title"), _("Decision"), _("Lead unit"), _("Responsible person"),
    _("Supporting units"), _("Due"), _("How it stands"), _("Said to be done"), _("Struck off"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One decision of the list: how it stands, and what somebody may do about it."""

    resolution: Resolution
    standing: following.Standing
    leads: bool
    runs: bool

    @property
    def may_tick(self) -> bool:
        return (self.leads or self.runs) and self.resolution.struck_off_at is None


class FilterForm(forms.Form):
    """State, lead unit, month of the date, words."""

    state = forms.ChoiceField(label=_("How it stands"), choices=STATES, required=False)
    lead = forms.ModelChoiceField(
        Department.objects.none(), label=_("Lead unit"), required=False, empty_label=_("All lead units")
    )
    month = forms.CharField(label=_("Due in"), required=False, widget=forms.TextInput(attrs={"type": "month"}))
    q = forms.CharField(label=_("Words"), required=False, max_length=40)

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        leads = found.order_by().values("lead_department")
        self.fields["lead"].queryset = Department.objects.filter(pk__in=leads)
        self.fields["lead"].label_from_instance = lambda department: department.short


def seen(scope):
    """Return the decisions on cases somebody may read, of meetings they see."""
    items = AgendaItem.objects.filter(meeting__in=meetings.visible_to(scope).values("pk"))
    allowed = Q(pk__in=[])
    for unit in meetings.managed_by(scope):
        allowed |= Q(grid=unit)
    allowed |= Q(case__in=Case.objects.visible_to(scope).values("pk"))
    return following.loaded().filter(item__in=items.filter(allowed).values("pk")).order_by("due_at", "pk")


def mine(scope):
    """Return the decisions that my posts lead, or my department in my territory."""
    led = Q(lead_post__in=scope.post_ids)
    for department, grid in scope.departments:
        led |= Q(lead_department=department, lead_post__grid__code__startswith=grid.code)
    return following.loaded().filter(led).order_by("due_at", "pk")


def narrow(found, form: FilterForm, now: datetime):
    """Keep what the filters say; one that cannot be read keeps everything."""
    form.is_valid()
    data = form.cleaned_data
    if data.get("state"):
        found = found.filter(_state(data["state"], now))
    if data.get("lead"):
        found = found.filter(lead_department=data["lead"])
    if month := _month(data.get("month", "")):
        found = found.filter(due_at__gte=month[0], due_at__lt=month[1])
    if words := data.get("q", "").strip():
        found = found.filter(
            Q(text__icontains=words) | Q(item__case__title__icontains=words) | Q(item__case__number__iexact=words)
        )
    return found


def row(resolution: Resolution, scope, now: datetime) -> Row:
    return Row(
        resolution,
        following.standing(resolution, now),
        following.leads(resolution, scope),
        bool(meetings.may_manage(resolution.item.grid, scope)),
    )


def tally(found, now: datetime) -> list[tuple[str, str, int]]:
    """Return (state, words, count) for each state. One query."""
    counts = {name: Count("pk", filter=_state(name, now)) for name, _words in STATES if name}
    numbers = found.order_by().aggregate(all=Count("pk"), **counts)
    return [(name, str(words), numbers[name or "all"]) for name, words in STATES]


def by_unit(found, now: datetime) -> list[dict]:
    """Return, for each lead unit, how much was decided, done in time, and is late (通报). One query."""
    done = Q(applied_at__isnull=False)
    rows = found.order_by().values("lead_department")
    rows = rows.annotate(
        decided=Count("pk"),
        on_time=Count("pk", filter=done & Q(applied_at__lte=F("due_at"))),
        late=Count("pk", filter=(done & Q(applied_at__gt=F("due_at"))) | _state("late", now)),
        name=F("lead_department__short_zh"),
        name_en=F("lead_department__short_en"),
    )
    return sorted(rows, key=lambda each: (-each["late"], -each["decided"], each["name"]))


def as_csv(keys: list[int], now: datetime) -> Iterator[bytes]:
    """Yield the lines of a CSV file; Excel reads it as UTF-8."""
    yield BOM.encode() + _line([gettext(heading) for heading in HEADINGS])
    names = {each.pk: each.short for each in Department.objects.all()}
    found = following.loaded().select_related("item__meeting__minutes").in_bulk(keys)
    for each in (found[key] for key in keys if key in found):
        minutes = getattr(each.item.meeting, "minutes", None)
        yield _line([
            minutes.number if minutes else "",
            each.item.meeting.title,
            each.item.case.number,
            privacy.mask_text(each.item.case.title),
            privacy.mask_text(each.text),
            each.lead_department.short,
            each.person.name if each.person else "",
            "、".join(names[pk] for pk in each.supporting if pk in names),
            _moment(each.due_at),
            following.standing(each, now).words,
            _moment(each.applied_at),
            _moment(each.struck_off_at),
        ])  # fmt: skip


def _line(cells) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([safe(str(cell)) for cell in cells])
    return out.getvalue().encode()


def _state(name: str, now: datetime) -> Q:
    open_ = Q(struck_off_at__isnull=True, applied_at__isnull=True, in_force_at__isnull=False)
    return {
        "running": open_ & Q(due_at__gte=now),
        "late": open_ & Q(due_at__lt=now),
        "said": Q(struck_off_at__isnull=True, applied_at__isnull=False),
        "off": Q(struck_off_at__isnull=False),
        "unsigned": Q(in_force_at__isnull=True),
    }[name]


def _month(words: str):
    try:
        first = datetime.strptime(words, "%Y-%m").replace(tzinfo=CITY_TZ)
    except ValueError:
        return None
    if not 2000 <= first.year <= 2100:
        return None
    following_month = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first, following_month


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
