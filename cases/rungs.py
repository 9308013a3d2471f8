"""The ladder in force for a case: the administrator's rows, most telling first, else the standard ladder.

A row for the very category wins over one for its class, that over one for every category; among these a row for the
urgency wins over one for any. Each rung is looked up by itself, so one row may change one rung of one category.
"""

from collections.abc import Iterable, Mapping

from cases import ladder
from cases.deadlines import Limit
from cases.models import Case, LadderRung
from grids import catalogue
from zhengzhou_grid.lib.snapshot import Snapshot

Key = tuple[int | None, str, int]  # category, urgency, number of the rung


def of(case: Case) -> ladder.Ladder:
    """Return the five rungs for a case, at most a minute old. One query a minute per process."""
    rows, known = _snapshot.get()
    key = (case.category_id, case.urgency)
    if key not in known:
        category = catalogue.categories().get(case.category_id)
        known[key] = merged(rows, case.category_id, category.parent_id if category else None, case.urgency)
    return known[key]


def merged(rows: Mapping[Key, ladder.Rung], leaf: int | None, parent: int | None, urgency: str) -> ladder.Ladder:
    """Return the five rungs that hold for a category and an urgency among rows."""
    keys = [(category, level) for category in (leaf, parent, None) for level in (urgency, "")]
    found = []
    for standard in ladder.STANDARD:
        candidates = (rows.get((category, level, standard.number)) for category, level in keys)
        found.append(next((rung for rung in candidates if rung), standard))
    return tuple(found)


def with_row(row: LadderRung) -> ladder.Ladder:
    """Return the ladder as it would be where a row holds, the other rungs as they are stored. For its checking."""
    rows = _read_rows(LadderRung.objects.exclude(pk=row.pk))
    rows[row.category_id, row.urgency, row.number] = as_rung(row)
    parent = row.category.parent_id if row.category else None
    return merged(rows, row.category_id, parent, row.urgency)


def as_rung(row: LadderRung) -> ladder.Rung:
    """Return a row as the rule knows it. Raises ValueError for a grace that is no limit."""
    grace = Limit.parse(row.grace) if row.grace else None
    return ladder.Rung(row.number, row.percent, row.level, row.card, grace, row.meets)


def forget() -> None:
    """Drop this process's snapshot; the next question reads the table again."""
    _snapshot.forget()


def _read_rows(rows: Iterable[LadderRung]) -> dict[Key, ladder.Rung]:
    return {(row.category_id, row.urgency, row.number): as_rung(row) for row in rows}


def _read() -> tuple[Mapping[Key, ladder.Rung], dict[tuple[int | None, str], ladder.Ladder]]:
    return _read_rows(LadderRung.objects.all()), {}


_snapshot = Snapshot(_read)
