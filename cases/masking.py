"""What of a table of counts may be published: no count below five, and none that the others give away. Pure.

A cell keeps one of three faces: its number; "<5" (or, of a part, "all but fewer than five"); or nothing at all, where
the number would let somebody work out a hidden one from the total.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Count:
    """A count as it is known, and for a part of a whole, that whole."""

    value: int
    whole: int | None = None


@dataclass(frozen=True)
class Shown:
    """A count as everybody may see it: a number, or fewer than / more than a number, or nothing."""

    value: int | None = None
    below: int | None = None
    above: int | None = None

    @property
    def is_exact(self) -> bool:
        return self.value is not None

    @property
    def text(self) -> str:
        """Return 12, <5, >95, or … for what is kept back."""
        if self.is_exact:
            return f"{self.value}"
        if self.below is not None:
            return f"<{self.below}"
        return f">{self.above}" if self.above is not None else "…"


WITHHELD = Shown()


def masked(column: Sequence[Count], total: Count, total_shown: Shown | None = None) -> tuple[list[Shown], Shown]:
    """Return one column of a table and its total as they may be published.

    `total_shown` is how another table published the total already; where that one kept it back, this column must not
    add up to it, and is kept back as well.
    """
    total_face = _alone(total) if total_shown is None else total_shown
    if not total_face.is_exact:
        return [face if not face.is_exact else WITHHELD for face in map(_alone, column)], total_face
    faces = [_alone(count) for count in column]
    by_size = sorted(range(len(column)), key=lambda row: (column[row].value, row))
    for row in by_size:
        if _is_safe(column, faces):
            return faces, total_face
        if faces[row].is_exact:
            faces[row] = WITHHELD
    return (faces, total_face) if _is_safe(column, faces) else ([WITHHELD] * len(column), WITHHELD)


def _alone(count: Count) -> Shown:
    """Return what may be shown of a count if nothing stands beside it."""
    if count.whole is not None and count.whole < LEAST:
        return WITHHELD
    if count.value < LEAST:
        return Shown(below=LEAST)
    if count.whole is not None and count.whole - count.value < LEAST:
        return Shown(above=count.whole - LEAST)
    return Shown(value=count.value)


def _is_safe(column: Sequence[Count], faces: Sequence[Shown]) -> bool:
    """Return whether the total leaves every hidden count all the values its face allows.

    What is hidden adds up to a known sum. A count of which "fewer than five" is known lies 0 to 4 above its least
    value; it stays unknown if the others can take up what it does not: one that is kept back whole always can.
    """
    hidden = [(count, face) for count, face in zip(column, faces, strict=True) if not face.is_exact]
    if not hidden:
        return True
    if len(hidden) == 1:
        return False
    free = [count for count, face in hidden if face == WITHHELD]
    if any(count.whole is None or count.whole >= LEAST for count in free):
        return True
    spread = LEAST - 1
    above_least = sum(_above_least(count, face) for count, face in hidden)
    return spread <= above_least <= spread * (len(hidden) - 1)


def _above_least(count: Count, face: Shown) -> int:
    return count.value - (face.above + 1 if face.above is not None else 0)
