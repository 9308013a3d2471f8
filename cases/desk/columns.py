"""The columns a list can show beside title and due time, as one table; which of them somebody wants."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases import due_words, list_layouts
from cases.models import Case
from grids import catalogue
from grids.models import Post

MOST = 6  # more do not fit beside each other
PREVIEW_UP_TO = 2  # with more columns the list takes the place of the preview
LIST = "cols"  # the parameter of the address; it shows columns without keeping them
USUAL = "usual"  # as its value: the usual rows, whatever is kept


@dataclass(frozen=True)
class Around:
    """What the words of a page's cells need besides the cases."""

    at: due_words.At
    posts: dict[int, Post]


@dataclass(frozen=True)
class Column:
    """One column: its name in the address, its heading, and what stands in it for a line of the list."""

    name: str
    label: Any
    tell: Callable[[Case, Any, Around], str]


def _moment(column: str):
    def tell(case, row, around):
        at = getattr(case, column)
        return around.at.moment(at) if at else ""

    return tell


def _post(case, row, around) -> str:
    post = around.posts.get(case.owner_id)
    return f"{post.grid.label} {post.title}" if post else ""


def _department(case, row, around) -> str:
    department = catalogue.departments().get(case.lead_department_id)
    return department.label if department else ""


COLUMNS = (
    Column("number", _("Number"), lambda case, row, around: case.number),
    Column("place", _("Place"), lambda case, row, around: row.place),
    Column("category", _("Category"), lambda case, row, around: row.category.short if row.category else ""),
    Column("state", _("State"), lambda case, row, around: row.state),
    Column("post", _("Responsible post"), _post),
    Column("department", _("Lead department"), _department),
    Column("source", _("Source"), lambda case, row, around: case.get_source_display()),
    Column("urgency", _("Urgency"), lambda case, row, around: case.get_urgency_display()),
    Column("households", _("Households"), lambda case, row, around: str(case.households)),
    Column("tags", _("Tags"), lambda case, row, around: " ".join(case.tag_labels)),
    Column("reported", _("Reported"), _moment("reported_at")),
    Column("changed", _("Last changed"), _moment("changed_at")),
    Column("handling", _("Handling limit"), _moment("handle_due_at")),
    Column("review", _("Comes back"), _moment("comes_back_at")),
)
BY_NAME = {column.name: column for column in COLUMNS}


def offered() -> tuple[tuple[str, str], ...]:
    """Return the name and the heading of every column."""
    return tuple((column.name, str(column.label)) for column in COLUMNS)


def read(names) -> tuple[Column, ...]:
    """Return the known columns among some names, once each, in the order asked for, as many as fit."""
    return tuple(BY_NAME[name] for name in dict.fromkeys(names) if name in BY_NAME)[:MOST]


def chosen(query, user) -> tuple[Column, ...]:
    """Return the columns of a list: those in its address, else those the person has kept. At most one query."""
    asked = query.get(LIST, "")
    if asked == USUAL:
        return ()
    return read(asked.split(",")) or read(list_layouts.of(user))


def address(columns) -> str:
    """Return columns as the value of the parameter, for a link that shows them to anybody."""
    return ",".join(column.name for column in columns) or USUAL


def cells(case: Case, row, columns, around: Around) -> tuple[tuple[Any, str], ...]:
    """Return the headings and words of a line's cells."""
    return tuple((column.label, column.tell(case, row, around)) for column in columns)


def around(cases: list[Case], columns, now) -> Around:
    """Return what the cells of a page need. One query where the posts are shown, else none."""
    wants_posts = any(column.name == "post" for column in columns)
    keys = {case.owner_id for case in cases if case.owner_id} if wants_posts else ()
    return Around(due_words.At(now), Post.objects.with_places().in_bulk(keys) if keys else {})
