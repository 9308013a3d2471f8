"""The administrative divisions of Zhengzhou, read from the data file into rows for grids.tree."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from zlib import crc32

from grids.importing import romanise
from grids.tree import Row

DATA = Path(__file__).parent / "data"
DIVISIONS_FILE = DATA / "zhengzhou_divisions.json"

UNITS_PER_COMMUNITY = 3
NUMERALS = "一二三四五六七八九十"

# 300 to 500 households make one community grid today (社区网格 300–500 户).
SMALLEST_UNIT, LARGEST_UNIT = 300, 500


def rows(districts: Collection[str] | None = None, units_per_community: float = UNITS_PER_COMMUNITY) -> Iterator[Row]:
    """Yield a row for every grid, parents first, in the order of the codes.

    A share of `units_per_community` behind the point gives that share of the communities one more.
    `districts` narrows the yield to these six-digit codes. Raises KeyError for a code that is not in the file.
    """
    for district in _chosen(districts):
        yield _row(district, romanise.district(district["name"]))
        for street in district["streets"]:
            yield _row(street, romanise.street(street["name"]))
            for community in street["communities"]:
                row = _row(community, romanise.community(community["name"]))
                yield row
                yield from _units(row, _number_of_units(row, units_per_community))


def _chosen(codes: Collection[str] | None) -> list[dict]:
    districts = {district["code"]: district for district in json.loads(DIVISIONS_FILE.read_text("utf-8"))["districts"]}
    return [districts[code] for code in sorted(districts if codes is None else codes)]


def _row(division: dict, name_en: str) -> Row:
    name = division["name"]
    return Row(
        code=division["code"],
        name=name,
        full_name=division.get("full_name", name),
        name_en=name_en,
        pinyin=romanise.letters(name),
        initials=romanise.initials(name),
    )


def _number_of_units(community: Row, average: float) -> int:
    whole = int(average)
    return whole + (crc32(community.code.encode()) % 1000 < round(1000 * (average - whole)))


def _units(community: Row, count: int) -> Iterator[Row]:
    """Make up the third-level grids of a community: they are in no public data set."""
    for number in range(1, count + 1):
        code = f"{community.code}{number:03}"
        name = f"{community.name}第{NUMERALS[number - 1]}网格"
        yield Row(
            code=code,
            name=name,
            full_name=name,
            name_en=f"{community.name_en} Grid {number}",
            pinyin=community.pinyin + romanise.letters(f"第{NUMERALS[number - 1]}网格"),
            initials=community.initials + romanise.initials(f"第{NUMERALS[number - 1]}网格"),
            is_sample=True,
            households=SMALLEST_UNIT + crc32(code.encode()) % (LARGEST_UNIT - SMALLEST_UNIT + 1),
        )
