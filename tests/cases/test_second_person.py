"""What one person asks and another decides; pauses that end by themselves; merging and its undoing."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from cases import lifecycle, office, permissions, sweeps
from cases.models import AgendaItem, Approval, Case, ClockEntry, Notice, WorkdayOverride
from cases.workflow import State
from tests.cases.conftest import settle

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def fresh(case):
    return Case.objects.for_page().get(pk=case.pk)


def handling(case):
    return case.clocks.get(stage="handle", stopped_at=None)


class TestReturn:
    @pytest.fixture
    def asked(self, bring, who, world):
        return lifecycle.request_return(
            bring("assigned"), reason="wrong_unit", note="应由自然资源部门办理。", by=who("cadre"), now=world.now + HOUR
        )

    def test_the_handling_clock_keeps_running_until_it_is_decided(self, asked, world):
        assert (asked.state, asked.waiting_on) == (State.RETURN_REQUESTED, world.street_post)
        assert handling(asked).due_at == asked.handle_due_at

    def test_it_goes_by_a_new_route_and_the_first_units_clocks_are_void(self, asked, who, world):
        case = lifecycle.approve_return(asked, by=who("street"), now=world.now + 2 * HOUR)
        settle(case, world.now + 2 * HOUR)
        case = fresh(case)

        assert case.state == State.ASSIGNED
        assert case.owner != world.cadre_post
        assert set(case.clocks.filter(is_void=True).values_list("stage", flat=True)) == {
            "sign_for", "respond", "handle",
        }  # fmt: skip
        assert case.original_due_at == case.handle_due_at == handling(case).due_at

    def test_it_is_asked_for_only_within_the_signing_limit(self, bring, who, world):
        case = bring("assigned")
        late = case.return_until + timedelta(seconds=1)

        with pytest.raises(lifecycle.NotPermitted, match="14:00"):
            lifecycle.request_return(case, reason="untrue", note="查无此事。", by=who("cadre"), now=late)
        assert fresh(case).state == State.ASSIGNED

    def test_a_refusal_ends_the_signing(self, asked, who, world):
        at = world.now + 2 * HOUR
        case = lifecycle.refuse_return(asked, note="就是你们的职责。", by=who("street"), now=at)

        assert (case.state, case.signed_at) == (State.IN_PROGRESS, at)
        assert case.clocks.get(stage="sign_for").stopped_at == at
        assert set(case.clocks.filter(stopped_at=None).values_list("stage", flat=True)) == {"respond", "handle"}

    def test_a_signing_that_ran_on_after_a_refusal_ended_with_it(self, asked, bring, who, world):
        at = world.now + 2 * HOUR
        case = lifecycle.refuse_return(asked, note="就是你们的职责。", by=who("street"), now=at)
        again = bring("assigned")
        case.clocks.filter(stage="sign_for").update(stopped_at=None)  # as it once was
        with connection.cursor() as cursor:
            cursor.execute(import_module("cases.migrations.0029_a_refused_return_ends_the_signing").STOP)

        assert case.clocks.get(stage="sign_for").stopped_at == at
        assert again.clocks.get(stage="sign_for").stopped_at is None

    def test_a_second_refusal_goes_to_the_joint_meeting(self, asked, who, world):
        case, at = asked, world.now + HOUR
        for turn in (1, 2):
            case = lifecycle.refuse_return(case, note="就是你们的职责。", by=who("street"), now=at)
            settle(case, at)
            assert AgendaItem.objects.filter(case=case).count() == turn - 1
            case = fresh(case)
            if turn == 1:
                case = lifecycle.request_return(case, reason="wrong_unit", note="再请核定。", by=who("cadre"), now=at)

        item = AgendaItem.objects.get()
        assert (item.reason, item.grid) == ("return_refused_twice", world.street)
        assert fresh(case).state == State.IN_PROGRESS


class TestExtension:
    def ask(self, case, who, now, until=date(2026, 12, 25)):
        return lifecycle.request_extension(
            case, reason="material", until=until, note="等竣工资料。", by=who("cadre"), now=now
        )

    def test_the_due_time_moves_only_when_somebody_else_approves(self, bring, who, world):
        case = self.ask(bring("in_progress"), who, world.now + HOUR)
        before = case.handle_due_at
        settle(case, world.now + HOUR)
        assert Notice.objects.filter(post=world.streetleader_post, event__kind="case.extension_requested").count() == 1

        case = lifecycle.approve_extension(case, by=who("streetleader"), now=world.now + 2 * HOUR)

        assert before.isoformat() == "2026-12-21T09:00:00+00:00"
        assert case.handle_due_at.isoformat() == case.due_at.isoformat() == "2026-12-25T09:00:00+00:00"
        assert case.original_due_at == before
        assert (case.extension_count, case.asked, case.asked_by) == (1, "", None)
        assert Approval.objects.get().verdict == "approved"

    def test_refused_it_leaves_the_due_time(self, bring, who, world):
        case = self.ask(bring("in_progress"), who, world.now + HOUR)
        before = case.handle_due_at
        case = lifecycle.refuse_extension(
            case, note="先把能办的办了。", by=who("streetleader"), now=world.now + 2 * HOUR
        )

        assert (case.handle_due_at, case.extension_count, case.asked) == (before, 0, "")

    def test_a_second_one_is_for_the_district_and_there_is_no_third(self, bring, who, world):
        case = self.ask(bring("in_progress"), who, world.now + HOUR)
        case = lifecycle.approve_extension(case, by=who("streetleader"), now=world.now + 2 * HOUR)
        case = self.ask(case, who, world.now + 3 * HOUR, date(2026, 12, 30))
        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.approve_extension(case, by=who("streetleader"), now=world.now + 4 * HOUR)
        case = lifecycle.approve_extension(case, by=who("district"), now=world.now + 4 * HOUR)

        with pytest.raises(lifecycle.NotPermitted):
            self.ask(case, who, world.now + 5 * HOUR, date(2026, 12, 31))

    def test_it_is_too_late_less_than_four_working_hours_before(self, bring, who, world):
        case = bring("in_progress")

        with pytest.raises(lifecycle.NotPermitted):
            self.ask(case, who, case.handle_due_at - timedelta(hours=3))
        assert not Approval.objects.exists()

    @pytest.mark.parametrize("until", [None, date(2026, 11, 20), date(2026, 12, 18), date(2026, 12, 26)])
    def test_it_refuses_a_day_that_is_none_past_earlier_or_free(self, bring, who, world, until):
        with pytest.raises(lifecycle.Incomplete) as refusal:
            self.ask(bring("in_progress"), who, world.now, until)
        assert list(refusal.value.errors) == ["until"]

    def test_a_case_that_goes_on_lets_it_lapse(self, bring, who, world):
        case = self.ask(bring("in_progress"), who, world.now)
        case = lifecycle.feed_back(case, result="solved", note="办好了。", by=who("cadre"), now=world.now + HOUR)

        assert (case.asked, Approval.objects.get().verdict) == ("", "lapsed")


class TestHold:
    @pytest.fixture
    def held(self, bring, who, world):
        case = lifecycle.request_suspension(
            bring("in_progress"), reason="season", until=date(2026, 12, 14), note="等开春施工。", by=who("cadre"),
            now=world.now,
        )  # fmt: skip
        return lifecycle.suspend(case, by=who("supervisor"), now=world.now)

    def test_the_clocks_stand_still(self, held, world):
        assert (held.state, held.due_at, held.escalate_at) == (State.SUSPENDED, None, None)
        assert set(ClockEntry.objects.values_list("kind", "clock__stage")) == {
            ("pause", "handle"),
            ("pause", "respond"),
        }

    def test_it_comes_back_by_itself_with_the_clock_moved_by_the_pause(self, held, world):
        before = held.handle_due_at
        assert sweeps.come_back(held.comes_back_at - timedelta(seconds=1)) == 0
        assert sweeps.come_back(held.comes_back_at) == 1
        assert sweeps.come_back(held.comes_back_at) == 0
        case = fresh(held)

        assert (case.state, case.comes_back_at) == (State.IN_PROGRESS, None)
        assert before.isoformat() == "2026-12-21T09:00:00+00:00"
        assert case.due_at == case.handle_due_at
        assert case.due_at.isoformat() == "2027-01-12T09:00:00+00:00"  # 15 working days later, New Year between
        assert case.escalate_at is not None

    def test_nobody_puts_a_case_on_hold_for_more_than_ninety_days(self, bring, who, world):
        with pytest.raises(lifecycle.Incomplete) as refusal:
            lifecycle.request_suspension(
                bring("in_progress"), reason="funds", until=date(2027, 3, 1), note="等资金。", by=who("cadre"),
                now=world.now,
            )  # fmt: skip
        assert list(refusal.value.errors) == ["until"]

    def test_the_ledger_cannot_be_rewritten(self, held):
        for change in ("UPDATE cases_clockentry SET at = now()", "DELETE FROM cases_clockentry"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)


class TestDetails:
    def test_the_reporter_answers_and_the_clock_goes_on(self, bring, who, world):
        case = lifecycle.ask_for_details(
            bring("reported", "A01"), note="请说清楚楼号。", by=who("street"), now=world.now
        )
        assert (case.state, case.due_at) == (State.NEED_INFO, None)
        with pytest.raises(lifecycle.Incomplete):
            lifecycle.supply_details(case, note=" ", by=permissions.REPORTER, now=world.now + HOUR)
        case = lifecycle.supply_details(case, note="3号楼。", by=permissions.REPORTER, now=world.now + HOUR)

        assert case.state == State.REPORTED
        assert case.due_at is not None
        assert case.waiting_on == world.street_post
        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.ask_for_details(case, note="还有呢？", by=who("street"), now=world.now + 2 * HOUR)

    def test_without_an_answer_it_goes_on_after_two_working_days(self, bring, who, world):
        case = lifecycle.ask_for_details(bring("reported"), note="请说清楚。", by=who("street"), now=world.now)

        assert sweeps.come_back(case.comes_back_at) == 1
        assert fresh(case).state == State.REPORTED


class TestNotAcceptingAndVoiding:
    def test_a_second_person_agrees_and_the_reporter_reads_the_guidance(self, bring, who, world):
        case = lifecycle.request_decline(
            bring("reported"), reason="litigation", note="此事已在法院审理，请等判决。", by=who("street"), now=world.now
        )
        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.decline(case, by=who("street"), now=world.now)
        case = lifecycle.decline(case, by=who("district"), now=world.now + HOUR)

        event = case.events.get(kind="case.not_accepted")
        assert (case.state, case.due_at) == (State.NOT_ACCEPTED, None)
        assert (event.is_public, event.note) == (True, "此事已在法院审理，请等判决。")

    def test_voiding_needs_the_district_and_another_person(self, bring, who, world):
        case = lifecycle.request_void(
            bring("in_progress"), reason="test", note="演练。", by=who("district"), now=world.now
        )
        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.void(case, by=who("district"), now=world.now)
        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.void(case, by=who("street"), now=world.now)
        case = lifecycle.void(case, by=who("official"), now=world.now)

        assert case.state == State.VOIDED
        assert not case.clocks.filter(stopped_at=None).exists()


class TestMerging:
    def test_it_follows_its_main_case_is_told_and_can_be_taken_out_again(self, bring, who, world):
        main, other = bring("verified"), bring("reported")
        other = lifecycle.merge(other, main=main, by=who("street"), now=world.now)
        assert (other.state, other.merged_into, other.due_at) == (State.MERGED, main, None)

        other = lifecycle.unmerge(other, note="不是一回事。", by=who("street"), now=world.now)
        assert (other.state, other.merged_into) == (State.REPORTED, None)
        assert other.due_at is not None

        lifecycle.merge(other, main=main, by=who("street"), now=world.now)
        lifecycle.close(fresh(main), note="已回访。", contacted=True, by=who("street"), now=world.now + HOUR)
        settle(main, world.now + HOUR)
        told = other.events.get(kind="case.main_closed")
        assert (told.is_public, told.data["main"]) == (True, main.number)
        assert lifecycle.tell_merged(fresh(main), by=permissions.SYSTEM, now=world.now + HOUR) == 0
        with pytest.raises(lifecycle.NotPossible):
            lifecycle.unmerge(fresh(other), note="不是一回事。", by=who("street"), now=world.now + DAY)

    def test_what_was_merged_before_goes_along(self, bring, who, world):
        main, middle, first = bring("assigned"), bring("reported"), bring("reported")
        lifecycle.merge(first, main=middle, by=who("street"), now=world.now)
        lifecycle.merge(fresh(middle), main=main, by=who("street"), now=world.now)

        assert set(main.merged.values_list("number", flat=True)) == {middle.number, first.number}

    def test_a_case_is_not_dropped_over_the_heads_of_those_merged_into_it(self, bring, who, world):
        street, district, now = who("street"), who("district"), world.now
        main, other = bring("reported"), bring("reported")
        main = lifecycle.request_void(main, reason="test", note="演练。", by=street, now=now)
        other = lifecycle.merge(other, main=main, by=street, now=now)
        with pytest.raises(lifecycle.NotPermitted, match=other.number):
            lifecycle.void(fresh(main), by=district, now=now)
        main = lifecycle.refuse_void(fresh(main), note="还有人反映。", by=district, now=now)
        for ask, reason in ((lifecycle.request_void, "test"), (lifecycle.request_decline, "litigation")):
            with pytest.raises(lifecycle.NotPermitted, match=other.number):
                ask(main, reason=reason, note="演练。", by=street, now=now)

        lifecycle.unmerge(other, note="不是一回事。", by=street, now=now)
        main = lifecycle.request_decline(fresh(main), reason="litigation", note="请等判决。", by=street, now=now)
        assert lifecycle.decline(main, by=district, now=now).state == State.NOT_ACCEPTED

    @pytest.mark.parametrize("state", ["voided", "not_accepted", "withdrawn"])
    def test_it_is_taken_out_of_a_case_that_was_dropped_all_the_same(self, state, bring, who, world):
        main, other = bring("reported"), bring("reported")
        other = lifecycle.merge(other, main=main, by=who("street"), now=world.now)
        Case.objects.filter(pk=main.pk).update(state=state)  # as it could be once

        other = lifecycle.unmerge(other, note="主件已作废。", by=who("street"), now=world.now)
        assert (other.state, other.merged_into) == (State.REPORTED, None)
        assert other.due_at is not None

    def test_who_was_merged_is_told_of_a_main_case_solved_on_the_spot(self, bring, who, world):
        main, other = bring("reported"), bring("reported")
        lifecycle.merge(other, main=main, by=who("street"), now=world.now)
        lifecycle.close_on_the_spot(fresh(main), note="当场清走了。", by=who("street"), now=world.now)
        settle(main, world.now)

        assert other.events.get(kind="case.main_closed").data["main"] == main.number

    def test_not_into_itself_and_not_into_a_finished_one(self, bring, who, world):
        case, closed = bring("reported"), bring("closed")
        for main in (None, case, closed):
            with pytest.raises(lifecycle.Incomplete):
                lifecycle.merge(case, main=main, by=who("street"), now=world.now)
        assert fresh(case).state == State.REPORTED


class TestCallBack:
    def test_it_is_closed_without_contact_only_after_three_attempts(self, bring, who, world):
        case = bring("verified")
        for turn in range(3):
            with pytest.raises(lifecycle.Incomplete):
                lifecycle.close(case, note="没打通。", contacted=False, by=who("street"), now=world.now)
            case = lifecycle.note_call(case, note=f"第{turn + 1}次没人接。", by=who("street"), now=world.now)

        case = lifecycle.close(case, note="三次没打通。", contacted=False, by=who("street"), now=world.now)
        assert (case.state, case.call_attempts) == (State.CLOSED, 3)


class TestRecounting:
    def test_it_shows_and_then_sets_what_a_new_holiday_moves(self, bring, world):
        case = bring("in_progress")
        assert lifecycle.preview_recount(case) == []
        WorkdayOverride.objects.create(date=date(2026, 12, 1), is_workday=False, name="停工一天")
        office.forget()

        assert [stage for stage, _old, _new in lifecycle.preview_recount(case)] == ["handle"]
        case = lifecycle.recount(case, by=permissions.SYSTEM, now=world.now)
        assert case.due_at.isoformat() == "2026-12-22T09:00:00+00:00"
        assert lifecycle.preview_recount(fresh(case)) == []
        office.forget()
