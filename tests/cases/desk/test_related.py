"""The panel of related cases: what relates them, and what nobody learns through it."""

from datetime import timedelta

import pytest

from cases.desk import related
from grids import roster, scope, tree


def beside(case, who, name="cadre", at=None):
    found = related.of(case, who(name), at or case.reported_at)
    return {kind: [other.number for other in rows] for kind, rows in found.items() if rows}


def test_the_same_address_comes_before_the_same_kind(report, who):
    first = report(address="建设路12号")
    second = report(address="建设路12号")

    assert beside(second, who) == {"address": [first.number]}


@pytest.mark.parametrize(("lng", "kind"), [(113.6020, "near"), (113.6100, None)])
def test_points_decide_what_is_near(report, who, lng, kind):
    first = report(lng=113.6, lat=34.75, text="路灯不亮。")
    second = report(lng=lng, lat=34.75, text="井盖松动，夜里有响声。")

    assert beside(second, who) == ({kind: [first.number]} if kind else {})


@pytest.fixture
def next_door(world):
    """Return a grid of the next community of the street."""
    community = tree.add(world.street, code="410106002007", name="新安社区", name_en="Xin'an Community")
    return tree.add(community, code="410106002007001", name="新安社区第一网格", name_en="Xin'an Community Grid 1")


def test_what_is_near_may_lie_beyond_the_border_of_the_community(report, who, next_door):
    first = report(lng=113.6, lat=34.75, text="路灯不亮。", grid=next_door)
    report(lng=113.61, lat=34.75, text="路灯不亮。", grid=next_door)
    second = report(lng=113.601, lat=34.75, text="井盖松动，夜里有响声。")

    assert beside(second, who, "street") == {"near": [first.number]}


def test_the_same_number_is_known_in_another_community(report, who, next_door):
    first = report(text="甲。", phone="13800000001", grid=next_door)
    second = report(text="乙。", phone="13800000001")

    assert beside(second, who, "street") == {"reporter": [first.number]}


def test_without_points_the_same_grid_is_near(report, who):
    first, second = report(), report(text="另一件事。")

    assert beside(second, who) == {"near": [first.number]}


def test_like_words_relate_cases_of_different_kinds(report, who):
    first = report("B01", text="小区东门外垃圾堆了三天没有人清运")
    second = report("I01", text="小区东门外的垃圾堆了三天，没人清运。")

    assert beside(second, who, "street") == {"words": [first.number]}


def test_nobody_sees_a_related_case_that_is_out_of_their_sight(report, who):
    hidden = report("B01", address="建设路12号")
    mine = report("I01", address="建设路12号")

    assert beside(mine, who, "street") == {"address": [hidden.number]}
    assert beside(mine, who) == {}


def test_the_same_number_relates_cases_for_those_who_may_call_it(report, who):
    first = report(text="甲。", phone="13800000001")
    second = report(text="乙。", phone="13800000001")

    assert beside(second, who)["reporter"] == [first.number]
    assert "reporter" not in beside(second, who, "supervisor")


def test_a_unit_never_learns_who_reported_a_case_hidden_from_it(report, who):
    first = report(text="甲。", phone="13800000001", hides_reporter=True)
    second = report(text="乙。", phone="13800000001")

    assert "reporter" not in beside(second, who)
    assert beside(second, who, "street")["reporter"] == [first.number]


def test_working_as_another_post_relates_no_case_hidden_from_ones_unit(report, world):
    report(text="甲。", phone="13800000001", hides_reporter=True)
    second = report(text="乙。", phone="13800000001")
    person, posting = world.people["cadre"], roster.posting_at(world.street_post, world.now)
    roster.leave(posting, person, from_at=world.now, to_at=world.now + timedelta(hours=1), by=person)
    as_the_desk = scope.of(person, world.now).as_one(world.street_post.pk)

    assert related.of(second, as_the_desk, world.now)["reporter"] == []


@pytest.mark.parametrize(("one", "other", "share"), [("abc", "ABC!", 1.0), ("", "abc", 0.0), ("路灯", "井盖", 0.0)])
def test_overlap_counts_pairs_of_signs(one, other, share):
    assert related.overlap(related.pairs(one), related.pairs(other)) == share
