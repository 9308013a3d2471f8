"""Following a case: who may, what is said, urging and rating."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases import lifecycle, meetings, permissions
from cases.models import Case, Rating
from cases.workflow import State
from tests.cases import meeting as council
from tests.cases.conftest import settle

WRONG = "Number and code do not fit together"


def code_of(resident):
    """Return the query code on the receipt this browser may see."""
    return re.search(r'[A-Z2-9]{4}-[A-Z2-9]{4}(?=["<])', resident.get(reverse("report-done")).content.decode())[0]


def address(case, name="track-case"):
    return reverse(name, args=[case.number])


class TestMayFollow:
    def test_the_code_opens_the_case(self, send, resident, stranger):
        _response, case = send()
        response = stranger.post(reverse("track"), {"number": case.number, "code": code_of(resident).lower()})

        assert response.url == address(case)
        assert case.title in stranger.get(response.url).content.decode()

    def test_a_cookie_written_by_hand_opens_nothing(self, send, stranger):
        _response, case = send()
        stranger.cookies["followed"] = case.number

        assert case.title not in stranger.get(address(case)).content.decode()

    def test_no_script_can_read_what_the_browser_follows(self, send):
        response, _case = send()

        assert all(response.cookies[name]["httponly"] for name in ("followed", "receipt"))
        assert "sessionid" not in response.cookies

    def test_a_number_may_be_typed_carelessly(self, send, resident, stranger):
        _response, case = send()
        typed = case.number.replace("ZZ", "zz ").replace("-", " ")

        assert stranger.post(reverse("track"), {"number": typed, "code": code_of(resident)}).status_code == 302

    def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(self, send, stranger):
        _response, case = send()
        answers = [
            stranger.post(reverse("track"), {"number": number, "code": "AAAA-AAAA"})
            for number in (case.number, "ZZ20201123-999999")
        ]

        assert [answer.status_code for answer in answers] == [422, 422]
        assert all(WRONG in answer.content.decode() for answer in answers)
        assert stranger.get(address(case)).content.decode().count(case.title) == 0

    def test_without_the_code_the_page_asks_for_it_and_tells_nothing(self, send, stranger):
        _response, case = send()
        page = stranger.get(address(case)).content.decode()
        nowhere = stranger.get(reverse("track-case", args=["ZZ20201123-999999"])).content.decode()

        assert case.text not in page
        assert 'name="code"' in page
        assert 'name="code"' in nowhere

    def test_a_stranger_can_neither_urge_nor_rate(self, bring, stranger):
        case = bring("closed")
        stranger.post(address(case, "track-urge"))
        stranger.post(address(case, "track-rate"), {"solved": "no", "satisfaction": "very_dissatisfied"})

        assert Rating.objects.count() == 0
        assert Case.objects.get().version == case.version


class TestProgress:
    def test_it_names_units_and_never_the_people_in_them(self, bring, resident, follow, world):
        world.people["cadre"].name = "赵铁柱"
        world.people["cadre"].save()
        page = resident.get(address(follow(bring("feedback")))).content.decode()

        assert "housing says it is done" in page
        assert "赵铁柱" not in page

    def test_it_shows_replies_and_hides_internal_notes(self, bring, resident, follow, who, world):
        case = bring("in_progress")
        lifecycle.reply(case, note="明天上午到您家。", by=who("cadre"), now=world.now)
        lifecycle.note_progress(case, note="开发商失联。", by=who("cadre"), now=world.now)
        page = resident.get(address(follow(case))).content.decode()

        assert "明天上午到您家。" in page
        assert "开发商失联。" not in page

    @pytest.mark.parametrize("state", ["reported", "assigned", "in_progress", "feedback", "verified", "closed"])
    def test_it_marks_exactly_one_step_as_the_current_one(self, bring, resident, follow, state):
        page = resident.get(address(follow(bring(state)))).content.decode()

        assert page.count('aria-current="step"') == 1

    def test_it_apologises_when_the_time_has_passed(self, bring, resident, follow, world):
        case = follow(bring("in_progress", "B01"))
        with time_machine.travel(world.now + timedelta(hours=5), tick=False):
            page = resident.get(address(case)).content.decode()

        assert "We missed our time and are sorry" in page

    def test_it_costs_a_bounded_number_of_queries(self, bring, resident, follow, django_assert_max_num_queries):
        case = follow(bring("closed"))
        resident.get(address(case))
        with django_assert_max_num_queries(14):
            resident.get(address(case))


class TestUrging:
    def test_it_is_passed_on_once_a_day(self, bring, resident, follow):
        case = follow(bring("in_progress"))
        first = resident.post(address(case, "track-urge"), follow=True).content.decode()
        second = resident.post(address(case, "track-urge"), follow=True).content.decode()

        assert "Passed on." in first
        assert "Urged within the last day already" in second
        assert Case.objects.get().urge_count == 1


class TestRating:
    ANSWERS = {"solved": "yes", "satisfaction": "satisfied", "was_contacted": "yes", "text": "办得好"}

    def test_it_ends_the_case(self, bring, resident, follow):
        case = follow(bring("closed"))
        page = resident.post(address(case, "track-rate"), self.ANSWERS, follow=True).content.decode()
        rating = Rating.objects.get()

        assert Case.objects.get().state == State.EVALUATED
        assert (rating.solved, rating.satisfaction, rating.was_contacted, rating.text) == (
            "yes",
            "satisfied",
            True,
            "办得好",
        )
        assert "Your verdict is on record" in page

    def test_no_means_that_it_is_done_again(self, bring, resident, follow):
        case = follow(bring("closed"))
        answers = {**self.ANSWERS, "solved": "no", "satisfaction": "dissatisfied"}
        page = resident.post(address(case, "track-rate"), answers, follow=True).content.decode()

        assert Case.objects.get().state == State.REOPENED
        assert "It is being done again" in page

    def test_nothing_is_chosen_beforehand(self, bring, resident, follow):
        page = resident.get(address(follow(bring("closed")))).content.decode()

        assert " checked" not in page[page.index('id="rate"') :]

    def test_a_missing_answer_is_asked_for_and_the_words_are_kept(self, bring, resident, follow):
        case = follow(bring("closed"))
        response = resident.post(address(case, "track-rate"), {"text": "灯还是不亮"})
        page = response.content.decode()

        assert response.status_code == 422
        assert page.count("Please choose an answer.") == 2
        assert "灯还是不亮" in page

    def test_it_is_possible_for_fifteen_days(self, bring, resident, follow, world):
        case = follow(bring("closed"))
        with time_machine.travel(world.now + timedelta(days=16), tick=False):
            assert 'id="rate"' not in resident.get(address(case)).content.decode()
            answer = resident.post(address(follow(case), "track-rate"), self.ANSWERS)
            assert self.ANSWERS["text"] in answer.content.decode()

        assert Rating.objects.count() == 0

    def test_a_reopened_case_can_be_rated_again_after_the_next_closing(self, bring, resident, follow, who, world):
        case = follow(bring("closed"))
        lifecycle.evaluate(case, solved="no", satisfaction="dissatisfied", by=permissions.REPORTER, now=world.now)
        settle(case, world.now)
        page = resident.get(address(case)).content.decode()

        assert 'id="rate"' not in page
        assert "Opened again" in page


class TestMeeting:
    def test_it_tells_what_the_joint_meeting_decided_with_lead_and_date(self, bring, resident, follow, who, world):
        case = follow(bring("in_progress"))
        item = meetings.propose(case, reason="legacy", level=0, by=who("cadre"), now=world.now)
        meeting = meetings.call(
            world.district,
            held_at=world.now + timedelta(hours=3),
            place="三楼会议室",
            by=who("district"),
            now=world.now,
        )
        meetings.put_on_agenda(item, meeting, by=who("district"), now=world.now)
        council.hold(meeting, by=who("district"), at=world.now)
        item.refresh_from_db()
        assert "Put to the joint meeting" in resident.get(address(case)).content.decode()

        meetings.resolve(
            item, text="住建局牵头，资规局、税务局配合，补办验收后集中办证。", by=who("district"), now=world.now,
            lead_department=world.departments["housing"], lead_post=world.cadre_post,
            due_at=world.now + timedelta(days=58),
        )  # fmt: skip
        council.sign(meeting, by=who("district"), at=world.now)
        page = resident.get(address(case)).content.decode()

        assert "The joint meeting decided: housing leads, done by 20 Jan 2027" in page
        assert "补办验收后集中办证" in page


class TestQuestion:
    def test_the_reporter_answers_what_the_office_asked(self, bring, resident, follow, who, world):
        case = follow(bring("reported"))
        lifecycle.ask_for_details(case, note="请问是几号楼？", by=who("street"), now=world.now)
        assert "请问是几号楼？" in resident.get(address(case)).content.decode()

        empty = resident.post(address(case, "track-details"), {"note": " "})
        assert (empty.status_code, Case.objects.get(pk=case.pk).state) == (422, State.NEED_INFO)

        assert resident.post(address(case, "track-details"), {"note": "3号楼。"}).url == address(case)
        case.refresh_from_db()
        assert (case.state, case.events.get(kind="case.details_supplied").note) == (State.REPORTED, "3号楼。")

    def test_an_answer_that_comes_too_late_is_kept_on_the_page(self, bring, resident, follow):
        answer = resident.post(address(follow(bring("closed")), "track-details"), {"note": "是3号楼。"})

        assert answer.status_code == 409
        assert "是3号楼。" in answer.content.decode()

    def test_a_stranger_answers_nothing(self, bring, stranger, who, world):
        case = bring("reported")
        lifecycle.ask_for_details(case, note="请问是几号楼？", by=who("street"), now=world.now)
        stranger.post(address(case, "track-details"), {"note": "3号楼。"})

        assert Case.objects.get(pk=case.pk).state == State.NEED_INFO
