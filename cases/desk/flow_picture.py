"""The workflow as a page tells it: the drawing with its words, the way one case went, and the same as a list."""

from dataclasses import dataclass

from django.utils.translation import gettext

from cases import permissions, workflow
from cases.desk import flow_layout
from cases.desk.flow_layout import Arrow, Band, Box
from cases.models import Case
from cases.workflow import State

ONE_LINE = 9.5  # signs of the size of a Chinese one that a box holds in a line
LINE = 18


@dataclass(frozen=True)
class ShownBox:
    """A state in the picture; lines are (y, words). mark: now, been or empty; kind: hold, decision, end or empty."""

    box: Box
    label: str
    lines: list[tuple[float, str]]
    extra: list[tuple[float, str]]
    mark: str
    kind: str


@dataclass(frozen=True)
class ShownArrow:
    """An arrow in the picture; label is empty where the word stands at another arrow of the same action."""

    arrow: Arrow
    label: str
    is_taken: bool


@dataclass(frozen=True)
class ShownBand:
    """A step in the picture, with the y of its name."""

    band: Band
    label: str
    is_even: bool


@dataclass(frozen=True)
class Deed:
    """One action in words: what it is called, where it leads (empty: the state stays), who may, what it does."""

    label: str
    target: str
    who: str
    effect: str


@dataclass(frozen=True)
class Told:
    """One state in words, with what can be done there."""

    label: str
    step: str
    mark: str
    kind: str
    deeds: list[Deed]


@dataclass(frozen=True)
class Picture:
    """The whole page; way is the states one case went through, in their order."""

    drawing: flow_layout.Drawing
    bands: list[ShownBand]
    boxes: list[ShownBox]
    arrows: list[ShownArrow]
    states: list[Told]
    way: list[str]
    alike: list[str]

    @property
    def height(self) -> float:
        return self.drawing.height


def of(case: Case | None = None) -> Picture:
    """Return the picture of the workflow, with the way of a case where one is given. One query for a case."""
    drawing = flow_layout.draw()
    walked = _walked(case) if case else []
    been = {state for _kind, source, target in walked for state in (source, target)}
    now = case.state if case else ""
    marks = {state: "now" if state == now else "been" if state in been else "" for state in State}
    bands = [
        ShownBand(band, gettext(workflow.STEP_LABELS[band.step]), number % 2 == 0)
        for number, band in enumerate(drawing.bands)
    ]
    return Picture(
        drawing,
        bands,
        [_box(box, marks[box.state]) for box in drawing.boxes.values()],
        _arrows(drawing, walked),
        [_told(state, marks[state]) for state in State],
        _way(walked, now),
        [_label(state) for state in drawing.alike],
    )


def _walked(case: Case) -> list[tuple[str, str, str]]:
    """Return the steps a case took as (kind of event, from, to)."""
    rows = list(case.events.order_by("at", "id").values_list("kind", "from_state", "to_state"))
    return [row for row in rows if row[1] != row[2] or row[0] == "case.reported"]


def _way(walked, now: str) -> list[str]:
    states = [target for _kind, _source, target in walked]
    return [_label(state) for state in states] if now else []


def _label(state: str) -> str:
    return gettext(workflow.STATES[State(state)].label)


def _kind(state: State) -> str:
    if state in workflow.PAUSED:
        return "hold"
    if state in workflow.TERMINAL:
        return "end"
    return "decision" if flow_layout.is_decision(state) else ""


def _box(box: Box, mark: str) -> ShownBox:
    label = _label(box.state)
    words = in_lines(label)
    extra = [gettext(workflow.ACTIONS[name].label) for name in box.anywhere]
    top = box.y + (box.height - LINE * (len(words) + len(extra))) / 2 + 13.5
    lines = [(top + LINE * number, line) for number, line in enumerate(words)]
    below = [(top + LINE * (len(words) + number), line) for number, line in enumerate(extra)]
    return ShownBox(box, label, lines, below, mark, _kind(box.state))


def in_lines(label: str) -> list[str]:
    """Return a label in one line, or in two broken after a comma or at the space nearest to the middle."""
    if _wide(label) <= ONE_LINE:
        return [label]
    breaks = [at + 1 for at, sign in enumerate(label) if sign in "，, "]
    if not breaks:
        return [label]
    at = min(breaks, key=lambda place: abs(place - len(label) / 2))
    return [label[:at].strip(), label[at:].strip()]


def _wide(text: str) -> float:
    return sum(1 if ord(sign) > 0x2E80 else 0.52 for sign in text)


def _arrows(drawing, walked) -> list[ShownArrow]:
    same = set(drawing.alike)
    taken = {(kind, target) for kind, _source, target in walked}
    came_from = {(kind, source, target) for kind, source, target in walked}
    shown, said = [], set()
    for arrow in drawing.arrows:
        action = workflow.ACTIONS[arrow.action]
        spot = (arrow.action, arrow.label_x, arrow.label_y)
        sources = same if arrow.source in same else {arrow.source}
        only = sum(1 for other in drawing.arrows if other.action == arrow.action) == 1
        exact = any((action.event, source, arrow.target) in came_from for source in sources)
        is_taken = exact or (only and (action.event, arrow.target) in taken)
        shown.append(ShownArrow(arrow, "" if spot in said else gettext(action.label), is_taken))
        said.add(spot)
    return sorted(shown, key=lambda one: one.is_taken)  # what was taken lies on top


def _told(state: State, mark: str) -> Told:
    look = workflow.STATES[state]
    deeds = [
        Deed(
            gettext(action.label),
            _label(action.target) if action.target else "",
            "、".join(str(permissions.WHO[actor]) for actor in permissions.WHO if actor in action.by),
            gettext(action.effect) if action.effect else "",
        )
        for action in workflow.ACTIONS.values()
        if state in action.sources
    ]
    return Told(gettext(look.label), gettext(workflow.STEP_LABELS[look.step]), mark, _kind(state), deeds)
