"""Search: pairs of Chinese signs, Latin beginnings, places by name and pinyin, through indexes."""

import pytest
from django.db import connection

from cases import search_words
from cases.models import Case
from grids import tree


def found(text):
    return list(Case.objects.mentioning(text).values_list("pk", flat=True))


@pytest.fixture
def case(report):
    report("A01", text="单元门口垃圾没人清。", address="农业路1号院", routed=False)
    return report("I01", text="小区路灯不亮，晚上看不见路，已报B区物业。", address="丰产路88号3号楼", routed=False)


@pytest.mark.parametrize("text", ["路灯", "灯", "亮", "路灯不亮", "路灯 物业", "丰产", "b区", "88号", "丰产路88号"])
def test_it_finds_words_of_the_text_and_the_address(case, text):
    assert found(text) == [case.pk]


def test_it_finds_the_number_and_its_beginning(case):
    assert found(case.number.lower()) == [case.pk]
    assert case.pk in found(case.number[:8])
    assert found(case.number[-6:]) == [case.pk]


@pytest.mark.parametrize("text", ["灯路", "路灯 农业", "", "。！", "'", "路灯 & !垃圾 不存在"])
def test_it_finds_nothing_that_lacks_a_term(case, text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["盛世社区", "盛世", "sssq", "shengshi", "中心路"])
def test_a_place_is_found_by_a_piece_of_its_name_its_pinyin_and_its_initials(case, world, text):
    tree.rename(world.community, pinyin="shengshishequ", initials="sssq")

    assert case.pk in found(text)


def test_a_place_and_a_word_together_leave_one(case):
    assert found("盛世 路灯") == [case.pk]
    assert found("中原区 路灯") == []


def test_nobody_is_found_by_name_or_telephone(report):
    report("I01", name="周明远", phone="13800138000", routed=False)

    assert found("周明远") == found("13800138000") == []


@pytest.mark.parametrize("text", ["路灯不亮", "灯", "A区3号楼，ABC-12", "x" * 3000, "𠮷野家门口", "全角ＡＢＣ"])
def test_what_is_asked_is_cut_as_the_words_are_kept(db, text):
    asked = search_words.question(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_words(%s) @@ %s::tsquery", [text, asked])
        assert cursor.fetchone() == (True,)


def test_two_signs_are_found_through_the_index(case):
    query = Case.objects.mentioning("路灯").order_by("-pk")[:50]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")  # too few rows for the planner to leave the primary key
        plan = query.explain()

    assert "case_words" in plan
    assert "Seq Scan" not in plan
