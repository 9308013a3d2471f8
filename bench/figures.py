"""Figures with what they are compared to, as a table for people and JSON for the next run."""

import json
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench import machine
from bench.clients import Timings

RESULTS = Path(__file__).resolve().parent / "results"
ROUNDS = 3


@dataclass
class Figure:
    """The median of the rounds of one thing measured, with each round's value beside it."""

    name: str
    value: float | None
    unit: str
    aim: str = ""
    rounds: list[float] = field(default_factory=list)
    more: dict = field(default_factory=dict)  # p50_ms, p95_ms, statements …
    why_not: str = ""  # why there is no value


def median(name: str, unit: str, rounds: list[float], *, aim: str = "", **more) -> Figure:
    return Figure(name, statistics.median(rounds), unit, aim, [round(value, 3) for value in rounds], more)


def of_timings(name: str, rounds: list[Timings], *, aim: str = "", **more) -> Figure:
    """Return requests per second with the medians of each round's p50 and p95."""
    more = {
        "p50_ms": statistics.median(timings.ms(0.5) for timings in rounds),
        "p95_ms": statistics.median(timings.ms(0.95) for timings in rounds),
        "cpu_ms": statistics.median(timings.cpu_ms for timings in rounds),
        "wrong": sum(len(timings.wrong) for timings in rounds),
        **more,
    }
    return median(name, "/s", [timings.per_second for timings in rounds], aim=aim, **more)


def absent(name: str, why_not: str) -> Figure:
    return Figure(name, None, "", why_not=why_not)


class Report:
    """Collects the figures of a run, shows each as it comes, and keeps them."""

    def __init__(self, *, keep: Path | None, about: dict):
        self.figures: list[dict] = []
        self.commit = machine.commit()
        self.path = keep or RESULTS / f"{self.commit}.json"
        self.about = {"commit": self.commit, **machine.description(), **about}

    def add(self, measured, *args) -> None:
        """Run a measure, print its figures with what the machine did meanwhile, and remember them."""
        watch, load = machine.Watch(), machine.load()
        found = list(measured(*args))
        foreign = watch.foreign()
        for figure in found:
            surroundings = {"load_before": round(load, 2), "foreign_cpu_percent": foreign and round(foreign, 1)}
            self.figures.append({**asdict(figure), **surroundings})
            print(line(figure, load, foreign), flush=True)

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(
            json.dumps({**self.about, "figures": self.figures}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )


SHOWN = ("p50_ms", "p95_ms", "cpu_ms", "statements")
HEAD = f"{'':<42}{'median':>12}  {'p50':>8} {'p95':>8} {'cpu ms':>7} {'stmts':>6}  {'load':>5} {'others':>7}  aim"


def line(figure: Figure, load: float, foreign: float | None) -> str:
    """Return one line of the table."""
    if figure.value is None:
        return f"{figure.name:<42}not measured: {figure.why_not}"
    times = [f"{figure.more[key]:.1f}" if key in figure.more else "" for key in SHOWN[:3]]
    others = "" if foreign is None else f"{foreign:.0f} %"
    rest = "  ".join(
        f"{key}={value:g}" if isinstance(value, int | float) else f"{key}={value}"
        for key, value in figure.more.items()
        if key not in SHOWN and value
    )
    value = f"{figure.value:.2f} {figure.unit}".rstrip()
    taken = figure.more.get("statements", "")
    cells = f"{value:>12}  {times[0]:>8} {times[1]:>8} {times[2]:>7} {taken:>6}  {load:>5.1f} {others:>7}"
    return f"{figure.name:<42}{cells}  {figure.aim}{'  · ' + rest if rest else ''}"
