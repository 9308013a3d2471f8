"""The ladder climbs when a moment has come: never early, once a rung, and a broken row stops nobody."""

from datetime import timedelta

import pytest

from cases import clocks, escalation, lifecycle
from cases.models import AgendaItem, Case, CaseEvent, Escalation, Notice, SupervisionNotice
from tests.cases.conftest import settle

SECOND = timedelta(seconds=1)


def climbed(case):
    return list(Escalation.objects.filter(case=case).values_list("rung", "level").order_by("rung"))


def test_it_climbs_each_rung_at_its_moment_and_never_a_second_before(bring):
    case = bring("in_progress")
    for rung in (1, 2, 3, 4):
        case.refresh_from_db()
        moment = case.escalate_at
        escalation.sweep(moment - SECOND)
        assert len(climbed(case)) == rung - 1
        escalation.sweep(moment)
        assert len(climbed(case)) == rung

    case.refresh_from_db()
    assert climbed(case) == [(1, 3), (2, 2), (3, 1), (4, 0)]
    assert (case.escalate_at, case.watch_level) == (None, 0)
    kinds = SupervisionNotice.objects.filter(case=case).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["reminder", "yellow", "red"]
    assert case.owner.role == "cadre", "the responsible unit stays"


def test_it_is_proposed_for_the_districts_meeting_on_the_fourth_rung(bring, world):
    case = bring("in_progress")
    escalation.sweep(world.now + timedelta(days=60))

    item = AgendaItem.objects.get(case=case)
    assert (item.grid, item.reason) == (world.district, "overdue")
    assert Case.objects.get(pk=case.pk).in_meeting


def test_it_catches_up_after_a_long_night_in_one_sweep_and_the_second_sweep_finds_nothing(bring, world):
    for _n in range(3):
        bring("in_progress")

    assert escalation.sweep(world.now + timedelta(days=90)) == {"climbed": 3, "failed": 0}
    before = Escalation.objects.count(), CaseEvent.objects.count(), SupervisionNotice.objects.count()
    assert escalation.sweep(world.now + timedelta(days=90)) == {"climbed": 0, "failed": 0}
    assert (Escalation.objects.count(), CaseEvent.objects.count(), SupervisionNotice.objects.count()) == before


def test_an_emergency_climbs_through_the_night(bring, world):
    night = world.now.replace(hour=15)  # 23:00 in Zhengzhou
    case = bring("assigned", "B01", at=night)
    escalation.sweep(night + timedelta(hours=4))

    assert climbed(case) == [(1, 3), (2, 2)]
    escalation.sweep(night + timedelta(hours=8))
    assert climbed(case) == [(1, 3), (2, 2), (3, 1), (4, 0)]


def test_feedback_takes_a_case_off_the_ladder_of_handling(bring, world):
    case = bring("feedback")

    escalation.sweep(case.handle_due_at + timedelta(days=10))
    assert [clock.stage for clock in {step.clock for step in Escalation.objects.filter(case=case)}] == ["verify"]
    assert max(rung for rung, _level in climbed(case)) == 2


def test_a_finished_case_climbs_no_more(bring, world):
    case = bring("closed")

    assert case.escalate_at is None
    assert escalation.sweep(world.now + timedelta(days=400)) == {"climbed": 0, "failed": 0}


def test_a_broken_row_is_pushed_back_and_listed_and_the_rest_goes_on(bring, world):
    broken, sound = bring("in_progress"), bring("in_progress")
    broken.clocks.filter(stage="handle").update(limit="soon")
    later = world.now + timedelta(days=60)

    assert escalation.sweep(later) == {"climbed": 1, "failed": 1}
    assert len(climbed(sound)) == 4
    assert climbed(broken) == []
    broken.refresh_from_db()
    assert broken.escalate_at == later + escalation.PUSH_BACK
    assert CaseEvent.objects.get(kind="case.escalation_failed").case == broken


def test_those_who_watch_are_told(bring, world):
    case = bring("in_progress")
    escalation.sweep(case.handle_due_at)
    settle(case, case.handle_due_at)

    reminder = CaseEvent.objects.get(case=case, kind="case.escalated", data__rung=2)
    told = set(Notice.objects.filter(event=reminder).values_list("post", flat=True))
    assert told == {world.cadre_post.pk, world.gridleader_post.pk, world.secretary_post.pk}


@pytest.mark.parametrize("stage", ["accept", "verify"])
def test_cards_are_for_handling_alone(report, bring, world, stage):
    case = report(None) if stage == "accept" else bring("feedback")

    escalation.sweep(world.now + timedelta(days=90))
    assert [rung for rung, _level in climbed(case)] == [1, 2]
    assert clocks.TOP_RUNG[stage] == 2


def test_a_reminder_goes_to_whom_the_case_waits_for(bring, world):
    case = bring("feedback")

    escalation.sweep(world.now + timedelta(days=90))

    assert {notice.to_post for notice in SupervisionNotice.objects.filter(case=case)} == {world.gridleader_post}


def test_a_new_run_of_a_clock_begins_at_the_first_rung(bring, who, world):
    case = bring("feedback")
    case = lifecycle.order_rework(case, note="没办好。", by=who("gridleader"), now=world.now)

    assert (case.escalation_rung, case.escalate_at is not None) == (0, True)
