"""From report to evaluation: each verb changes what it says, writes one event, and refuses everything else."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from cases import codes, lifecycle, permissions
from cases.models import Case, CaseEvent, Rating, StageClock
from cases.workflow import State
from grids import catalogue, roster, scope
from grids.models import Post, Role
from tests.cases.conftest import settle

HOUR = timedelta(hours=1)


def running(case):
    return set(case.clocks.filter(stopped_at__isnull=True).values_list("stage", flat=True))


def last_event(case):
    return case.events.order_by("-id").first()


def test_a_category_this_process_has_not_heard_of_stays_on_the_case(bring, who, now, monkeypatch):
    case = bring("in_progress")
    monkeypatch.setattr(catalogue, "categories", dict)

    lifecycle.note_progress(case, note="已联系", by=who("cadre"), now=now)

    assert Case.objects.get(pk=case.pk).category == case.category


class TestReport:
    def test_it_takes_a_report_with_number_code_clock_and_event(self, world):
        form = lifecycle.Report(text="井盖没了。晚上很危险。", category=world.categories["B01"], grid=world.grid)
        receipt = lifecycle.report(form, by=permissions.REPORTER, now=world.now)
        case = receipt.case

        assert case.number == "ZZ20261123-000001"
        assert case.title == "井盖没了"
        assert (case.district, case.street, case.community, case.grid) == (
            world.district, world.street, world.community, world.grid,
        )  # fmt: skip
        assert case.waiting_on == world.street_post
        assert running(case) == {"accept"}
        assert [event.kind for event in case.events.all()] == ["case.reported"]
        assert codes.matches(case, receipt.code)
        assert codes.matches(case, receipt.code.lower().replace("-", " "))
        assert not codes.matches(case, "AAAA-AAAA")
        assert receipt.code.replace("-", "") not in case.query_code_hash

    def test_it_numbers_the_day_in_the_city_not_in_utc(self, report, world):
        case = report(at=world.now.replace(hour=17))  # 01:00 on the 24th in Zhengzhou

        assert case.number.startswith("ZZ20261124-")

    def test_it_makes_one_case_of_the_same_form_sent_twice(self, world):
        form = lifecycle.Report(text="灯不亮", form_key=uuid.uuid4(), grid=world.grid)
        first = lifecycle.report(form, by=permissions.REPORTER, now=world.now)
        second = lifecycle.report(form, by=permissions.REPORTER, now=world.now + HOUR)

        assert (first.is_new, second.is_new) == (True, False)
        assert (second.case, second.code) == (first.case, first.code)
        assert Case.objects.count() == 1
        assert CaseEvent.objects.count() == 1

    def test_it_refuses_other_words_under_a_used_form_key(self, world):
        form = lifecycle.Report(text="灯不亮", form_key=uuid.uuid4())
        lifecycle.report(form, by=permissions.REPORTER, now=world.now)

        with pytest.raises(lifecycle.NotPossible):
            lifecycle.report(replace(form, text="别的事"), by=permissions.REPORTER, now=world.now)
        assert Case.objects.count() == 1

    @pytest.mark.parametrize(("text", "field"), [("  ", "text"), ("长" * 5001, "text")])
    def test_it_says_what_is_wrong_with_a_text_and_changes_nothing(self, world, text, field):
        with pytest.raises(lifecycle.Incomplete) as refusal:
            lifecycle.report(lifecycle.Report(text=text), by=permissions.REPORTER, now=world.now)

        assert list(refusal.value.errors) == [field]
        assert Case.objects.count() == 0

    def test_it_still_takes_what_has_neither_place_nor_category(self, report):
        case = report(None, grid=None, lng=116.4, lat=39.9)

        assert (case.state, case.triage_reason, case.waiting_on) == (State.REPORTED, "no_category", None)
        assert case.due_at is not None


class TestTheLine:
    def test_it_goes_to_the_cadre_whose_department_answers_in_that_place(self, report, world):
        case = report()

        assert (case.state, case.owner, case.waiting_on) == (State.ASSIGNED, world.cadre_post, world.cadre_post)
        assert case.lead_department == world.departments["housing"]
        assert set(case.supporting_departments) == {
            world.departments["natural_resources"].pk, world.departments["tax"].pk,
        }  # fmt: skip
        assert running(case) == {"sign_for", "respond", "handle"}
        assert case.handle_due_at.isoformat() == "2026-12-21T09:00:00+00:00"
        assert [reason["code"] for reason in case.routings.get().reasons] == ["category_rule", "parent_cadre"]

    def test_it_moves_to_the_grid_leader_after_feedback(self, bring, world):
        case = bring("feedback")

        assert case.waiting_on == world.gridleader_post
        assert running(case) == {"verify"}
        assert case.handled_by == world.people["cadre"]
        assert last_event(case).is_public

    def test_it_ends_with_the_residents_verdict(self, bring, world):
        case = bring("closed")
        case = lifecycle.evaluate(
            case, solved="yes", satisfaction="very_satisfied", by=permissions.REPORTER, now=world.now + HOUR
        )

        assert (case.state, running(case), case.waiting_on) == (State.EVALUATED, set(), None)
        assert Rating.objects.get().satisfaction == "very_satisfied"

    def test_every_change_has_its_event_with_person_post_and_states(self, bring, world):
        case = bring("closed")
        rows = case.events.values_list("kind", "by__username", "from_state", "to_state")

        assert list(rows) == [
            ("case.reported", None, "draft", "reported"),
            ("case.accepted", None, "reported", "accepted"),
            ("case.assigned", None, "accepted", "assigned"),
            ("case.signed_for", "cadre", "assigned", "in_progress"),
            ("case.fed_back", "cadre", "in_progress", "feedback"),
            ("case.verified", "gridleader", "feedback", "verified"),
            ("case.closed", "street", "verified", "closed"),
        ]
        assert case.events.get(kind="case.signed_for").post == world.cadre_post

    def test_response_is_not_resolution(self, bring, who, world):
        case = lifecycle.respond(bring("in_progress"), note="已电话联系。", by=who("cadre"), now=world.now + HOUR)

        assert running(case) == {"handle"}
        assert case.state == State.IN_PROGRESS


class TestRefusals:
    def test_it_is_not_signed_for_twice(self, bring, who, world):
        case = bring("in_progress")

        with pytest.raises(lifecycle.NotPossible):
            lifecycle.sign_for(case, by=who("cadre"), now=world.now)
        assert case.events.filter(kind="case.signed_for").count() == 1

    def test_it_is_not_signed_for_by_another(self, report, who, world):
        case = report()

        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.sign_for(case, by=who("worker"), now=world.now)
        assert Case.objects.get(pk=case.pk).state == State.ASSIGNED

    def test_it_refuses_a_stale_version_and_changes_nothing(self, report, who, world):
        case = report()

        with pytest.raises(lifecycle.NotPossible) as refusal:
            lifecycle.sign_for(case, by=who("cadre"), now=world.now, version=case.version - 1)
        assert refusal.value.case.version == case.version
        assert Case.objects.get(pk=case.pk).state == State.ASSIGNED

    def test_whoever_handled_it_may_not_verify_it_on_another_post_either(self, bring, who, world):
        case = bring("feedback")
        Case.objects.filter(pk=case.pk).update(handled_by=world.people["gridleader"])

        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.verify(case, note="看过。", by=who("gridleader"), now=world.now)

    def test_feedback_asks_for_a_photo_where_the_category_does(self, bring, world, who):
        case = bring("in_progress", "B01")

        with pytest.raises(lifecycle.Incomplete) as refusal:
            lifecycle.feed_back(case, result="solved", note="换好了。", by=who("worker"), now=world.now)
        assert list(refusal.value.errors) == ["photos"]

    def test_it_is_not_rated_after_fifteen_days(self, bring, world):
        case = bring("closed")

        with pytest.raises(lifecycle.NotPossible):
            lifecycle.evaluate(
                case, solved="yes", satisfaction="satisfied", by=permissions.REPORTER,
                now=world.now + timedelta(days=15, seconds=1),
            )  # fmt: skip
        assert Rating.objects.count() == 0


class TestReworkAndReopening:
    def test_rework_starts_a_handling_clock_of_half_the_limit(self, bring, who, world):
        case = lifecycle.order_rework(bring("feedback"), note="没解决。", by=who("gridleader"), now=world.now)

        assert (case.state, case.rework_count, case.waiting_on) == (State.REWORK, 1, world.cadre_post)
        assert StageClock.objects.get(case=case, stage="handle", stopped_at=None).limit == "10D"

    def test_not_solved_opens_the_case_again_and_at_most_twice(self, bring, who, world):
        case = bring("closed")
        for _turn in range(2):
            case = lifecycle.evaluate(
                case, solved="no", satisfaction="dissatisfied", by=permissions.REPORTER, now=world.now
            )
            assert (case.state, case.closed_at) == (State.REOPENED, None)
            case = lifecycle.feed_back(case, result="explained", note="再办。", by=who("cadre"), now=world.now)
            case = lifecycle.verify(case, note="看过。", by=who("gridleader"), now=world.now)
            case = lifecycle.close(case, note="回访。", by=who("street"), now=world.now)

        case = lifecycle.evaluate(
            case, solved="no", satisfaction="very_dissatisfied", by=permissions.REPORTER, now=world.now
        )
        assert case.state == State.EVALUATED
        assert Rating.objects.count() == 3
        with pytest.raises(lifecycle.NotPossible):
            lifecycle.reopen(case, note="再来。", by=who("street"), now=world.now)

    def test_not_solved_at_the_call_back_opens_it_again_at_once(self, bring, who, world):
        case = lifecycle.close(
            bring("verified"), note="反映人说没解决。", solved="no", contacted=True, by=who("street"), now=world.now
        )

        assert (case.state, case.closed_at, case.reopen_count) == (State.REOPENED, None, 1)
        assert running(case) == {"respond", "handle"}
        assert list(case.events.order_by("-id").values_list("kind", flat=True)[:2]) == ["case.reopened", "case.closed"]


class TestOnTheSpot:
    def test_it_is_closed_in_one_step_and_never_routed(self, world, who):
        rubbish = world.categories["A01"]
        form = lifecycle.Report(text="门口垃圾已清。", category=rubbish, grid=world.grid, source="patrol")
        case = lifecycle.report_and_close(form, note="当场清走。", by=who("gridleader"), now=world.now).case

        assert (case.state, case.owner, running(case)) == (State.CLOSED, world.gridleader_post, set())
        settle(case, world.now)
        assert not case.events.filter(kind="case.assigned").exists()

    def test_it_needs_a_word_or_a_photo(self, world, who):
        with pytest.raises(lifecycle.Incomplete):
            lifecycle.report_and_close(lifecycle.Report(text="x"), note=" ", by=who("gridleader"), now=world.now)
        assert Case.objects.count() == 0

    def test_the_same_form_closes_once(self, world, who):
        form = lifecycle.Report(text="门口垃圾已清。", form_key=uuid.uuid4(), grid=world.grid, source="patrol")
        first, second = (
            lifecycle.report_and_close(form, note="当场清走。", by=who("gridleader"), now=world.now) for _n in range(2)
        )

        assert (first.case, first.is_new, second.is_new) == (second.case, True, False)

    def test_only_who_answers_for_the_place_closes_what_a_resident_reported(self, report, world, who):
        case = report(None)

        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.close_on_the_spot(case, note="好了。", by=who("supervisor"), now=world.now)
        closed = lifecycle.close_on_the_spot(case, note="好了。", by=who("gridleader"), now=world.now)
        assert closed.state == State.CLOSED


class TestByHand:
    def test_the_desk_accepts_and_the_rules_route_it(self, report, who, world):
        case = report(None, grid=None)
        district = who("district")
        case = lifecycle.accept(
            case, category=world.categories["I01"], grid=world.community, by=district, now=world.now
        )

        assert case.state == State.ACCEPTED
        assert (case.district, case.street, case.community, case.grid) == (
            world.district, world.street, world.community, None,
        )  # fmt: skip
        settle(case, world.now)
        assert Case.objects.get(pk=case.pk).owner == world.cadre_post

    def test_nobody_accepts_a_case_by_putting_it_where_they_have_the_desk(self, report, world):
        case, leader = report(routed=False), world.people["gridleader"]  # who sees it and may not accept it
        desk = Post.objects.create(role=Role.DISTRICT_DESK, grid=world.elsewhere)
        roster.appoint(leader, desk, from_at=world.now, by=leader)

        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.accept(
                case, category=world.categories["I01"], grid=world.elsewhere, by=scope.of(leader, world.now),
                now=world.now,
            )  # fmt: skip
        assert Case.objects.get(pk=case.pk).district == world.district

    def test_the_desk_reassigns_within_the_district_only(self, report, who, world):
        case = report()
        moved = lifecycle.reassign(case, post=world.worker_post, note="权属在市政。", by=who("street"), now=world.now)

        assert (moved.owner, moved.state) == (world.worker_post, State.ASSIGNED)
        assert moved.handle_due_at == case.handle_due_at
        with pytest.raises(lifecycle.Incomplete):
            lifecycle.reassign(moved, post=world.outsider_post, note="x", by=who("street"), now=world.now)
