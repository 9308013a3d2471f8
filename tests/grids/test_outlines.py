"""The outlines: without gaps, without overlaps, shared to the last vertex, and the same every time."""

from collections import defaultdict

import numpy as np
import pytest
import shapely
from django.urls import reverse
from shapely import Polygon
from shapely.geometry import shape

from grids import tree
from grids.importing import divisions, outlines, partition
from grids.models import Grid, Outline
from grids.models.grid import UNIT


@pytest.fixture(scope="module")
def city() -> dict:
    return outlines.read()


@pytest.fixture
def shangjie(db) -> Grid:
    tree.load(divisions.rows(districts=["410106"]))
    outlines.load(districts=["410106"])
    return Grid.objects.get(code="410106")


def test_every_grid_has_one_but_those_of_the_three_zones(city):
    codes = {row.code for row in divisions.rows()}
    without = {code for code in codes if code.startswith(("410171", "410172", "410173"))}
    assert city.keys() == codes - without


@pytest.mark.parametrize("length", [6, 9, 12, 15])
def test_each_level_covers_the_city_without_gap_or_overlap(city, length):
    level = [outline for code, outline in city.items() if len(code) == length]
    whole = shapely.coverage_union_all([city[code] for code in city if len(code) == 6])
    assert shapely.is_valid(level).all()
    assert {outline.geom_type for outline in level} == {"Polygon"}
    assert shapely.coverage_is_valid(level)
    assert sum(outline.area for outline in level) == pytest.approx(whole.area, rel=1e-9)


def test_children_fill_their_parent_exactly(city):
    sums = defaultdict(float)
    for code, outline in city.items():
        sums[code[:-3]] += outline.area
    for code, outline in city.items():
        if len(code) < 15:
            assert sums[code] == pytest.approx(outline.area, rel=1e-6)


def test_neighbours_do_not_overlap_by_any_area(city):
    units = [outline for code, outline in city.items() if code.startswith("410102") and len(code) == 15]
    pairs = shapely.STRtree(units).query(units, predicate="intersects")
    overlaps = [units[one].intersection(other_unit).area for one, other_unit in _different(units, pairs)]
    assert len(overlaps) > 1000
    assert max(overlaps) < 1e-15


def _different(units, pairs):
    return [(one, units[other]) for one, other in pairs.T if one < other]


def test_districts_keep_their_real_outline_to_a_metre_or_two(city):
    for code, region in outlines._district_regions().items():
        real = outlines._stretched(region)
        assert city[code].symmetric_difference(real).area < 2e-4 * real.area


def test_drawing_a_district_gives_every_third_level_grid_a_cell():
    drawn = outlines.draw(["410106"])
    assert len(drawn) == 192
    assert shapely.coverage_is_valid(list(drawn.values()))
    region = outlines._stretched(outlines._district_regions()["410106"])
    assert shapely.union_all(list(drawn.values())).symmetric_difference(region).area < 2e-4 * region.area


def test_a_partition_is_the_same_every_time():
    square = Polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
    once, again = (partition.divide(square, [1, 2, 3], np.random.default_rng(9)) for _ in range(2))
    assert all(cell.equals_exact(other) for cell, other in zip(once, again, strict=True))


def test_packing_loses_nothing(tmp_path):
    ring = Polygon(
        [(113.1, 34.5), (113.2, 34.5), (113.2, 34.6), (113.1, 34.6)],
        [[(113.15, 34.55), (113.16, 34.55), (113.16, 34.56)]],
    )
    outlines.write({"410106001001001": ring}, tmp_path / "o.gz")
    assert outlines.read(tmp_path / "o.gz")["410106001001001"].equals(ring)


def test_a_partition_follows_the_shares_it_is_given():
    square = Polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
    cells = partition.divide(square, [1, 1, 2, 4], np.random.default_rng(1))
    assert sum(cell.area for cell in cells) == pytest.approx(1)
    assert [cell.area for cell in cells] == pytest.approx([1 / 8, 1 / 8, 2 / 8, 4 / 8], rel=0.15)


def test_a_partition_of_a_crooked_region_has_no_islands():
    horseshoe = Polygon([(0, 0), (5, 0), (5, 4), (4, 4), (4, 1), (1, 1), (1, 4), (0, 4)])
    cells = partition.divide(horseshoe, [1] * 5, np.random.default_rng(3))
    assert {cell.geom_type for cell in cells} == {"Polygon"}
    assert sum(cell.area for cell in cells) == pytest.approx(horseshoe.area)


def test_loading_is_done_once(shangjie):
    assert Outline.objects.count() == 263
    assert outlines.load(districts=["410106"]) == 0
    assert not shangjie.outline.is_schematic
    assert Outline.objects.filter(is_schematic=False).count() == 1


def test_the_label_point_lies_inside(shangjie):
    for outline in Outline.objects.all():
        assert shape(outline.geometry).covers(shapely.Point(outline.label_lng, outline.label_lat))


def test_maps_get_the_children_of_a_grid(client, shangjie, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = client.get(reverse("grids:outlines", args=["410106"]))
    features = answer.json()["features"]
    assert [feature["id"] for feature in features] == [f"41010600{number}" for number in (1, 2, 3, 4, 5)] + [
        "410106100"
    ]
    assert features[1]["properties"]["name"] == "中心路街道"
    assert features[1]["properties"]["is_schematic"] is True
    assert "max-age=86400" in answer["Cache-Control"]
    assert shapely.coverage_is_valid([shape(feature["geometry"]) for feature in features])


def test_maps_that_have_the_outlines_are_told_so(client, shangjie):
    address = reverse("grids:outlines", args=["city"])
    first = client.get(address)
    assert [feature["id"] for feature in first.json()["features"]] == ["410106"]
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_zone_without_outline_gives_an_empty_map(client, db):
    tree.load(divisions.rows(districts=["410171"]))
    assert outlines.load() == 0
    assert client.get(reverse("grids:outlines", args=["410171"])).json()["features"] == []
    assert client.get(reverse("grids:outlines", args=["999999"])).status_code == 404


def test_third_level_grids_are_marked_as_sample_data(client, shangjie):
    features = client.get(reverse("grids:outlines", args=["410106002006"])).json()["features"]
    assert [feature["properties"]["label"] for feature in features] == ["第一网格", "第二网格", "第三网格"]
    assert all(feature["properties"]["is_sample"] for feature in features)
    assert {feature["properties"]["level"] for feature in features} == {UNIT}
