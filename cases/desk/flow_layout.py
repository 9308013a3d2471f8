"""Where the states and arrows of the workflow stand in a picture: from the table alone, for any table. Pure.

Seven bands from top to bottom, one for each step. The usual way runs down the middle; to the left stands where a case
rests or ends, to the right where it makes a detour. Measures are in units of the picture.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from cases import workflow
from cases.workflow import Action, Group, State, Step

BOX, GAP, MARGIN = 164, 204, 116  # the margin on the left holds the names of the steps
TALL, PORT, LANE, BETWEEN, AIR = 52, 19, 9, 34, 20
WIDTH = MARGIN + 3 * BOX + 2 * GAP + 20
ANYWHERE = 6  # an action that starts from this many states or more is written on its target, not drawn from each


class Side(StrEnum):
    """The three columns."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


X = {Side.LEFT: MARGIN, Side.MIDDLE: MARGIN + BOX + GAP, Side.RIGHT: MARGIN + 2 * (BOX + GAP)}


@dataclass
class Box:
    """One state with its place; `anywhere` names the actions that lead here from nearly every state."""

    state: State
    side: Side
    row: int
    y: float = 0
    height: float = TALL
    anywhere: list[str] = field(default_factory=list)

    @property
    def x(self) -> float:
        return X[self.side]

    @property
    def middle(self) -> float:
        return self.x + BOX / 2


@dataclass(frozen=True)
class Arrow:
    """One action from one state to another: its path for an SVG, and where its word stands (none: it is said once)."""

    action: str
    source: State
    target: State
    path: str
    label_x: float | None = None
    label_y: float | None = None
    anchor: str = "middle"


@dataclass(frozen=True)
class Band:
    """One step: from y on, as tall as its states need."""

    step: Step
    y: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """The whole picture. `alike` are states that are left by the same ways; their arrows start from the first one."""

    width: float
    height: float
    bands: list[Band]
    boxes: dict[State, Box]
    arrows: list[Arrow]
    alike: tuple[State, ...]


def usual_way(start: State = State.DRAFT) -> list[State]:
    """Return the way most cases go: never back, an ordinary action before one that ends, a step on before none."""
    way = [start]
    steps = list(Step)
    while True:
        here = way[-1]
        own = steps.index(workflow.STATES[here].step)
        ahead = [
            (action.group == Group.FINISH, steps.index(workflow.STATES[action.target].step) == own, action.target)
            for action in _moving().values()
            if here in action.sources and action.target not in way and not _is_anywhere(action)
            and steps.index(workflow.STATES[action.target].step) >= own
            and not action.pauses and action.target not in workflow.TERMINAL - {State.EVALUATED}
        ]  # fmt: skip
        if not ahead:
            return way
        way.append(min(ahead, key=lambda found: found[:2])[2])


def alike() -> tuple[State, ...]:
    """Return the states that the most actions treat as one, the one on the usual way first."""
    counts: dict[frozenset, int] = defaultdict(int)
    for action in workflow.ACTIONS.values():
        steps = {workflow.STATES[state].step for state in action.sources}
        if 1 < len(action.sources) < ANYWHERE and len(steps) == 1:
            counts[action.sources] += 1
    if not counts:
        return ()
    group = max(counts, key=lambda states: (counts[states], len(states)))
    order, way = list(State), usual_way()
    return tuple(sorted(group, key=lambda state: (state not in way, order.index(state))))


def is_decision(state: State) -> bool:
    """Tell whether somebody else than the unit decides here between several ways on."""
    exits = [a for a in _moving().values() if state in a.sources and a.target != state and not _is_anywhere(a)]
    return (
        state in workflow.OPEN - workflow.PAUSED
        and len(exits) > 1
        and not any(workflow.Actor.OWNER in action.by for action in exits)
    )


def draw() -> Drawing:
    """Return the picture of the table."""
    boxes, bands = _place()
    edges = _edges(boxes)
    _stack(boxes, bands, edges)
    lowest = bands[-1]
    return Drawing(WIDTH, lowest.y + lowest.height, bands, boxes, _Router(boxes, edges).arrows(), alike())


def _moving() -> dict[str, Action]:
    return {name: action for name, action in workflow.ACTIONS.items() if action.target is not None}


def _is_anywhere(action: Action) -> bool:
    return len(action.sources) >= ANYWHERE


def _place() -> tuple[dict[State, Box], list[Band]]:
    """Give each state its column and its row inside its band."""
    way, boxes = usual_way(), {}
    rows: dict[tuple[Step, Side], int] = defaultdict(int)
    for state in [*way, *(one for one in State if one not in way)]:
        side = Side.MIDDLE if state in way else Side.LEFT if _rests(state) else Side.RIGHT
        step = workflow.STATES[state].step
        boxes[state] = Box(state, side, rows[step, side])
        rows[step, side] += 1
    for name, action in _moving().items():
        if _is_anywhere(action):
            boxes[action.target].anywhere.append(name)
    return boxes, [Band(step, 0, 0) for step in Step]


def _rests(state: State) -> bool:
    return state in workflow.PAUSED or state in workflow.TERMINAL


def _edges(boxes) -> list[tuple[str, State, State]]:
    """Return the arrows to draw: one for each action and source; of states that are alike only the first."""
    same = alike()
    found = []
    for name, action in _moving().items():
        if _is_anywhere(action):
            continue
        for state in sorted(action.sources, key=list(State).index):
            drawn_for_all = state in same[1:] and action.sources >= frozenset(same)
            if state != action.target and not drawn_for_all:
                found.append((name, state, action.target))
    return found


def _stack(boxes, bands, edges) -> None:
    """Set every y: a box is as tall as the arrows at its side need, a band as tall as its tallest column."""
    ports: dict[State, set] = defaultdict(set)
    for name, source, target in edges:
        for state in (source, target):
            if boxes[state].side != Side.MIDDLE:
                ports[state].add((name, state == source))
    y = 0.0
    for number, band in enumerate(bands):
        inside = [box for box in boxes.values() if workflow.STATES[box.state].step == band.step]
        lowest = y + AIR
        for side in Side:
            at = y + AIR
            for box in sorted((box for box in inside if box.side == side), key=lambda box: box.row):
                box.y, box.height = at, max(TALL, PORT * len(ports[box.state]) + 16, TALL + 18 * bool(box.anywhere))
                at += box.height + BETWEEN
            lowest = max(lowest, at - BETWEEN)
        bands[number] = Band(band.step, y, lowest + AIR - y)
        y = lowest + AIR


class _Router:
    """Leads each arrow: straight down the middle, else through a lane of its own in the gap beside the middle."""

    def __init__(self, boxes: dict[State, Box], edges):
        self.boxes, self.edges = boxes, edges
        self.way = usual_way()
        self.lanes: dict[Side, list] = {Side.LEFT: [], Side.RIGHT: []}
        self.ports: dict[tuple[State, Side], list] = defaultdict(list)

    def arrows(self) -> list[Arrow]:
        straight = [edge for edge in self.edges if self._is_straight(edge)]
        bent = [edge for edge in self.edges if edge not in straight]
        for edge in bent:
            side, bundle = self._side(edge), self._bundle(edge)
            if bundle not in self.lanes[side]:
                self.lanes[side].append(bundle)
            for state, port in self._ends(edge, side):
                if port not in self.ports[state, side]:
                    self.ports[state, side].append(port)
        for (state, _side), found in self.ports.items():  # what comes from above is met above: fewer crossings
            found.sort(key=lambda port: self._other_end(state, port))
        for lanes in self.lanes.values():  # the longest way runs nearest to the middle
            lanes.sort(key=self._length, reverse=True)
        return [self._down(edge) for edge in straight] + [self._bend(edge) for edge in bent]

    def _is_straight(self, edge) -> bool:
        _name, source, target = edge
        return source in self.way and target in self.way and self.way.index(target) - self.way.index(source) == 1

    def _side(self, edge) -> Side:
        sides = {self.boxes[edge[1]].side, self.boxes[edge[2]].side} - {Side.MIDDLE}
        return sides.pop() if len(sides) == 1 else Side.LEFT

    @staticmethod
    def _bundle(edge) -> tuple:
        return edge[0], edge[2]

    def _ends(self, edge, side):
        """Return the ports an arrow needs: arrows of one action to one target share the port there."""
        name, source, target = edge
        return (source, (name, source, "out")), (target, (name, target, "in"))

    def _other_end(self, state, port) -> float:
        name, _state, way = port
        ends = [e for e in self.edges if e[0] == name and (e[1] if way == "out" else e[2]) == state]
        others = [self.boxes[e[2] if way == "out" else e[1]] for e in ends]
        mine = self.boxes[state]
        return min(other.y - mine.y for other in others) + (0.5 if way == "out" else 0)

    def _length(self, bundle) -> float:
        target = bundle[1]
        ys = [self.boxes[e[1]].y for e in self.edges if self._bundle(e) == bundle]
        return max(abs(y - self.boxes[target].y) for y in ys)

    def _port(self, state, side, port) -> float:
        box, found = self.boxes[state], self.ports[state, side]
        return box.y + box.height * (found.index(port) + 1) / (len(found) + 1)

    def _down(self, edge) -> Arrow:
        name, source, target = edge
        above, below = self.boxes[source], self.boxes[target]
        x, start, end = above.middle, above.y + above.height, below.y
        return Arrow(name, source, target, f"M{x:g} {start:g}V{end:g}", x + 10, (start + end) / 2 + 4, "start")

    def _bend(self, edge) -> Arrow:
        name, source, target = edge
        side = self._side(edge)
        away = -1 if side == Side.LEFT else 1
        lane = self.lanes[side].index(self._bundle(edge))
        edge_of_middle = X[Side.MIDDLE] + (0 if side == Side.LEFT else BOX)
        x = edge_of_middle + away * (14 + lane * LANE)
        (_s, out), (_t, into) = self._ends(edge, side)
        start = self._facing(source, side), self._port(source, side, out)
        end = self._facing(target, side), self._port(target, side, into)
        path = f"M{start[0]:g} {start[1]:g}H{x:g}V{end[1]:g}H{end[0]:g}"
        outer = start if self.boxes[source].side != Side.MIDDLE else end
        if self.boxes[source].side == self.boxes[target].side == Side.MIDDLE:
            return Arrow(name, source, target, path, x + away * 6, end[1] - 6, "end" if away < 0 else "start")
        widest = edge_of_middle + away * (14 + len(self.lanes[side]) * LANE)
        return Arrow(name, source, target, path, (outer[0] + widest) / 2, outer[1] - 5)

    def _facing(self, state, side: Side) -> float:
        """Return the x of the edge of a box that looks into the gap on a side of the middle."""
        box = self.boxes[state]
        looks_left = (side == Side.LEFT) == (box.side == Side.MIDDLE)
        return box.x if looks_left else box.x + BOX
