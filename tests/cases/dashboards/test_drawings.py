"""Geometry without a page: the river, the small line, the shades of the map."""

import re

import pytest

from cases.dashboards import river, situation, sparks
from cases.dashboards.river import MIDDLE, Stop


def highest(path):
    return min(float(y) for _x, y in re.findall(r"(\d+) (-?[\d.]+)", path))


def test_the_largest_lake_stands_where_most_cases_wait():
    drawing = river.draw([Stop(10, waiting) for waiting in (1, 2, 3, 80, 4, 5, 0)])

    assert drawing.deepest == 3
    assert drawing.tops[3] == min(drawing.tops)
    assert drawing.tops[3] <= MIDDLE - river.LAKE


def test_a_single_case_is_a_ripple():
    drawing = river.draw([Stop(0, 0)] * 3 + [Stop(0, 1)] + [Stop(0, 0)] * 3)

    assert drawing.deepest is None
    assert MIDDLE - river.LAKE / 4 < highest(drawing.water) < MIDDLE


def test_a_dry_river_has_no_lake_and_no_silt():
    drawing = river.draw([Stop(0, 0)] * 7)

    assert (drawing.deepest, drawing.late, drawing.soon) == (None, "", "")


def test_a_lake_full_of_silt_leaves_its_number_on_the_bank():
    drawing = river.draw([Stop(10, 0)] * 3 + [Stop(10, 100, late=90)] + [Stop(10, 0)] * 3)

    assert drawing.deepest is None
    assert highest(drawing.late) > highest(drawing.water)


def test_a_line_of_one_value_is_no_line():
    assert sparks.spark([None, 92.0, None]) is None


def test_a_line_leaves_out_periods_without_a_rate():
    drawing = sparks.spark([90.0, None, 95.0])

    assert drawing.line.count(" ") == 3
    assert float(drawing.y) < float(drawing.line.removeprefix("M").split()[1])


@pytest.mark.parametrize(("value", "shade"), [(0, 1), (1, 1), (20, 1), (21, 2), (99, 5), (100, 5)])
def test_more_is_darker_in_five_steps(value, shade):
    assert situation.shade(value, 100) == shade


def test_the_legend_leaves_no_number_out():
    assert situation.legend(7) == [(1, "0–1"), (2, "2"), (3, "3–4"), (4, "5"), (5, "6–7")]
    assert situation.legend(0) == [(1, "0")]
