"""The seven steps as a river: its width is what flowed in the period, its lakes what waits now. Pure geometry.

Half the width at a point is the throughput (at most 17 px) and, around each step, a bell as high as what waits there.
Late and nearly late cases lie as silt along the lower bank.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import exp

WIDTH, HEIGHT, MIDDLE = 1288, 316, 160
FIRST, APART = 92, 184  # the steps' places
STREAM, LAKE = 17, 66  # widest stream and largest lake, as half widths
LARGE = 12  # fewer waiting than this make no full lake: one case is a ripple
SPREAD = 0.3 * APART
SILT = 2  # of the lake's full height: the band is as thick as its share of the lake
ROOM = 84  # clear water a number needs to stand in the lake
PRECISION = 8  # a point of the bank every so many px


@dataclass(frozen=True)
class Stop:
    """One step of the river, in numbers."""

    flow: int
    waiting: int
    late: int = 0
    soon: int = 0


@dataclass(frozen=True)
class River:
    """Paths of the water, its silt and its streams, and where the words go."""

    water: str
    soon: str
    late: str
    streams: tuple[str, ...]
    places: tuple[int, ...]
    tops: tuple[int, ...]  # the upper bank at each step
    deepest: int | None  # the step whose lake has clear water enough to hold its number
    number_y: int  # where that number stands


def draw(stops: list[Stop]) -> River:
    """Return the river for seven stops."""
    scale = LAKE / max(LARGE, *(stop.waiting for stop in stops))
    widest = max((stop.flow for stop in stops), default=0) or 1
    places = [FIRST + APART * number for number in range(len(stops))]
    flows = [2 + stop.flow / widest * STREAM for stop in stops]

    def hills(x, heights):
        return sum(height * exp(-(((x - place) / SPREAD) ** 2)) for place, height in zip(places, heights, strict=True))

    lakes = [stop.waiting * scale for stop in stops]
    soon = [stop.soon * scale * SILT for stop in stops]
    late = [stop.late * scale * SILT for stop in stops]

    def half(x):
        return _between(x, places, flows) + hills(x, lakes)

    xs = range(0, WIDTH + 1, PRECISION)
    upper = [(x, MIDDLE - half(x)) for x in xs]
    lower = [(x, MIDDLE + half(x)) for x in xs]
    red_top = [(x, max(MIDDLE + half(x) - hills(x, late), MIDDLE - half(x))) for x in xs]
    amber_top = [(x, max(y - hills(x, soon), MIDDLE - half(x))) for x, y in red_top]
    peak = max(range(len(stops)), key=lambda number: stops[number].waiting)
    top, silt = MIDDLE - half(places[peak]), hills(places[peak], late) + hills(places[peak], soon)
    clear = 2 * half(places[peak]) - silt
    return River(
        water=_band(upper, lower),
        soon=_band(amber_top, red_top) if any(soon) else "",
        late=_band(red_top, lower) if any(late) else "",
        streams=tuple(_line([(x, MIDDLE + half(x) * share) for x in xs]) for share in (-0.62, -0.3, 0.02, 0.34)),
        places=tuple(places),
        tops=tuple(round(MIDDLE - half(place)) for place in places),
        deepest=peak if stops[peak].waiting and clear >= ROOM else None,
        number_y=round(top + clear / 2),
    )


def _between(x, places, values):
    """Return the value at x on the line through the places, level beyond the first and the last."""
    if x <= places[0]:
        return values[0]
    for (left, right), (low, high) in zip(pairwise(places), pairwise(values), strict=True):
        if x <= right:
            share = (x - left) / (right - left)
            eased = share * share * (3 - 2 * share)
            return low + (high - low) * eased
    return values[-1]


def _line(points) -> str:
    return "M" + " ".join(f"{x} {y:.1f}" for x, y in points)


def _band(upper, lower) -> str:
    return f"{_line(upper)} L{_line(lower[::-1])[1:]}z"
