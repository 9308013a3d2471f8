"""Which grid of a person's area a cell means: by code, by name, or by an address that mentions one. In memory."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext

from cases.sheets.columns import plain
from grids.finding import ENDINGS, SHORTEST_STEM
from grids.models.grid import COMMUNITY, STREET, Labelled
from grids.permissions import grids_visible_to
from grids.scope import Scope

MOST_NAMED = 4


class Unclear(Exception):
    """No grid, or several; the message says what to write."""


@dataclass(frozen=True)
class Spot(Labelled):
    """A grid as a row names it."""

    code: str
    name: str
    full_name: str
    name_en: str
    level: int


class Places:
    """The grids of a person's area, read once for a whole sheet. One query."""

    def __init__(self, scope: Scope):
        rows = grids_visible_to(scope).order_by("code").values_list("code", "name", "full_name", "name_en", "level")
        self.by_code = {code: Spot(code, *names) for code, *names in rows}
        self.by_name: dict[str, list[Spot]] = defaultdict(list)
        self.stems: list[tuple[str, Spot]] = []
        for spot in self.by_code.values():
            for word in {plain(spot.name), plain(spot.full_name), plain(spot.name_en)} - {""}:
                self.by_name[word].append(spot)
            if spot.level in (STREET, COMMUNITY):
                stem = plain(_stem(spot.name))
                if len(stem) >= SHORTEST_STEM:
                    self.stems.append((stem, spot))
        self.stems.sort(key=lambda pair: (-len(pair[0]), -pair[1].level))

    def named(self, text: str) -> Spot:
        """Return the grid a cell names. Raises Unclear."""
        first = text.split()[0]
        if first.isdigit() and len(first) >= 6:
            if first in self.by_code:
                return self.by_code[first]
            raise Unclear(gettext("No grid of your area has this code."))
        found = self.by_name.get(plain(text)) or self._mentioned(text)
        if not found:
            raise Unclear(
                gettext(
                    "No such grid in your area. Write the name as in the second sheet of the template, or the code."
                )
            )
        if len(found) > 1:
            codes = ", ".join(f"{spot.code} {spot.label}" for spot in found[:MOST_NAMED])
            raise Unclear(gettext("Several places have this name; write the code: %(codes)s") % {"codes": codes})
        return found[0]

    def mentioned(self, address: str) -> Spot | None:
        """Return the one grid an address mentions; None where it mentions none or several."""
        found = self._mentioned(address)
        return found[0] if len(found) == 1 else None

    def _mentioned(self, text: str) -> list[Spot]:
        """Return the grids whose name stands in a text, only those with the longest; a community before its street."""
        squeezed = plain(text)
        whole = [
            spot
            for name, spots in self.by_name.items()
            if len(name) > SHORTEST_STEM * 2 and name in squeezed
            for spot in spots
        ]
        if whole:
            deepest = max(spot.level for spot in whole)
            return list(dict.fromkeys(spot for spot in whole if spot.level == deepest))
        said = [(stem, spot) for stem, spot in self.stems if stem in squeezed]
        best = [(stem, spot) for stem, spot in said if spot.level == max(s.level for _stem, s in said)]
        return [spot for stem, spot in best if len(stem) == len(best[0][0])]


def _stem(name: str) -> str:
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name
