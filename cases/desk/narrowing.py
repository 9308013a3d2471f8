"""What narrows a list, read from the address by the table in cases.desk.filters."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cases.desk import filters
from cases.desk.filters import Filter
from cases.desk.tally import Moment
from zhengzhou_grid.lib.snapshot import Snapshot

LONGEST = 60
SELECTED = SafeString(" selected")


@dataclass(frozen=True)
class Chosen:
    """One filter in use: the text in the address, what it means, and its words."""

    filter: Filter
    text: str
    value: Any
    words: str


@dataclass(frozen=True)
class Narrowing:
    """The filters in use on one list, at one moment."""

    chosen: tuple[Chosen, ...]
    at: Moment

    @property
    def condition(self) -> Q:
        """Return what the shown cases have in common; an empty one where nothing is narrowed."""
        return Q(*(one.filter.condition(one.value, self.at) for one in self.chosen))

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Return the parameters in use with their words, for chips that take them away."""
        return [(one.filter.name, one.words) for one in self.chosen]

    @property
    def words(self) -> str:
        return gettext(", ").join(one.words for one in self.chosen)

    @property
    def wants_finished(self) -> bool:
        return any(filters.asks_for_finished(one.filter.name, one.value) for one in self.chosen)


@dataclass(frozen=True)
class Entry:
    """One field of the panel, filled with what is in use; without options it is typed in."""

    name: str
    label: str
    kind: str
    hint: str
    text: str
    options: SafeString | None


def read(query, scope, now) -> Narrowing:
    """Return the narrowing an address asks for; what is not understood narrows nothing and is not shown."""
    chosen = []
    for one in filters.FILTERS:
        text = query.get(one.name, "").strip()[:LONGEST]
        if text and (found := one.read(text, scope)):
            value, words = found
            chosen.append(Chosen(one, text, value, words))
    return Narrowing(tuple(chosen), Moment(now))


def panel(narrow: Narrowing, scope) -> tuple[Entry, ...]:
    """Return the fields of the filter panel."""
    kept = _panels.get()
    shown = (get_language(), tuple((one.filter.name, one.text) for one in narrow.chosen), scope.post_ids)
    if shown not in kept:
        texts = dict(shown[1])
        kept[shown] = tuple(_entry(one, texts.get(one.name, ""), scope) for one in filters.FILTERS)
    return kept[shown]


# What can be chosen changes with reference data, a few times a year; on a page it is a thousand words.
_panels = Snapshot(dict)


def _entry(one: Filter, text: str, scope) -> Entry:
    drawn = None
    if one.options is not None:
        drawn = options(tuple((value, str(label)) for value, label in one.options(scope)), text)
    return Entry(one.name, str(one.label), one.kind, str(one.hint), text, drawn)


@lru_cache(maxsize=1024)
def options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """Draw the options of a select. They follow from their words alone, and hardly ever change."""
    drawn = (
        format_html('<option value="{}"{}>{}</option>', value, SELECTED if value == chosen else "", label)
        for value, label in choices
    )
    return format_html_join("", "{}", ((one,) for one in drawn))
