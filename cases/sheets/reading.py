"""What a row of a sheet says: its report, and at each cell that cannot be taken, what to do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from cases import lifecycle
from cases.deadlines import CITY_TZ
from cases.models import BY_STAFF, NUMBERED, Case, SheetRow, Source
from cases.sheets.columns import BY_KEY, plain
from cases.sheets.places import Places, Spot, Unclear
from grids import catalogue
from grids.models import Category, Grid
from grids.scope import Scope

SAID = {
    Source.PHONE: ("来电", "电话反映"), Source.WALK_IN: ("来访", "上门", "窗口"), Source.VISIT: ("走访", "入户"),
    Source.PATROL: ("巡查", "网格巡查"), Source.HOTLINE_12345: ("12345", "热线", "市长热线", "12345工单"),
    Source.ZHENGHAOPAI: ("郑好拍",), Source.LEADER: ("领导", "领导批示", "领导交办"),
    Source.MEDIA: ("媒体", "新闻", "舆情"), Source.PETITION: ("信访",), Source.DEPARTMENT: ("部门", "部门移送", "移送"),
}  # fmt: skip
YES = frozenset({"是", "要", "yes", "y", "1", "true", "保密"})
NO = frozenset({"", "否", "不", "不用", "no", "n", "0", "false", "无"})
PHONE = re.compile(r"[0-9 +\-]{5,20}")
MOMENT = re.compile(
    r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：时点](\d{1,2})?分?(?::\d{1,2})?)?"
)
MOST_HOUSEHOLDS = 9999
MOST_NAMED = 3
OLDEST = timedelta(days=366)


@dataclass
class Reading:
    """A row as it was understood. `errors` and `notes` stand at the keys of cells; `twin` has the number already."""

    row: SheetRow
    source: str = ""
    outside_number: str = ""
    text: str = ""
    category: Category | None = None
    spot: Spot | None = None
    address: str = ""
    seen_at: datetime | None = None
    name: str = ""
    phone: str = ""
    households: int = 1
    hides_reporter: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    twin: Case | None = None

    @property
    def is_ready(self) -> bool:
        return not self.errors

    @property
    def source_label(self) -> str:
        return Source(self.source).label if self.source else ""

    def report(self) -> lifecycle.Report:
        """Return the report this row makes; its key makes it one case however often it is sent. One query."""
        path = tuple(Grid.objects.on_path(self.spot)) if self.spot else ()
        return lifecycle.Report(
            text=self.text,
            category=self.category,
            grid=path[-1] if path else None,
            path=path,
            address=self.address,
            name=self.name,
            phone=self.phone,
            households=self.households,
            hides_reporter=self.hides_reporter,
            source=self.source,
            outside_number=self.outside_number,
            seen_at=self.seen_at,
            form_key=self.row.form_key,
        )


class Reader:
    """Reads rows for one person at one moment; places, categories and sources are looked up once."""

    def __init__(self, scope: Scope, now: datetime, source: str = ""):
        self.scope, self.now, self.source = scope, now, source
        self.places = Places(scope)
        self.leaves = catalogue.leaves()
        self.sources = _sources()
        self.by_name: dict[str, list[Category]] = {}
        for leaf in self.leaves:
            for word in {plain(word) for word in (leaf.code, leaf.name_zh, leaf.name_en, leaf.short_zh, leaf.short_en)}:
                if word:
                    self.by_name.setdefault(word, []).append(leaf)

    def read_all(self, rows: Iterable[SheetRow], before: Iterable[SheetRow] = ()) -> list[Reading]:
        """Return what each row says, beside the others: what stands twice, and what is logged already. One query.

        `before` are rows of the same sheet that are logged or being logged.
        """
        readings = [self.read(row) for row in rows]
        _mark_repeated(readings, [self.read(row) for row in before])
        numbers = {reading.outside_number for reading in readings if reading.outside_number}
        known = {
            (case.source, case.outside_number): case for case in Case.objects.with_outside_numbers(BY_STAFF, numbers)
        }
        for reading in readings:
            reading.twin = known.get((reading.source, reading.outside_number))
        return readings

    def read(self, row: SheetRow) -> Reading:
        """Return what one row says by itself."""
        said = Reading(row)
        cells = {key: str(value).strip() for key, value in row.cells.items()}
        for key, column in BY_KEY.items():
            if len(cells.get(key, "")) > column.most:
                said.errors[key] = gettext("At most %(count)s characters, please.") % {"count": column.most}
        for key in BY_KEY:
            if key not in said.errors:
                getattr(self, f"_{key}")(cells.get(key, ""), said)
        if said.spot is None and "grid" not in said.errors:
            said.notes["grid"] = gettext("The intake desk finds the place.")
        return said

    # --- one method for each column: take the cell, or say what to do ---------------------------------------------

    def _source(self, cell: str, said: Reading) -> None:
        said.source = self.sources.get(plain(cell), "") if cell else self.source
        if not said.source:
            words = "、".join(str(source.label) for source in BY_STAFF)
            said.errors["source"] = gettext("Write one of: %(words)s") % {"words": words}

    def _outside_number(self, cell: str, said: Reading) -> None:
        said.outside_number = lifecycle.outside(cell)
        if not cell and said.source in NUMBERED:
            said.errors["outside_number"] = gettext("Write the number it has there: by it, it is logged only once.")

    def _text(self, cell: str, said: Reading) -> None:
        said.text = cell
        if not cell:
            said.errors["text"] = gettext("Please say what happened.")

    def _category(self, cell: str, said: Reading) -> None:
        if not cell:
            said.notes["category"] = gettext("The intake desk decides.")
            return
        found = self.by_name.get(plain(cell)) or self.by_name.get(plain(cell.split()[0]))
        near = found or [leaf for leaf in self.leaves if _is_near(plain(cell), leaf)]
        if len(near) == 1:
            said.category = near[0]
            if not found:
                said.notes["category"] = gettext("Read as %(kind)s.") % {"kind": f"{near[0].code} {near[0].label}"}
        elif near:
            words = "、".join(f"{leaf.code} {leaf.label}" for leaf in near[:MOST_NAMED])
            said.errors["category"] = gettext("No such kind. Do you mean %(words)s?") % {"words": words}
        else:
            said.errors["category"] = gettext("No such kind. Write a code or name of the second sheet, or nothing.")

    def _grid(self, cell: str, said: Reading) -> None:
        if not cell:
            return
        try:
            said.spot = self.places.named(cell)
        except Unclear as unclear:
            said.errors["grid"] = str(unclear)

    def _address(self, cell: str, said: Reading) -> None:
        said.address = cell
        if cell and said.spot is None and "grid" not in said.errors:
            said.spot = self.places.mentioned(cell)
            if said.spot:
                said.notes["grid"] = gettext("Found by the exact place.")

    def _seen_at(self, cell: str, said: Reading) -> None:
        if not cell:
            return
        said.seen_at = _moment(cell, self.now)
        if said.seen_at is None:
            said.errors["seen_at"] = gettext("Write it like 2026-03-01 15:20.")
        elif said.seen_at > self.now:
            said.errors["seen_at"] = gettext("This lies in the future.")
        elif said.seen_at < self.now - OLDEST:
            said.errors["seen_at"] = gettext("This is more than a year ago. Is the year right?")

    def _name(self, cell: str, said: Reading) -> None:
        said.name = cell

    def _phone(self, cell: str, said: Reading) -> None:
        said.phone = cell
        if cell and not PHONE.fullmatch(cell):
            said.errors["phone"] = gettext("Only digits, please, 5 to 20 of them.")

    def _households(self, cell: str, said: Reading) -> None:
        digits = cell.removesuffix("户")
        if not digits:
            return
        if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= MOST_HOUSEHOLDS:
            said.errors["households"] = gettext("A number from 1 to %(most)s, or nothing.") % {"most": MOST_HOUSEHOLDS}
            return
        said.households = int(digits)

    def _hides_reporter(self, cell: str, said: Reading) -> None:
        said.hides_reporter = cell.casefold() in YES
        if not said.hides_reporter and cell.casefold() not in NO:
            said.errors["hides_reporter"] = gettext("Write “yes” or nothing.")


def _mark_repeated(readings: list[Reading], before: list[Reading]) -> None:
    """Mark the later of two rows with one number, or with the same words, place and time."""
    numbers: dict[tuple, int] = {}
    words = {_words(reading): reading.row.number for reading in before if not reading.outside_number}
    for reading in readings:
        number = reading.row.number
        if reading.outside_number:
            first = numbers.setdefault((reading.source, reading.outside_number), number)
            if first != number:
                said = gettext("Row %(row)s has the same number. Leave one of them out.") % {"row": first}
                reading.errors.setdefault("outside_number", said)
        elif reading.text:
            first = words.setdefault(_words(reading), number)
            if first != number:
                said = gettext("Row %(row)s says the same. Leave one of them out.") % {"row": first}
                reading.errors.setdefault("text", said)


def _words(reading: Reading) -> tuple:
    """Return what makes a matter the same; not who told it: a logged row no longer holds that."""
    return reading.text, reading.address, reading.spot, reading.seen_at


def _sources() -> dict[str, str]:
    """Return the sources by every word that means one."""
    found = {}
    for source in BY_STAFF:
        words = [source.value, *SAID[source]]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                words.append(str(source.label))
        found |= {plain(word): str(source) for word in words}
    return found


def _is_near(word: str, leaf: Category) -> bool:
    return any(
        word in plain(name) or (name and plain(name) in word) for name in (leaf.name_zh, leaf.short_zh, leaf.name_en)
    )


def _moment(text: str, now: datetime) -> datetime | None:
    """Return a moment in Zhengzhou as people write it; without a year it is the last such day."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in match.groups())
    today = now.astimezone(CITY_TZ)
    try:
        found = datetime(year or today.year, month, day, hour or 0, minute or 0, tzinfo=CITY_TZ)
        return found if year or found <= today else found.replace(year=today.year - 1)
    except ValueError:
        return None
