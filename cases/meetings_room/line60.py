"""The sixty days of a case before a joint meeting, as a line with its dates. Pure geometry."""

from dataclasses import dataclass
from datetime import date

WIDTH, START, ACROSS = 680, 44, 590
DAYS = 60  # 信访工作条例: two months
ROOM = 72  # px a label needs


@dataclass(frozen=True)
class Mark:
    """One point of the line: x, kind (begin, past, now, plan, done, end) and up to three lines of words."""

    x: int
    day: int
    date: date
    kind: str
    label: str
    is_labelled: bool = True


@dataclass(frozen=True)
class Line:
    """The line, how far it is gone, and the original limit as a dashed stroke."""

    marks: tuple[Mark, ...]
    gone: int
    original_x: int | None
    original_anchor: str
    original_text_x: int
    days: int


def draw(begun: date, today: date, dates: list[tuple[date, str, str]], original: date | None) -> Line:
    """Return the line from the day a case was reported. `dates` are (date, kind, label), the important ones first."""
    furthest = max([DAYS, (today - begun).days, *((day - begun).days for day, _kind, _label in dates)])
    if original:
        furthest = max(furthest, (original - begun).days)

    def x(day: date) -> int:
        return START + round((day - begun).days / furthest * ACROSS)

    marks: list[Mark] = []
    for day, kind, label in dates:
        taken = [mark.x for mark in marks if mark.is_labelled]
        free = all(abs(x(day) - other) >= ROOM for other in taken)
        marks.append(Mark(x(day), (day - begun).days, day, kind, label, free))
    original_x = x(original) if original else None
    is_right = bool(original_x and original_x > WIDTH * 0.62)
    return Line(
        marks=tuple(sorted(marks, key=lambda mark: mark.x)),
        gone=x(today),
        original_x=original_x,
        original_anchor="end" if is_right else "start",
        original_text_x=(original_x or 0) + (-8 if is_right else 8),
        days=furthest,
    )
