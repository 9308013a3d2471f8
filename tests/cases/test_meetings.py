"""Joint meetings: nothing leaves without a lead and a date, and lateness stays on record."""

from datetime import date, timedelta

import pytest

from cases import escalation, lifecycle, meetings
from cases.models import AgendaItem, Case, JointMeeting
from cases.workflow import State
from tests.cases import meeting as council
from tests.cases.conftest import settle

DAY = timedelta(days=1)


@pytest.fixture
def session(bring, who, world):
    """A case on the agenda of the district's meeting in session: (case, item, meeting)."""
    case = bring("in_progress")
    item = meetings.propose(case, reason="legacy", level=0, tried="查过档案。", by=who("cadre"), now=world.now)
    meeting, [item] = council.call_and_hold(
        world.district, [item], by=who("district"), at=world.now + 2 * DAY, now=world.now
    )
    return case, item, meeting


@pytest.fixture
def decided(session, world, who):
    """The same after the decision and the signing of the minutes: (case, resolution, meeting)."""
    case, item, meeting = session
    resolution = decide(item, world, who)
    council.sign(meeting, by=who("district"), at=world.now + 2 * DAY)
    resolution.refresh_from_db()
    return Case.objects.get(pk=case.pk), resolution, meeting


def decide(item, world, who, **changes):
    decision = {
        "text": "由住建局牵头补办竣工验收备案。", "lead_department": world.departments["housing"],
        "lead_post": world.cadre_post, "due_at": world.now + 58 * DAY,
        "supporting": [world.departments["municipal_works"], world.departments["urban_management"]],
        "milestones": [(date(2026, 12, 18), "缺件清单"), (date(2027, 1, 20), "分户发证")],
    }  # fmt: skip
    return meetings.resolve(item, **{**decision, **changes}, by=who("district"), now=world.now + 2 * DAY)


def test_it_gives_the_case_a_lead_and_a_date_and_keeps_the_original_limit(session, world, who):
    case, item, meeting = session
    original = case.handle_due_at
    resolution = decide(item, world, who)
    council.sign(meeting, by=who("district"), at=world.now + 2 * DAY)

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.in_meeting, case.owner) == (State.ASSIGNED, False, world.cadre_post)
    assert (case.resolution_due_at, case.handle_due_at) == (world.now + 58 * DAY, original)
    assert set(case.supporting_departments) == {
        world.departments["municipal_works"].pk,
        world.departments["urban_management"].pk,
    }
    assert resolution.milestones.count() == 2
    case = lifecycle.sign_for(case, by=who("cadre"), now=world.now + 2 * DAY)
    assert case.due_at == world.now + 58 * DAY


def test_the_clock_keeps_running_while_a_case_waits(session, world):
    case, _item, _meeting = session

    assert case.clocks.get(stage="handle").stopped_at is None
    escalation.sweep(case.handle_due_at)
    assert case.escalations.filter(rung=2).exists()


def test_a_missed_date_of_a_meeting_is_a_red_card(decided, world):
    case, _resolution, _meeting = decided
    escalation.sweep(world.now + 58 * DAY - timedelta(seconds=1))
    assert not case.supervision_notices.exists()

    escalation.sweep(world.now + 58 * DAY)
    assert [(step.rung, step.level) for step in case.escalations.all()] == [(5, 0)]
    assert case.supervision_notices.get().kind == "red"


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"text": " "}, "text"),
        ({"lead_department": None}, "lead_department"),
        ({"lead_post": None}, "lead_post"),
        ({"due_at": None}, "due_at"),
        ({"milestones": [(date(2030, 1, 1), "太晚")]}, "milestones"),
    ],
)
def test_nothing_leaves_without_words_lead_post_and_date(session, world, who, missing, field):
    case, item, _meeting = session

    with pytest.raises(lifecycle.Incomplete) as refusal:
        decide(item, world, who, **missing)
    assert list(refusal.value.errors) == [field]
    assert Case.objects.get(pk=case.pk).state == State.IN_PROGRESS


def test_it_is_not_decided_twice(session, world, who):
    _case, item, _meeting = session
    decide(item, world, who)

    with pytest.raises(lifecycle.NotPossible):
        decide(item, world, who)


def test_a_deferred_item_goes_back_to_the_pool_with_a_review_date(session, world, who):
    _case, item, _meeting = session
    meetings.defer(item, review_date=date(2026, 12, 7), note="等档案。", by=who("district"), now=world.now + 2 * DAY)

    assert [waiting.review_date for waiting in meetings.pool(world.district)] == [date(2026, 12, 7)]


def test_what_a_meeting_did_not_reach_goes_back_to_the_pool(session, world, who):
    _case, item, meeting = session
    meetings.end(meeting, by=who("district"), now=world.now + 2 * DAY)

    item.refresh_from_db()
    assert (item.state, item.meeting) == (AgendaItem.State.PROPOSED, None)


def test_an_item_is_passed_up_from_street_to_district(bring, who, world):
    case = bring("in_progress")
    item = meetings.propose(case, reason="beyond_street", level=1, by=who("cadre"), now=world.now)
    _meeting, [item] = council.call_and_hold(world.street, [item], by=who("street"), at=world.now + DAY, now=world.now)
    higher = meetings.pass_up(item, note="街道定不了。", by=who("street"), now=world.now + DAY)

    assert (higher.grid, higher.state) == (world.district, AgendaItem.State.PROPOSED)
    assert AgendaItem.objects.get(pk=item.pk).state == AgendaItem.State.PASSED_UP


def test_nothing_is_passed_up_from_the_district_where_nobody_would_wait_for_it(session, world, who):
    _case, item, _meeting = session

    with pytest.raises(lifecycle.Incomplete):
        meetings.pass_up(item, note="市里定。", by=who("district"), now=world.now + 2 * DAY)
    assert AgendaItem.objects.get(pk=item.pk).state == AgendaItem.State.ON_AGENDA


def test_the_date_of_a_second_meeting_is_watched_as_well(decided, world, who):
    case, _resolution, _meeting = decided
    escalation.sweep(world.now + 58 * DAY)
    later = world.now + 59 * DAY
    second = meetings.propose(Case.objects.get(pk=case.pk), reason="legacy", level=0, by=who("cadre"), now=later)
    meeting, [second] = council.call_and_hold(world.district, [second], by=who("district"), at=later + DAY, now=later)
    decide(second, world, who, due_at=world.now + 80 * DAY)
    council.sign(meeting, by=who("district"), at=later + DAY)
    escalation.sweep(world.now + 80 * DAY)

    assert [step.rung for step in case.escalations.order_by("at")] == [5, 5]


def test_units_no_longer_named_lose_the_case(session, world, who):
    case, item, meeting = session
    decide(item, world, who, supporting=[])
    council.sign(meeting, by=who("district"), at=world.now + 2 * DAY)

    assert Case.objects.get(pk=case.pk).supporting_departments == []


def test_a_decision_after_feedback_begins_the_work_anew(session, world, who):
    case, item, meeting = session
    lifecycle.feed_back(
        Case.objects.get(pk=case.pk), result="impossible", note="一家办不了。", by=who("cadre"), now=world.now + DAY
    )
    decide(item, world, who)
    council.sign(meeting, by=who("district"), at=world.now + 2 * DAY)

    case = Case.objects.get(pk=case.pk)
    assert (case.fed_back_at, case.result) == (None, "")
    assert set(case.clocks.filter(stopped_at=None).values_list("stage", flat=True)) == {"sign_for", "handle"}


def test_meetings_of_a_unit_are_numbered_within_the_year(world, who):
    district = who("district")
    made = [meetings.call(world.district, held_at=world.now + DAY, by=district, now=world.now) for _n in range(3)]

    assert [meeting.sequence for meeting in made] == [1, 2, 3]


def test_only_the_office_of_the_unit_runs_its_meeting(session, world, who):
    _case, _item, meeting = session

    for name in ("cadre", "street", "supervisor", "outsider"):
        with pytest.raises(lifecycle.NotPermitted):
            meetings.end(meeting, by=who(name), now=world.now)
        assert not meetings.may_manage(meeting, who(name))
    assert JointMeeting.objects.get(pk=meeting.pk).state == "in_session"


def test_meetings_are_seen_from_above_and_below_but_not_from_elsewhere(session, who):
    _case, _item, meeting = session

    assert meeting in meetings.visible_to(who("supervisor"))
    assert meeting in meetings.visible_to(who("gridleader"))
    assert meeting not in meetings.visible_to(who("outsider"))


def test_a_closed_case_is_struck_off_once_the_office_agrees_with_the_grid_leader(session, world, who):
    case, item, meeting = session
    escalation.sweep(case.handle_due_at)
    resolution = decide(item, world, who)
    council.sign(meeting, by=who("district"), at=world.now + 2 * DAY)
    case = lifecycle.sign_for(case, by=who("cadre"), now=world.now + 3 * DAY)
    council.support(case, at=world.now + 56 * DAY)
    case = lifecycle.feed_back(case, result="explained", note="证已发。", by=who("cadre"), now=world.now + 57 * DAY)
    settle(case, world.now + 57 * DAY)
    case = lifecycle.verify(case, note="户户核过。", by=who("gridleader"), now=world.now + 57 * DAY)
    settle(case, world.now + 57 * DAY)
    case = lifecycle.close(case, note="已回访。", by=who("street"), now=world.now + 58 * DAY)
    settle(case, world.now + 58 * DAY)

    resolution.refresh_from_db()
    assert (resolution.applied_by, resolution.leader_agreed_by) == (world.people["cadre"], world.people["gridleader"])
    assert resolution.struck_off_at is None
    resolution = meetings.agree(resolution, by=who("district"), now=world.now + 58 * DAY)
    assert resolution.struck_off_at == world.now + 58 * DAY
    assert set(case.supervision_notices.values_list("struck_off_at", flat=True)) == {case.closed_at}


def test_what_is_opened_again_was_not_done(decided, world, who):
    case, resolution, _meeting = decided
    at = world.now + 3 * DAY
    case = lifecycle.sign_for(case, by=who("cadre"), now=at)
    council.support(case, at=at)
    case = lifecycle.feed_back(case, result="explained", note="证已发。", by=who("cadre"), now=at)
    settle(case, at)
    case = lifecycle.verify(case, note="户户核过。", by=who("gridleader"), now=at)
    settle(case, at)
    resolution.refresh_from_db()
    assert resolution.leader_agreed_at
    case = lifecycle.close(case, note="说没办成。", contacted=True, solved="no", by=who("street"), now=at)
    settle(case, at)

    resolution.refresh_from_db()
    assert (resolution.applied_at, resolution.leader_agreed_at, resolution.struck_off_at) == (None, None, None)
    assert Case.objects.get(pk=case.pk).state == State.REOPENED


def test_an_item_still_waiting_is_withdrawn_when_the_case_is_closed(bring, who, world):
    case = bring("verified")
    item = meetings.propose(case, reason="legacy", level=0, by=who("street"), now=world.now)
    settle(lifecycle.close(case, note="已回访。", by=who("street"), now=world.now), world.now)

    item.refresh_from_db()
    assert item.state == AgendaItem.State.WITHDRAWN
    assert not Case.objects.get(pk=case.pk).in_meeting


def test_an_item_still_waiting_is_withdrawn_when_the_case_is_voided(bring, who, world):
    case = bring("in_progress")
    item = meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now)
    lifecycle.request_void(case, reason="test", note="测试数据。", by=who("street"), now=world.now)
    settle(lifecycle.void(case, by=who("district"), now=world.now), world.now)

    item.refresh_from_db()
    assert item.state == AgendaItem.State.WITHDRAWN
    assert not Case.objects.get(pk=case.pk).in_meeting


def test_a_case_opened_again_while_its_item_waits_is_proposed_no_second_time(bring, who, world):
    case = bring("verified")
    item = meetings.propose(case, reason="legacy", level=0, by=who("gridleader"), now=world.now)
    opened = lifecycle.close(
        Case.objects.get(pk=case.pk), note="反映人说没有解决。", solved="no", by=who("street"), now=world.now
    )
    settle(opened, world.now)

    assert (opened.is_open, opened.in_meeting) == (True, True)
    with pytest.raises(lifecycle.NotPermitted):
        meetings.propose(opened, reason="overdue", level=1, by=who("gridleader"), now=world.now + DAY)
    assert list(Case.objects.get(pk=case.pk).agenda_items.filter(state__in=AgendaItem.WAITING)) == [item]


def test_a_case_opened_again_before_the_minutes_are_signed_still_waits_for_them(session, who, world):
    case, item, meeting = session
    decide(item, world, who)
    Case.objects.filter(pk=case.pk).update(state="verified", waiting_on=world.street_post)
    opened = lifecycle.close(
        Case.objects.get(pk=case.pk), note="没有解决。", solved="no", by=who("street"), now=world.now + 2 * DAY
    )

    assert opened.in_meeting
    council.sign(meeting, by=who("district"), at=world.now + 2 * DAY)
    assert not Case.objects.get(pk=case.pk).in_meeting
