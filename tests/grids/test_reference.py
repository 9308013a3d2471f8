"""Departments, categories and the responsibility list, as the files give them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cases.deadlines import Limit
from grids.importing import reference
from grids.models import Category, Department, GovernanceFunction, Ledger, ResponsibilityRule, Urgency

SPRITE = Path(settings.BASE_DIR) / "static" / "icons.svg"


@pytest.fixture
def loaded(db):
    return reference.load()


@pytest.fixture
def leaves(loaded):
    return list(Category.objects.leaves())


def test_it_has_ten_classes_and_42_leaves(loaded, leaves):
    assert "".join(Category.objects.classes().values_list("code", flat=True)) == "ABCDEFGHIJ"
    assert len(leaves) == 42
    assert all(leaf.code[0] == leaf.parent.code for leaf in leaves)


def test_it_gives_every_leaf_limits_that_can_be_read(leaves):
    for leaf in leaves:
        assert str(Limit.parse(leaf.limit)) == leaf.limit
        if leaf.respond_limit:
            assert str(Limit.parse(leaf.respond_limit)) == leaf.respond_limit
    assert {leaf.code: leaf.limit for leaf in leaves if leaf.code in ("A01", "B01", "B04", "I01", "H04")} == {
        "A01": "4H",
        "B01": "4E",
        "B04": "24E",
        "I01": "20D",
        "H04": "1D",
    }


def test_it_uses_known_words_only(leaves):
    assert {leaf.urgency for leaf in leaves} == set(Urgency.values)
    assert {leaf.function for leaf in leaves} == set(GovernanceFunction.values)
    assert {leaf.ledger for leaf in leaves} <= set(Ledger.values)


def test_it_gives_every_leaf_one_rule_for_every_level(leaves):
    ruled = set(ResponsibilityRule.objects.filter(level=None).values_list("category__code", flat=True))
    assert ruled == {leaf.code for leaf in leaves}


def test_it_sends_title_certificates_to_the_housing_cadre(loaded):
    rule = ResponsibilityRule.objects.get(category__code="I01", level=None)
    assert rule.lead_department.code == "housing"
    assert {"natural_resources", "tax", "fire"} <= {d.code for d in rule.supporting_departments.all()}


def test_it_never_lets_a_department_support_itself(loaded):
    for rule in ResponsibilityRule.objects.prefetch_related("supporting_departments"):
        assert rule.lead_department not in rule.supporting_departments.all()


def test_it_is_complete_in_chinese_and_english(loaded):
    for row in [*Category.objects.all(), *Department.objects.all()]:
        assert all([row.name_zh, row.name_en, row.short_zh, row.short_en])
        assert row.name_en.isprintable()
        assert not any("一" <= letter <= "鿿" for letter in row.name_en + row.short_en)
    for category in Category.objects.all():
        assert bool(category.limit_note_zh) == bool(category.limit_note_en)
        assert len(category.short_zh) <= 6


def test_it_names_icons_that_exist(loaded):
    icons = set(Category.objects.values_list("icon", flat=True))
    assert "" not in icons
    assert icons - set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8"))) == set()


def test_it_gives_every_category_an_icon_of_its_own(loaded):
    icons = list(Category.objects.values_list("icon", flat=True))
    assert len(icons) == len(set(icons))


def test_it_offers_six_common_categories(leaves):
    assert len([leaf for leaf in leaves if leaf.is_common]) == 6


def test_it_changes_nothing_the_second_time(loaded):
    again = reference.load()
    assert [(part.added, part.overwritten, part.kept) for part in again] == [(0, 0, 0)] * 4
    assert [part.same for part in again] == [part.added for part in loaded]


def test_it_keeps_what_an_administrator_changed_unless_told_otherwise(loaded):
    Category.objects.filter(code="A01").update(limit="6H")
    rule = ResponsibilityRule.objects.get(category__code="A01")
    rule.supporting_departments.clear()
    assert [part.kept for part in reference.load()] == [0, 0, 1, 1]
    assert Category.objects.get(code="A01").limit == "6H"
    assert [part.overwritten for part in reference.load(overwrite=True)] == [0, 0, 1, 1]
    assert Category.objects.get(code="A01").limit == "4H"
    assert rule.supporting_departments.count() == 1
