"""The tree of grids: one writer, sound under many hands, and a checker that sees every kind of damage."""

import csv
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction

from grids import tree
from grids.importing import divisions
from grids.models import Grid
from grids.models.grid import COMMUNITY, DISTRICT, STREET, UNIT

WRITERS = 8


@pytest.fixture
def shangjie(db) -> Grid:
    """上街区 as loaded: 1 district, 6 streets, 64 communities, 192 grids."""
    tree.load(divisions.rows(districts=["410106"]))
    return Grid.objects.get(code="410106")


def run_sql(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query)


def subtree_by_parents(grid: Grid) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below (id, code) AS (
                SELECT id, code FROM grids_grid WHERE id = %s
                UNION ALL
                SELECT g.id, g.code FROM below JOIN grids_grid g ON g.parent_id = below.id
            ) SELECT code FROM below ORDER BY code
            """,
            [grid.pk],
        )
        return [code for (code,) in cursor.fetchall()]


def test_it_reads_all_of_zhengzhou():
    rows = list(divisions.rows())
    assert Counter(row.level for row in rows) == {DISTRICT: 15, STREET: 208, COMMUNITY: 3306, UNIT: 9918}
    per_district = Counter((row.code[:6], row.level) for row in rows)
    with (divisions.DATA / "zhengzhou_counts.csv").open(encoding="utf-8-sig", newline="") as file:
        for unit in csv.DictReader(file):
            assert per_district[unit["code"], STREET] == int(unit["streets"])
            assert per_district[unit["code"], COMMUNITY] == int(unit["communities_villages"])
    assert len({row.code for row in rows}) == len(rows)
    assert {row.is_sample for row in rows if row.level == UNIT} == {True}
    assert {row.is_sample for row in rows if row.level != UNIT} == {False}


def test_it_loads_the_whole_city_soundly_in_one_pass(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert tree.load(divisions.rows()) == 13447
    assert Grid.objects.counts_by_level() == {0: 15, 1: 208, 2: 3306, 3: 9918}
    assert tree.faults() == []
    assert Grid.objects.values("tree_id").distinct().count() == 15
    street = Grid.objects.get(code="410102008")
    assert street.get_descendant_count() == 13 + 39


def test_it_makes_up_the_same_third_level_grids_every_time(shangjie):
    unit = Grid.objects.get(code="410106002006001")
    assert (unit.name, unit.name_en) == ("盛世社区第一网格", "Shengshi Community Grid 1")
    assert (unit.short_label, unit.is_sample, unit.population) == ("第一网格", True, None)
    again = {row.code: row.households for row in divisions.rows(districts=["410106"]) if row.level == UNIT}
    assert again == dict(Grid.objects.at_level(UNIT).values_list("code", "households"))
    assert min(again.values()) >= 300
    assert max(again.values()) <= 500


def test_it_gives_the_same_subtree_as_walking_down_the_parents(shangjie):
    tree.move(Grid.objects.get(code="410106002006"), Grid.objects.get(code="410106001"))
    for grid in Grid.objects.all():
        assert list(Grid.objects.under(grid).values_list("code", flat=True)) == subtree_by_parents(grid)


def test_it_refuses_to_load_a_district_twice(shangjie):
    with pytest.raises(tree.TreeRefusal):
        tree.load(divisions.rows(districts=["410106"]))
    assert Grid.objects.count() == 1 + 6 + 64 + 192


def test_it_refuses_rows_without_a_parent(db):
    orphans = [row for row in divisions.rows(districts=["410106"]) if row.level != STREET]
    with pytest.raises(tree.TreeRefusal, match="no parent"):
        tree.load(orphans)
    assert Grid.objects.count() == 0


def test_it_loads_a_second_district_beside_the_first(shangjie):
    tree.load(divisions.rows(districts=["410171"]))
    assert tree.faults() == []
    assert Grid.objects.districts().count() == 2


def test_it_adds_a_grid_with_the_next_code(shangjie):
    community = Grid.objects.get(code="410106002006")
    added = tree.add(community, name="盛世社区第四网格", name_en="Shengshi Community Grid 4")
    assert (added.code, added.level, added.parent_id) == ("410106002006004", UNIT, community.pk)
    assert tree.faults() == []


@pytest.mark.parametrize(
    ("parent", "code"),
    [("410106002006001", None), ("410106002006", "410106002007009"), ("410106002006", "410106002006001")],
    ids=["below a third-level grid", "a code of another community", "a taken code"],
)
def test_it_refuses_an_impossible_place(shangjie, parent, code):
    with pytest.raises(tree.TreeRefusal):
        tree.add(Grid.objects.get(code=parent), name="x", name_en="x", code=code)
    assert Grid.objects.count() == 263


def test_it_moves_a_community_with_its_grids_and_gives_them_codes_of_the_new_street(shangjie):
    community = Grid.objects.get(code="410106002006")
    units = set(Grid.objects.children_of(community).values_list("pk", flat=True))
    street = Grid.objects.get(code="410106001")
    moved = tree.move(community, street)
    assert moved.pk == community.pk
    assert moved.parent_id == street.pk
    assert moved.code.startswith("410106001")
    assert set(Grid.objects.filter(code__startswith=moved.code, level=UNIT).values_list("pk", flat=True)) == units
    assert tree.faults() == []


def test_it_moves_between_districts(shangjie):
    tree.load(divisions.rows(districts=["410171"]))
    moved = tree.move(Grid.objects.get(code="410106002"), Grid.objects.get(code="410171"))
    assert moved.code.startswith("410171")
    assert Grid.objects.under(moved).count() == 1 + 14 + 42
    assert tree.faults() == []


def test_it_moves_rightly_when_given_stale_grids(shangjie):
    stale = list(Grid.objects.at_level(COMMUNITY)[:6])
    streets = list(Grid.objects.at_level(STREET))
    for number, community in enumerate(stale):
        tree.move(community, streets[number % 6])
        tree.add(streets[number % 6], name="新社区", name_en="New Community")
    assert tree.faults() == []


def test_it_refuses_a_parent_of_another_level(shangjie):
    with pytest.raises(tree.TreeRefusal):
        tree.move(Grid.objects.get(code="410106002006"), shangjie)
    assert Grid.objects.get(code="410106002006").parent.code == "410106002"


def test_it_renames_without_touching_the_tree(shangjie):
    community = Grid.objects.get(code="410106002006")
    before = (community.lft, community.rght)
    renamed = tree.rename(community, name="盛世家园社区")
    assert (renamed.name, renamed.lft, renamed.rght) == ("盛世家园社区", *before)
    with pytest.raises(tree.TreeRefusal):
        tree.rename(community, code="410106002099")


def test_it_brings_names_back_in_line_with_the_data(shangjie):
    tree.rename(Grid.objects.get(code="410106002006"), name="错名")
    rows = list(divisions.rows(districts=["410106"]))
    assert tree.refresh_names(rows) == 1
    assert tree.refresh_names(rows) == 0
    assert Grid.objects.get(code="410106002006").name == "盛世社区"


DAMAGE = {
    "left bound is below right bound": "UPDATE grids_grid SET rght = lft WHERE code = '410106002006001'",
    "child lies inside its parent": "UPDATE grids_grid SET rght = rght + 1000 WHERE code = '410106002006001'",
    "siblings do not overlap": "UPDATE grids_grid SET rght = rght + 3 WHERE code = '410106002006001'",
    "bounds are used once in a tree": "UPDATE grids_grid SET lft = lft + 2 WHERE code = '410106002006001'",
    "a tree has one root, beginning at 1": "UPDATE grids_grid SET lft = lft + 7, rght = rght + 7",
    "bounds enclose exactly the descendants": "UPDATE grids_grid SET rght = rght + 8 WHERE parent_id IS NULL",
    "level is one more than the parent's": """
        UPDATE grids_grid SET parent_id = (SELECT id FROM grids_grid WHERE code = '410106')
        WHERE code = '410106002006001'
    """,
    "code begins with the parent's code": "UPDATE grids_grid SET code = '410106009006' WHERE code = '410106002006'",
}


@pytest.mark.parametrize("rule", list(tree.tree_check.RULES))
def test_it_finds_damage_of_every_kind(shangjie, rule):
    run_sql(DAMAGE[rule])
    assert rule in {fault.rule for fault in tree.faults()}


@pytest.mark.parametrize("rule", [rule for rule in DAMAGE if "level" not in rule and "code" not in rule])
def test_it_repairs_damaged_numbers_from_the_parents(shangjie, rule):
    sound = set(Grid.objects.values_list("code", "lft", "rght", "level", "tree_id"))
    run_sql(DAMAGE[rule])
    assert tree.repair() == []
    repaired = set(Grid.objects.values_list("code", "lft", "rght", "level", "tree_id"))
    assert {row[:4] for row in repaired} == {row[:4] for row in sound}


def test_it_finds_two_roots_in_one_tree(shangjie):
    tree.load(divisions.rows(districts=["410171"]))
    run_sql("UPDATE grids_grid SET tree_id = 1")
    assert "a tree has one root, beginning at 1" in {fault.rule for fault in tree.faults()}
    assert tree.repair() == []


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE grids_grid SET code = '4101060' WHERE code = '410106'",
        "UPDATE grids_grid SET code = '41010x' WHERE code = '410106'",
        "UPDATE grids_grid SET parent_id = NULL WHERE code = '410106002'",
        "UPDATE grids_grid SET code = '410106001' WHERE code = '410106002'",
    ],
)
def test_it_is_guarded_by_the_database(shangjie, query):
    with pytest.raises(IntegrityError), transaction.atomic():
        run_sql(query)


def test_the_check_command_tells_a_sound_tree_from_a_broken_one(shangjie, capsys):
    call_command("check_tree")
    assert "The tree is sound." in capsys.readouterr().out
    run_sql(DAMAGE["siblings do not overlap"])
    with pytest.raises(CommandError):
        call_command("check_tree")
    assert "410106002006002" in capsys.readouterr().out
    call_command("check_tree", "--repair")
    assert tree.faults() == []


def write_at_random(seed: int) -> None:
    """Do twelve inserts and moves with grids read before the lock, as requests do."""
    chance = Random(seed)
    try:
        for turn in range(12):
            streets, communities = (list(Grid.objects.at_level(level)) for level in (STREET, COMMUNITY))
            if turn % 4 == 3:
                tree.plant(f"41{seed:02}{turn:02}", name="新区", name_en="New District")
            elif turn % 2:
                tree.add(chance.choice(streets), name="新社区", name_en="New Community")
            else:
                tree.move(chance.choice(communities), chance.choice(streets))
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_it_stays_sound_under_eight_writers_at_once():
    tree.load(divisions.rows(districts=["410106"]))
    before = Grid.objects.count()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write_at_random, range(20, 20 + WRITERS)))
    assert Grid.objects.count() == before + WRITERS * 6
    assert Grid.objects.districts().count() == 1 + WRITERS * 3
    assert tree.faults() == []
