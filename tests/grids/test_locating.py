"""From a point, a name or a few letters to a grid."""

import pytest
from django.urls import reverse

from grids import locating, tree
from grids.importing import divisions, outlines
from grids.models import Grid, Outline
from grids.models.grid import COMMUNITY, UNIT


@pytest.fixture
def two_districts(db):
    tree.load(divisions.rows(districts=["410102", "410106"]))
    outlines.load(districts=["410106"])


def test_it_finds_the_third_level_grid_at_every_label_point(two_districts):
    for outline in Outline.objects.filter(grid__level=UNIT).select_related("grid")[::5]:
        assert locating.at(outline.label_lng, outline.label_lat) == outline.grid


def test_it_asks_the_database_once(two_districts, django_assert_num_queries):
    point = Outline.objects.get(grid__code="410106002006001")
    with django_assert_num_queries(1):
        found = locating.at(point.label_lng, point.label_lat)
        assert found.label == "盛世社区第一网格"


def test_it_answers_with_the_district_where_nothing_below_is_drawn(two_districts):
    point = Outline.objects.get(grid__code="410106002006001")
    Outline.objects.filter(grid__code__startswith="410106", grid__level__gt=0).delete()
    assert locating.at(point.label_lng, point.label_lat).code == "410106"


def test_it_knows_what_lies_outside(two_districts):
    assert locating.at(116.40, 39.90) is None


def test_a_point_on_a_border_has_one_owner(two_districts):
    corner = Outline.objects.get(grid__code="410106002006001").geometry["coordinates"][0][0]
    owner = locating.at(*corner)
    assert owner.level == UNIT
    assert {locating.at(*corner).code for _ in range(3)} == {owner.code}


def test_the_map_gets_the_grid_and_its_path(client, two_districts):
    point = Outline.objects.get(grid__code="410106002006001")
    answer = client.get(reverse("grids:at"), {"lng": point.label_lng, "lat": point.label_lat}).json()
    assert answer["grid"]["code"] == "410106002006001"
    assert [step["label"] for step in answer["path"]] == ["上街区", "中心路街道", "盛世社区", "盛世社区第一网格"]
    assert [step["short_label"] for step in answer["path"]][-1] == "第一网格"


def test_the_map_is_told_of_a_place_outside_and_of_nonsense(client, two_districts):
    assert client.get(reverse("grids:at"), {"lng": 116.4, "lat": 39.9}).json() == {"grid": None, "path": []}
    assert client.get(reverse("grids:at"), {"lng": "nan", "lat": "inf"}).json()["grid"] is None
    assert client.get(reverse("grids:at"), {"lng": "here"}).status_code == 400


def test_pickers_walk_down_the_tree(client, two_districts):
    address = reverse("grids:children")
    assert [grid["code"] for grid in client.get(address).json()["grids"]] == ["410102", "410106"]
    below = client.get(address, {"parent": "410106002006"}).json()["grids"]
    assert [grid["short_label"] for grid in below] == ["第一网格", "第二网格", "第三网格"]
    assert client.get(address, {"parent": "410106002006001"}).json()["grids"] == []
    assert client.get(address, {"parent": "1"}).status_code == 404


@pytest.mark.parametrize(
    "text", ["金苑小区", "jyxq", "JYXQ", "jinyuanxiaoqu", "Jinyuan Xiaoqu Community", "410102008009", " 金苑小区 "]
)
def test_a_grid_is_found_by_name_pinyin_initials_english_and_code(two_districts, text):
    assert Grid.objects.search(text)[0].code == "410102008009"


def test_search_puts_the_higher_levels_first_and_is_bounded(two_districts):
    found = list(Grid.objects.search("社区", limit=15))
    assert len(found) == 15
    assert {grid.level for grid in found} == {COMMUNITY}
    assert list(Grid.objects.search("   ")) == []
    assert list(Grid.objects.search("%")) == []


def test_search_says_where_each_grid_lies(client, two_districts, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = client.get(reverse("grids:search"), {"q": "jyxq"}).json()
    assert answer["grids"][0]["place"] == ["中原区", "汝河路街道"]
    assert answer["grids"][1]["place"] == ["中原区", "汝河路街道", "金苑小区社区"]
    assert answer["grids"][1]["is_sample"] is True


def test_names_follow_the_language_of_the_reader(client, two_districts):
    answer = client.get(reverse("grids:children"), {"parent": "410102"}, headers={"Accept-Language": "en"}).json()
    assert "Ruhelu Subdistrict" in [grid["label"] for grid in answer["grids"]]
