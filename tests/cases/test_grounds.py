"""What puts a case before a joint meeting at once: each ground one proposal, once."""

from datetime import timedelta

import pytest

from cases import grounds, lifecycle, meetings
from cases.models import AgendaItem, Case, MeetingGround
from tests.cases.conftest import settle

HOUR = timedelta(hours=1)


def proposals(case):
    return list(AgendaItem.objects.filter(case=case).values_list("reason", "grid__level", "proposed_by"))


def test_five_households_go_to_the_streets_meeting_at_once(report, world):
    case = report("I01", households=5)

    assert proposals(case) == [("group", 1, None)]
    assert Case.objects.get(pk=case.pk).in_meeting
    assert proposals(report("I01", households=4)) == []


def test_a_legacy_problem_goes_to_the_district(report):
    assert proposals(report("I01", text="老厂家属院属历史遗留问题，没有房产证。")) == [("legacy", 0, None)]


def test_a_unit_that_asks_for_several_departments_brings_its_case_there(bring, who, world):
    case = bring("assigned")
    lifecycle.request_return(
        case, reason="several_departments", note="要消防和资规一起。", by=who("cadre"), now=world.now
    )
    settle(case, world.now)

    assert proposals(case) == [("several_departments", 1, None)]


def test_a_return_refused_twice_does(bring, who, world):
    case = bring("assigned")
    for turn in range(2):
        at = world.now + turn * HOUR
        lifecycle.request_return(case, reason="wrong_unit", note="不归我们。", by=who("cadre"), now=at)
        lifecycle.refuse_return(case, note="归你们。", by=who("street"), now=at)
        settle(case, at)

    assert proposals(case) == [("return_refused_twice", 1, None)]


def test_two_units_that_give_it_back_leave_its_ownership_unclear(bring, who, world):
    case = bring("assigned", "I01")
    Case.objects.filter(pk=case.pk).update(returned_from=[world.worker_post.pk, world.window_post.pk])
    lifecycle.request_return(case, reason="wrong_unit", note="也不归我们。", by=who("cadre"), now=world.now)
    settle(case, world.now)

    assert proposals(case) == [("unclear_ownership", 1, None)]


def test_the_third_report_of_one_matter_does(bring, report, who, world):
    main = bring("in_progress")
    for turn in range(2):
        assert proposals(main) == []
        other = report("I01", routed=False)
        lifecycle.merge(other, main=Case.objects.get(pk=main.pk), by=who("street"), now=world.now + turn * HOUR)
        settle(main, world.now + turn * HOUR)

    assert proposals(main) == [("repeated", 1, None)]


def test_what_cannot_be_done_by_the_street_goes_to_the_district(bring, who, world):
    case = bring("in_progress")
    lifecycle.feed_back(case, result="impossible", note="街道没有权限。", by=who("cadre"), now=world.now)
    settle(case, world.now)

    assert proposals(case) == [("beyond_street", 0, None)]


def test_each_ground_brings_one_proposal_once(report, who, world):
    case = report("I01", households=12, text="历史遗留问题，12户没有房产证。")
    event = case.events.get(kind="case.assigned")

    assert proposals(case) == [("group", 1, None)], "the second ground joins the proposal that waits"
    assert set(MeetingGround.objects.values_list("reason", "item__case")) == {("group", case.pk), ("legacy", case.pk)}
    assert grounds.propose(Case.objects.get(pk=case.pk), event, world.now) == []
    AgendaItem.objects.filter(case=case).update(state=AgendaItem.State.WITHDRAWN)
    Case.objects.filter(pk=case.pk).update(in_meeting=False)
    assert grounds.propose(Case.objects.get(pk=case.pk), event, world.now) == [], "not again in this life"
    assert len(proposals(case)) == 1


def test_the_unit_gives_its_words_to_the_systems_proposal(report, who, world):
    case = report("I01", households=12)
    item = meetings.propose(
        case,
        reason="several_departments",
        level=0,
        tried="协调过两次。",
        asked="请定牵头单位。",
        by=who("cadre"),
        now=world.now,
    )

    assert proposals(case) == [("several_departments", 0, world.people["cadre"].pk)]
    assert (item.tried, item.asked) == ("协调过两次。", "请定牵头单位。")
    with pytest.raises(lifecycle.NotPermitted):
        meetings.propose(case, reason="legacy", level=0, asked="再提。", by=who("cadre"), now=world.now)
