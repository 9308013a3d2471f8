"""Small server-side drawings: a line of percentages, a bar with its goal. Pure geometry."""

from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 178, 36, 5
BAR = 160


@dataclass(frozen=True)
class Spark:
    """A line without axes; gaps where a period had no denominator."""

    line: str
    fill: str
    x: str
    y: str


def spark(values: list[float | None], width: int = WIDTH, height: int = HEIGHT) -> Spark | None:
    """Return the line through the known values, or None when fewer than two are known."""
    known = [(number, value) for number, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(value for _n, value in known), max(value for _n, value in known)
    span = (high - low) or 1.0
    across = (width - 2 * EDGE) / (len(values) - 1)
    flat = (height / 2) if high == low else None
    points = [
        (EDGE + number * across, flat or height - EDGE - (value - low) / span * (height - 2 * EDGE))
        for number, value in known
    ]
    line = "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    fill = f"{line} L{points[-1][0]:.1f} {height} {points[0][0]:.1f} {height}z"
    return Spark(line, fill, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}")


def bar(percent: float | None) -> int:
    """Return the length in px of a rate's bar."""
    return round((percent or 0) / 100 * BAR)
