"""The units below, compared like with like."""

from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy

from cases.dashboards import addresses, sparks
from cases.dashboards.figures import NOTHING, Ratio
from cases.dashboards.wording import percent, thousands
from grids.models.grid import COMMUNITY, STREET, UNIT

FEWEST_TO_RANK = 5  # shown below this, not ranked
TITLES = {
    STREET: gettext_lazy("First-level grids compared"),
    COMMUNITY: gettext_lazy("Second-level grids compared"),
    UNIT: gettext_lazy("Third-level grids compared"),
}


@dataclass(frozen=True)
class Row:
    """One unit in the ranking."""

    place: int | None
    label: str
    is_sample: bool
    url: str
    ratio: Ratio
    rate: str
    parts: str
    due_url: str
    bar: int
    late: int
    late_url: str
    move: str
    spark: sparks.Spark | None
    open_count: int
    open_url: str
    is_last: bool


def of(board, ranked: bool = True) -> list[Row]:
    """Return the units below, the best first and those with few cases after them; in code order if not ranked."""
    places, places_before = _places(board, board.period), _places(board, board.period.previous)
    units = board.children
    if ranked:
        units = sorted(units, key=lambda unit: (places.get(unit.pk, 10_000), unit.code))
    rows = [_row(board, unit, places if ranked else {}, places_before, len(places)) for unit in units]
    return rows


def _places(board, period) -> dict[int, int]:
    ratios = {unit.pk: board.figures.by_child.get(unit.pk, {}).get(period, NOTHING) for unit in board.children}
    ranked = sorted(
        (key for key, ratio in ratios.items() if ratio.whole >= FEWEST_TO_RANK),
        key=lambda key: (-ratios[key].percent, ratios[key].missed),
    )
    return {key: place for place, key in enumerate(ranked, 1)}


def _row(board, unit, places, places_before, ranked) -> Row:
    series = board.figures.by_child.get(unit.pk, {})
    ratio = series.get(board.period, NOTHING)
    waiting = board.figures.waiting_by_child.get(unit.pk)
    place, before = places.get(unit.pk), places_before.get(unit.pk)
    return Row(
        place=place,
        label=unit.short_label,
        is_sample=unit.is_sample,
        url=addresses.board(unit, board.period),
        ratio=ratio,
        rate=percent(ratio.percent),
        parts=f"{thousands(ratio.part)} / {thousands(ratio.whole)}",
        due_url=board.behind("due", unit.code),
        bar=sparks.bar(ratio.percent),
        late=ratio.missed,
        late_url=board.behind("due_late", unit.code),
        move=_move(place, before),
        spark=sparks.spark([series.get(period, NOTHING).percent for period in board.period.series()], 80, 22),
        open_count=waiting.count if waiting else 0,
        open_url=board.behind("open", unit.code),
        is_last=bool(place and place == ranked and ranked > 2 and ratio.missed),
    )


def _move(place: int | None, before: int | None) -> str:
    if place is None or before is None or place == before:
        return "—"
    if place < before:
        return _("up %(count)d") % {"count": before - place}
    return _("down %(count)d") % {"count": place - before}
