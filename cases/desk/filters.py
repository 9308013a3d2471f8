"""Everything a list can be narrowed by, as one table: parameter of the address, words, how it is read, condition.

Reading asks the database for at most one row, and only for a place or a post; the rest is kept in the process.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _

from cases.desk.tally import Moment
from cases.models import Source
from cases.queries import TERRITORY
from cases.tags import TAGS
from cases.workflow import FINISHED, OPEN, STATES, STEP_LABELS, State
from grids import catalogue
from grids.models import Grid, Post
from grids.models.category import GovernanceFunction, Ledger, Urgency
from grids.models.grid import LEVEL_LABELS
from grids.scope import Scope
from zhengzhou_grid.lib import paging
from zhengzhou_grid.lib.prepared import Text, prepared

LAMPS = {"red": _("Late"), "amber": _("Due soon"), "green": _("On time"), "paused": _("On hold")}
LISTED = [state for state in STATES if state != State.DRAFT]  # no case stays a draft
AGAIN = {"reworked": _("Reworked"), "reopened": _("Reopened"), "urged": _("Urged")}
YEARS = range(2000, 2100)
Options = Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Filter:
    """One parameter: `read` turns its text into a value and its words (None: not understood)."""

    name: str
    label: Any
    read: Callable[[str, Scope], tuple[Any, str] | None]
    condition: Callable[[Any, Moment], Q]
    options: Callable[[Scope], Options] | None = None  # None: typed in
    kind: str = "text"
    hint: Any = ""


def _choice(name: str, label, options: Callable[[], Options], condition: Callable[[str, Moment], Q]) -> Filter:
    def read(text: str, scope: Scope):
        words = dict(options()).get(text)
        return None if words is None else (text, str(words))

    return Filter(name, label, read, condition, lambda scope: options())


def _states() -> Options:
    return [(state.value, gettext(STATES[state].label)) for state in LISTED]


def _lamp(color: str, at: Moment) -> Q:
    """Return the condition of a lamp, as Case.lamp tells it."""
    shows = {
        "red": Q(due_at__lt=at.now),
        "amber": Q(due_at__gte=at.now, warn_at__lte=at.now),
        "green": Q(due_at__gte=at.now) & (Q(warn_at__isnull=True) | Q(warn_at__gt=at.now)),
        "paused": Q(due_at__isnull=True),
    }
    return Q(state__in=OPEN) & shows[color]


def _again(what: str, at: Moment) -> Q:
    return Q(**{{"reworked": "rework_count", "reopened": "reopen_count", "urged": "urge_count"}[what] + "__gt": 0})


def _grid(text: str, scope: Scope):
    found = _coded(Text(text)) if text.isdigit() else _named(text, scope)
    grid = next(iter(found), None)
    return grid and (grid, grid.label)


def _named(text: str, scope: Scope) -> list[Grid]:
    """Return the place meant by a name: three communities of a city may bear it, one's own comes first."""
    own = Q()
    for post in scope.posts:
        own |= Q(code__startswith=post.grid.code)
    return list(Grid.objects.filter(own).search(text, 1)) or list(Grid.objects.search(text, 1))


@prepared
def _coded(code: str):
    return Grid.objects.filter(code=code)


def _inside(grid: Grid, at: Moment) -> Q:
    return Q(**{TERRITORY[grid.level]: grid.pk})


def _categories() -> Options:
    known = catalogue.categories().values()
    return [
        (category.code, category.label if category.parent_id is None else f"　{category.label}") for category in known
    ]


def _category(text: str, scope: Scope):
    category = next((one for one in catalogue.categories().values() if one.code == text), None)
    return category and (category, category.label)


def _kinds(is_wanted: Callable[[Any], bool]) -> Q:
    """Return the condition on the categories one wants, by their keys: the table of cases is not joined."""
    return Q(category__in=[key for key, category in catalogue.categories().items() if is_wanted(category)])


def _departments() -> Options:
    return [(department.code, department.label) for department in catalogue.departments().values()]


def _department(text: str, scope: Scope):
    department = next((one for one in catalogue.departments().values() if one.code == text), None)
    return department and (department, department.label)


def _post(text: str, scope: Scope):
    if text == "none":
        return None, gettext("Nobody yet")
    pk = paging.whole(text)
    post = next((one for one in scope.posts if one.pk == pk), None)
    post = post or (pk and Post.objects.with_places().filter(pk=pk).first())
    return (post.pk, _title(post)) if post else None


def _title(post: Post) -> str:
    return f"{post.grid.label} {post.title}"


def _posts(scope: Scope) -> Options:
    return [("none", gettext("Nobody yet"))] + [(str(post.pk), _title(post)) for post in scope.posts]


def _day(words) -> Callable[[str, Scope], tuple[date, str] | None]:
    def read(text: str, scope: Scope):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return (day, words % {"day": date_format(day, "SHORT_DATE_FORMAT")}) if day.year in YEARS else None

    return read


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _days_late(text: str, scope: Scope):
    days = paging.whole(text)
    return (days, gettext("%(days)d days late or more") % {"days": days}) if days and days <= 3650 else None


def _levels() -> Options:
    return [(str(level), label) for level, label in LEVEL_LABELS.items()]


FILTERS = (
    _choice("lamp", _("Lamp"), LAMPS.items, _lamp),
    _choice("state", _("State"), _states, lambda state, at: Q(state=state)),
    _choice("step", _("Step"), lambda: [(step.value, gettext(words)) for step, words in STEP_LABELS.items()],
            lambda step, at: Q(state__in=[state for state in LISTED if STATES[state].step == step])),
    Filter("grid", _("Place"), _grid, _inside, hint=_("Name or initials")),
    Filter("category", _("Category"), _category,
           lambda category, at: _kinds(lambda one: category.pk in (one.pk, one.parent_id)),
           lambda scope: _categories()),
    Filter("department", _("Lead department"), _department, lambda department, at: Q(lead_department=department.pk),
           lambda scope: _departments()),
    Filter("post", _("Responsible post"), _post, lambda pk, at: Q(owner=pk), _posts),
    _choice("source", _("Source"), lambda: Source.choices, lambda source, at: Q(source=source)),
    _choice("urgency", _("Urgency"), lambda: Urgency.choices, lambda urgency, at: Q(urgency=urgency)),
    _choice("function", _("Function"), lambda: GovernanceFunction.choices,
            lambda function, at: _kinds(lambda one: one.function == function)),
    _choice("ledger", _("Ledger"), lambda: Ledger.choices, lambda ledger, at: _kinds(lambda one: one.ledger == ledger)),
    Filter("from", _("Reported from"), _day(_("from %(day)s")), lambda day, at: Q(reported_at__gte=_begins(day)),
           kind="date"),
    Filter("to", _("Reported until"), _day(_("until %(day)s")),
           lambda day, at: Q(reported_at__lt=_begins(day + timedelta(days=1))), kind="date"),
    Filter("overdue", _("Days late, at least"), _days_late,
           lambda days, at: Q(state__in=OPEN, due_at__lt=at.now - timedelta(days=days)), kind="number"),
    _choice("level", _("Watched by"), _levels, lambda level, at: Q(watch_level=int(level))),
    _choice("meeting", _("Joint meeting"), lambda: [("1", _("Before a joint meeting")), ("0", _("Before no meeting"))],
            lambda is_in, at: Q(in_meeting=is_in == "1")),
    _choice("tag", _("Tag"), lambda: [(name, gettext(label)) for name, label in TAGS.items()],
            lambda tag, at: Q(tags__contains=[tag])),
    _choice("again", _("Back again"), AGAIN.items, _again),
)  # fmt: skip


def asks_for_finished(name: str, value) -> bool:
    """Tell whether a filter can only be met by finished cases."""
    return name == "state" and value in FINISHED
