"""The words of the demo, read from texts.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "texts.toml"
WORDS = "words"


@dataclass(frozen=True)
class Matter:
    """What people say about one category, what the unit answers, and the drawings that go with it."""

    code: str
    reports: tuple[str, ...]
    cold: tuple[str, ...]
    done: tuple[str, ...]
    before: str
    after: str
    building: int | None
    is_drawn_cold_only: bool

    def texts(self, day: date) -> tuple[str, ...]:
        """Return what may be reported on a day."""
        return self.cold if self.cold and is_heating_season(day) else self.reports

    def drawing_before(self, day: date) -> str:
        """Return the name of the drawing that shows the trouble, or nothing."""
        return "" if self.is_drawn_cold_only and not is_heating_season(day) else self.before

    def drawing_after(self, day: date) -> str:
        """Return the name of the drawing that shows the result, or nothing."""
        return "" if self.is_drawn_cold_only and not is_heating_season(day) else self.after


@cache
def matters() -> dict[str, Matter]:
    """Return what is said, by the code of the category."""
    return {code: _matter(code, rows) for code, rows in _source().items() if code != WORDS}


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the phrases of one kind: respond, verify, close …"""
    return tuple(_source()[WORDS][kind])


def is_heating_season(day: date) -> bool:
    """Tell whether Zhengzhou is heated: from 15 November to 15 March."""
    return not (3, 15) < (day.month, day.day) < (11, 15)


@cache
def _source() -> dict:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def _matter(code: str, rows: dict) -> Matter:
    scene = rows["scene"]
    return Matter(
        code=code,
        reports=tuple(rows["reports"]),
        cold=tuple(rows.get("cold", ())),
        done=tuple(rows["done"]),
        before=rows.get("before") or (scene and f"{scene}-before"),
        after=rows.get("after") or (scene and f"{scene}-after"),
        building=rows.get("building"),
        is_drawn_cold_only=rows.get("scene_cold_only", False),
    )
