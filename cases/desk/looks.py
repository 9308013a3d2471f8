"""Who looked up a reporter or took cases out as a file, when and what for: read by who supervises a district."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_plus

from django.urls import reverse
from django.utils.translation import gettext

from cases.models import Case, CaseEvent, ExportRecord
from grids.models import Post, Role
from grids.scope import Scope
from residents import privacy

SUPERVISORS = frozenset({Role.SUPERVISOR, Role.DISTRICT_OFFICIAL})
SHOWN = 100


@dataclass(frozen=True)
class Look:
    """One line of the register."""

    at: datetime
    who: str
    what: str
    why: str
    url: str = ""


def may_read(scope: Scope) -> bool:
    """Tell whether somebody supervises a district."""
    return any(post.role in SUPERVISORS for post in scope.posts)


def latest(scope: Scope) -> list[Look]:
    """Return the latest looks and exports in the districts somebody supervises, the newest first. Three queries."""
    districts = [post.grid_id for post in scope.posts if post.role in SUPERVISORS]
    looks = CaseEvent.objects.filter(kind="case.contact_revealed", case__district__in=districts)
    looks = looks.select_related("case", "by", "post__grid", "post__department").order_by("-at", "-pk")[:SHOWN]
    posts = list(Post.objects.filter(grid__tree_id__in=_trees(scope, districts)).values_list("pk", flat=True))
    files = ExportRecord.objects.filter(post_ids__overlap=posts).select_related("by").order_by("-at")[:SHOWN]
    lines = [*map(_of_contact, looks), *map(_of_file, files)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:SHOWN]


def _trees(scope: Scope, districts: list[int]) -> list[int]:
    return [post.grid.tree_id for post in scope.posts if post.grid_id in districts]


def _of_contact(event: CaseEvent) -> Look:
    who = f"{event.post.grid.label} · {event.post.title} {event.by}" if event.post else str(event.by)
    case: Case = event.case
    what = gettext("Looked up who reported %(number)s") % {"number": case.number}
    return Look(event.at, who, what, event.note, reverse("desk-case", args=[case.number]))


def _of_file(record: ExportRecord) -> Look:
    what = gettext("Took %(count)s cases out as %(kind)s") % {"count": record.rows, "kind": record.get_kind_display()}
    return Look(record.at, str(record.by), what, privacy.mask_text(unquote_plus(record.query)))
