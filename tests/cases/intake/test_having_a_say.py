"""What reporters do with their case later on: add, withdraw, object; and what is said where it is too late."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases import lifecycle, permissions
from cases.lifecycle import remarks
from cases.models import Case, Notice, Photo
from cases.workflow import State
from tests.cases.conftest import settle


def address(case, name="track-case"):
    return reverse(name, args=[case.number])


def seen(resident, case) -> str:
    return resident.get(address(case)).content.decode()


class TestAdding:
    def test_words_and_photos_stand_on_the_timeline_and_the_owner_is_told(
        self, bring, resident, follow, picture, world
    ):
        case = follow(bring("in_progress"))
        answer = resident.post(address(case, "track-add"), {"note": "又塌了一块。", "photos": [picture()]})
        settle(case, world.now)
        page, photo = seen(resident, case), Photo.objects.get()

        assert answer.url == address(case)
        assert "又塌了一块。" in page
        assert page.count(reverse("photo-thumb", args=[photo.id])) == 1
        assert Notice.objects.filter(post=case.owner, event__kind="case.remarked").count() == 1

    def test_before_anybody_is_responsible_the_desk_is_told(self, bring, resident, follow, world):
        case = follow(bring("reported", None))
        settle(case, world.now)
        resident.post(address(case, "track-add"), {"note": "是3号楼。"})
        settle(case, world.now)

        notice = Notice.objects.get(event__kind="case.remarked")
        assert notice.post_id == Case.objects.get().waiting_on_id is not None

    def test_it_changes_no_state_and_no_clock(self, bring, resident, follow):
        case = follow(bring("in_progress"))
        resident.post(address(case, "track-add"), {"note": "又塌了一块。"})
        after = Case.objects.get()

        assert (after.state, after.due_at) == (case.state, case.due_at)

    def test_nothing_is_no_remark(self, bring, resident, follow):
        case = follow(bring("in_progress"))

        assert resident.post(address(case, "track-add"), {"note": "  "}).status_code == 422

    def test_nine_photos_in_all(self, bring, resident, follow, picture):
        case = follow(bring("in_progress"))
        first = resident.post(address(case, "track-add"), {"photos": [picture(f"{n}.jpg") for n in range(7)]})
        second = resident.post(
            address(case, "track-add"), {"note": "再补三张。", "photos": [picture(f"{n}.jpg") for n in range(3)]}
        )

        assert (first.status_code, second.status_code) == (302, 422)
        assert "再补三张。" in second.content.decode()
        assert Photo.objects.count() == 7
        assert resident.post(address(case, "track-add"), {"photos": [picture(), picture()]}).status_code == 302

    def test_what_is_no_photo_is_refused_and_the_words_are_kept(self, bring, resident, follow, picture):
        case = follow(bring("in_progress"))
        broken = picture()
        broken.file.seek(0)
        broken.file.write(b"no picture at all")
        broken.file.seek(0)
        answer = resident.post(address(case, "track-add"), {"note": "请看照片。", "photos": [broken]})

        assert answer.status_code == 422
        assert "请看照片。" in answer.content.decode()
        assert not Photo.objects.exists()

    def test_there_is_a_limit_for_a_day_and_the_words_are_kept(self, bring, resident, follow, world):
        case = follow(bring("in_progress"))
        most = remarks.REMARKS_A_DAY.most
        answers = [resident.post(address(case, "track-add"), {"note": f"第{n}条。"}) for n in range(most + 1)]

        assert [answer.status_code for answer in answers] == [302] * most + [409]
        assert f"第{most}条。" in answers[-1].content.decode()
        assert case.events.filter(kind="case.remarked").count() == most
        with time_machine.travel(world.now + timedelta(days=2), tick=False):
            assert resident.post(address(case, "track-add"), {"note": "今天的。"}).status_code == 302

    def test_a_closed_case_takes_nothing_more(self, bring, resident, follow):
        case = follow(bring("closed"))

        assert resident.post(address(case, "track-add"), {"note": "还有。"}).status_code == 409
        assert address(case, "track-add") not in seen(resident, case)

    def test_a_stranger_adds_nothing(self, bring, stranger):
        case = bring("in_progress")
        stranger.post(address(case, "track-add"), {"note": "我也来说。"})

        assert not case.events.filter(kind="case.remarked").exists()


class TestUrging:
    def test_the_page_says_when_it_was_and_when_it_is_possible_again(self, bring, resident, follow, world):
        case = follow(bring("in_progress"))
        assert address(case, "track-urge") in seen(resident, case)
        resident.post(address(case, "track-urge"))
        assert address(case, "track-urge") not in seen(resident, case)

        with time_machine.travel(world.now + timedelta(hours=25), tick=False):
            assert address(case, "track-urge") in seen(resident, follow(case))


class TestWithdrawing:
    def test_it_ends_the_case_and_stops_every_clock(self, bring, resident, follow, world):
        case = follow(bring("in_progress"))
        resident.post(address(case, "track-withdraw"), {"note": "邻居自己修好了。", "sure": "1"})
        settle(case, world.now)
        after = Case.objects.get()
        page = seen(resident, case)

        assert (after.state, after.result, after.due_at) == (State.WITHDRAWN, "withdrawn", None)
        assert not after.clocks.filter(stopped_at__isnull=True).exists()
        assert "邻居自己修好了。" in page
        assert Notice.objects.filter(post=case.owner, event__kind="case.withdrawn").exists()

    def test_it_is_asked_once_in_words_and_what_was_typed_is_kept(self, bring, resident, follow):
        case = follow(bring("in_progress"))
        answer = resident.post(address(case, "track-withdraw"), {"note": "不用了。"})

        assert answer.status_code == 422
        assert "不用了。" in answer.content.decode()
        assert Case.objects.get().state == State.IN_PROGRESS

    @pytest.mark.parametrize("state", ["reported", "assigned", "in_progress"])
    def test_it_makes_sense_until_it_is_said_to_be_done(self, bring, resident, follow, state):
        case = follow(bring(state))

        assert address(case, "track-withdraw") in seen(resident, case)

    @pytest.mark.parametrize("state", ["feedback", "verified", "closed"])
    def test_afterwards_the_answer_is_no(self, bring, resident, follow, state):
        case = follow(bring(state))
        answer = resident.post(address(case, "track-withdraw"), {"sure": "1"})

        assert address(case, "track-withdraw") not in seen(resident, case)
        assert answer.status_code == 409
        assert Case.objects.get().state == state

    def test_a_danger_a_group_and_what_others_reported_go_on(self, bring, report, who, world):
        danger, group, shared = bring("in_progress", "B01"), bring("in_progress", households=3), bring("in_progress")
        late = report(routed=False)
        lifecycle.merge(late, main=shared, by=who("street"), now=world.now)
        reasons = {permissions.may("withdraw", case, permissions.REPORTER).reason for case in (danger, group, shared)}

        assert len(reasons) == 3
        for case in (danger, group, shared):
            with pytest.raises(lifecycle.NotPermitted):
                lifecycle.withdraw(case, note="", by=permissions.REPORTER, now=world.now)

    def test_an_answer_that_is_waited_for_does_not_hold_it_up(self, bring, who, world):
        case = bring("reported")
        lifecycle.ask_for_details(case, note="几号楼？", by=who("street"), now=world.now)

        assert lifecycle.withdraw(case, note="", by=permissions.REPORTER, now=world.now).state == State.WITHDRAWN

    def test_staff_neither_withdraw_nor_are_offered_it(self, bring, who, world):
        case = bring("in_progress")

        with pytest.raises(lifecycle.NotPermitted):
            lifecycle.withdraw(case, note="", by=who("district"), now=world.now)
        assert "withdraw" not in [offer.name for offer in permissions.offers(case, who("district"), world.now)]


class TestObjecting:
    def test_a_reason_opens_it_again_and_stands_on_the_page(self, bring, resident, follow, world):
        case = follow(bring("closed"))
        resident.post(address(case, "track-reopen"), {"note": "灯第二天又灭了。"})
        settle(case, world.now)

        assert Case.objects.get().state == State.REOPENED
        assert "灯第二天又灭了。" in seen(resident, case)

    def test_without_a_reason_it_is_asked_for(self, bring, resident, follow):
        case = follow(bring("closed"))

        assert resident.post(address(case, "track-reopen"), {"note": " "}).status_code == 422
        assert Case.objects.get().state == State.CLOSED

    def test_it_is_possible_for_fifteen_days_and_the_words_are_kept_after_that(self, bring, resident, follow, world):
        case = follow(bring("closed"))
        with time_machine.travel(world.now + timedelta(days=15, minutes=1), tick=False):
            assert address(case, "track-reopen") not in seen(resident, follow(case))
            answer = resident.post(address(case, "track-reopen"), {"note": "灯又灭了。"})

        assert answer.status_code == 409
        assert "灯又灭了。" in answer.content.decode()
        assert Case.objects.get().state == State.CLOSED

    def test_it_is_possible_twice(self, bring, resident, follow):
        case = follow(bring("closed"))
        Case.objects.update(reopen_count=2)

        assert address(case, "track-reopen") not in seen(resident, case)
        assert resident.post(address(case, "track-reopen"), {"note": "还是不行。"}).status_code == 409

    def test_who_has_judged_may_still_object_within_the_days(self, bring, resident, follow, world):
        case = follow(bring("closed"))
        verdict = {"was_contacted": "yes", "solved": "yes", "satisfaction": "satisfied"}
        assert resident.post(address(case, "track-rate"), verdict).status_code == 302
        assert Case.objects.get().state == State.EVALUATED
        assert address(case, "track-reopen") in seen(resident, case)

        assert resident.post(address(case, "track-reopen"), {"note": "今天又坏了。"}).status_code == 302
        settle(case, world.now)

        again = Case.objects.get()
        assert (again.state, again.reopen_count, again.closed_at) == (State.REOPENED, 1, None)
        assert again.ratings.get().solved == "yes"
        assert "今天又坏了。" in seen(resident, case)

    def test_who_has_judged_objects_no_more_after_fifteen_days(self, bring, resident, follow, world):
        case = follow(bring("closed"))
        resident.post(address(case, "track-rate"), {"solved": "yes", "satisfaction": "satisfied"})
        with time_machine.travel(world.now + timedelta(days=15, minutes=1), tick=False):
            assert address(case, "track-reopen") not in seen(resident, follow(case))
            answer = resident.post(address(case, "track-reopen"), {"note": "灯又灭了。"})

        assert answer.status_code == 409
        assert Case.objects.get().state == State.EVALUATED

    def test_after_the_verdict_only_the_reporter_opens_it_again(self, bring, resident, follow, who, world):
        case = follow(bring("closed"))
        resident.post(address(case, "track-rate"), {"solved": "yes", "satisfaction": "satisfied"})

        with pytest.raises(lifecycle.NotPossible):
            lifecycle.reopen(Case.objects.get(), note="再办。", by=who("street"), now=world.now)

    def test_praise_is_nothing_to_object_to(self, bring, resident, follow):
        case = follow(bring("closed"))
        Case.objects.update(state=State.EVALUATED, tags=["praise"])

        assert address(case, "track-reopen") not in seen(resident, case)
        assert resident.post(address(case, "track-reopen"), {"note": "再办。"}).status_code == 409
        assert Case.objects.get().state == State.EVALUATED

    def test_the_office_may_still_reopen_later(self, bring, who, world):
        case = bring("closed")
        later = world.now + timedelta(days=20)

        assert lifecycle.reopen(case, note="领导批示。", by=who("street"), now=later).state == State.REOPENED

    def test_the_reason_of_a_bad_verdict_goes_to_the_unit(self, bring, resident, follow, world):
        case = follow(bring("closed"))
        answers = {"solved": "no", "satisfaction": "dissatisfied"}
        assert resident.post(address(case, "track-rate"), answers).status_code == 422
        resident.post(address(case, "track-rate"), {**answers, "text": "井盖还是响。"})
        settle(case, world.now)

        assert case.events.get(kind="case.reopened").note == "井盖还是响。"
