"""What reporters may ask for through their query code: a copy, a correction, to be forgotten (PIPL art. 44-50)."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cases import codes, lifecycle, permissions
from cases.intake import followed
from cases.models import Case, CaseEvent, CoSigner
from grids.models import Questionnaire
from residents import phone_codes
from residents.models import PhoneCode, Resident

SIGNERS = (("周大海", "13700002222"), ("吴小芳", ""))
PERSON = {"name": "孟晓雨", "phone": "13812342706"}


@pytest.fixture
def mine(bring, follow):
    def do(state="in_progress", **more):
        return follow(bring(state, **{**PERSON, **more}))

    return do


@pytest.fixture
def ask(resident):
    def do(case, what, **fields):
        return resident.post(reverse(f"my-data-{what}", args=[case.number]), fields)

    return do


def events(case):
    return list(case.events.filter(kind__contains="contact").values_list("kind", "note", "data", "by")) + list(
        case.events.filter(kind__in=["case.data_copied", "case.erasure_asked"]).values_list(
            "kind", "note", "data", "by"
        )
    )


class TestTheDoor:
    def test_the_tracking_page_leads_there(self, mine, resident):
        case = mine()

        assert reverse("my-data", args=[case.number]) in resident.get(reverse("track-case", args=[case.number])).text

    @pytest.mark.parametrize("what", ["copy", "correct", "erase"])
    def test_without_the_code_nobody_gets_anything(self, what, bring, stranger):
        case = bring("in_progress", **PERSON)
        page = stranger.get(reverse("my-data", args=[case.number]))
        answer = stranger.post(reverse(f"my-data-{what}", args=[case.number]), {"name": "别人"})

        assert page.url == stranger.get(answer.url).url == reverse("track-case", args=[case.number])
        assert events(case) == []
        assert Resident.objects.get().name == PERSON["name"]

    def test_the_page_masks_what_it_shows_and_is_kept_nowhere(self, mine, resident):
        page = resident.get(reverse("my-data", args=[mine().number]))

        assert "孟**" in page.text
        assert "138****2706" in page.text
        assert not any(word in page.text for word in PERSON.values())
        assert "no-store" in page["Cache-Control"]


class TestASharedTelephone:
    @pytest.fixture
    def later(self, mine, world):
        """Return a case that this browser follows, twenty minutes after it was reported from it."""
        case = mine(co_signers=SIGNERS)
        with time_machine.travel(world.now + timedelta(minutes=20), tick=False):
            yield case

    @pytest.mark.parametrize("what", ["copy", "correct", "erase"])
    def test_a_while_later_the_code_is_asked_again_and_nothing_given_or_changed(self, what, later, ask):
        answer = ask(later, what, name="别人")

        assert answer.url == reverse("my-data-code", args=[later.number])
        assert events(later) == []
        assert Case.objects.get().reporter.name == PERSON["name"]

    def test_the_page_says_why_and_offers_nothing_until_then(self, later, resident):
        page = resident.get(reverse("my-data", args=[later.number])).text

        assert "please type the query code again" in page
        assert reverse("my-data-code", args=[later.number]) in page
        assert not any(reverse(f"my-data-{what}", args=[later.number]) in page for what in ("copy", "correct", "erase"))
        assert "co-signers" not in page

    def test_the_right_code_opens_it_for_another_while(self, later, ask, resident):
        address = reverse("my-data-code", args=[later.number])
        assert later.number in resident.get(address).text
        wrong = resident.post(address, {"code": "AAAA-AAAA"})
        assert (wrong.status_code, "do not fit together" in wrong.text) == (422, True)
        assert ask(later, "copy").status_code == 302

        assert resident.post(address, {"code": codes.of(later)}).url == reverse("my-data", args=[later.number])
        assert ask(later, "copy").status_code == 200

    def test_a_proved_number_needs_no_code(self, later, ask, resident):
        asked = phone_codes.ask(PERSON["phone"], language="en", now=timezone.now())
        PhoneCode.objects.filter(row=asked.row).update(
            code_hash="0" * 64, sent_at=timezone.now(), used_at=timezone.now()
        )
        response = HttpResponse()
        followed.remember_proved(response, asked.row)
        resident.cookies.update(response.cookies)

        assert ask(later, "copy").status_code == 200

    def test_another_case_of_the_same_browser_does_not_open_it(self, later, ask, follow, bring):
        follow(bring("in_progress", name="王芳"))

        assert ask(later, "copy").status_code == 302

    def test_it_forgets_on_this_device_at_one_tap(self, send, resident, follow, bring):
        _response, case = send()
        pages = [reverse("report-done"), *(reverse(name, args=[case.number]) for name in ("track-case", "my-data"))]
        assert all(reverse("track-forget") in resident.get(page).text for page in pages)
        answer = resident.post(reverse("track-forget"), follow=True)

        assert "Forgotten here" in answer.text
        assert resident.get(pages[0]).url == reverse("report")
        assert case.title not in resident.get(pages[1]).text
        assert not {"followed", "receipt", "joined", "sure"} & {
            name for name, kept in resident.cookies.items() if kept.value
        }


class TestACopy:
    def test_it_has_everything_in_full_and_is_noted_without_a_word_of_it(self, mine, ask, who, world):
        case = mine(hides_reporter=True, address="3号楼2单元1502室", text="楼道灯不亮。")
        lifecycle.reveal(case, reason="回访", by=who("street"), now=world.now)
        answer = ask(case, "copy")

        assert answer["Content-Disposition"] == f'attachment; filename="{case.number}.txt"'
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        said = answer.content.decode("utf-8-sig")
        assert all(word in said for word in (*PERSON.values(), "3号楼2单元1502室", "楼道灯不亮。", "回访", "Street"))
        assert ("case.data_copied", "", {}, None) in events(case)

    def test_it_is_not_given_for_a_look(self, mine, resident):
        assert resident.get(reverse("my-data-copy", args=[mine().number])).status_code == 405


class TestACorrection:
    def test_it_holds_at_once_and_what_was_there_is_gone(self, mine, ask):
        case = mine()
        answer = ask(case, "correct", name="孟小雨", phone="139 0000 1111")

        assert answer.url == reverse("my-data", args=[case.number])
        reporter = Case.objects.get().reporter
        assert (reporter.name, reporter.phone) == ("孟小雨", "13900001111")
        assert not Resident.objects.with_phone(PERSON["phone"]).exists()
        assert events(case) == [("case.contact_corrected", "", {}, None)]

    def test_somebody_without_a_name_may_leave_one(self, bring, follow, ask):
        case = follow(bring("in_progress"))
        ask(case, "correct", name="孟晓雨")

        assert Case.objects.get().reporter.name == "孟晓雨"

    def test_the_report_does_not_say_the_right_name_either_where_it_is_hidden(self, mine, ask):
        case = mine(hides_reporter=True, name="", text="我是孟小雨，楼道灯不亮。", address="孟小雨家门口")
        ask(case, "correct", name="孟小雨", phone="13812342706")

        case.refresh_from_db()
        assert (case.title, case.text) == ("我是***，楼道灯不亮", "我是***，楼道灯不亮。")
        assert case.address == "***家门口"

    def test_the_title_never_does(self, mine, ask):
        case = mine(name="", text="我是孟小雨，楼道灯不亮。")
        ask(case, "correct", name="孟小雨")

        case.refresh_from_db()
        assert (case.title, case.text) == ("我是***，楼道灯不亮", "我是孟小雨，楼道灯不亮。")

    def test_what_is_left_empty_stays(self, mine, ask):
        case = mine()
        ask(case, "correct", phone="139 0000 1111")

        reporter = Case.objects.get(pk=case.pk).reporter
        assert (reporter.name, reporter.phone) == (PERSON["name"], "13900001111")

    @pytest.mark.parametrize("fields", [{}, {"phone": "139"}, {"phone": "call me"}, {"name": "x" * 41}])
    def test_nonsense_is_refused_and_changes_nothing(self, fields, mine, ask):
        case = mine()

        assert ask(case, "correct", **fields).status_code == 422
        assert Case.objects.get().reporter.phone == PERSON["phone"]
        assert events(case) == []


class TestToBeForgotten:
    def test_while_somebody_may_have_to_call_the_wish_waits_and_staff_see_it(self, mine, ask, stranger, world):
        case = mine()
        ask(case, "erase")

        case.refresh_from_db()
        assert case.erasure_asked_at == world.now
        assert case.reporter.name == PERSON["name"]
        assert events(case) == [("case.erasure_asked", "", {}, None)]
        stranger.force_login(world.people["street"])
        assert "to have name and number erased" in stranger.get(reverse("desk-case", args=[case.number])).text

    def test_the_same_wish_twice_is_one(self, mine, ask):
        case = mine()
        ask(case, "erase")
        ask(case, "erase")

        assert len(events(case)) == 1

    @pytest.mark.parametrize(("days", "left"), [(14, PERSON["name"]), (16, "")])
    def test_once_nobody_may_object_any_more_it_is_done_at_once(self, days, left, mine, ask, world):
        ask(mine("closed", at=world.now - timedelta(days=days)), "erase")

        assert Case.objects.get().reporter.name == left

    def test_afterwards_there_is_nothing_to_reveal(self, mine, ask, who, world):
        case = mine("closed", at=world.now - timedelta(days=16))
        ask(case, "erase")

        with pytest.raises(lifecycle.NotPossible):
            lifecycle.reveal(case, reason="回访", by=who("street"), now=world.now)
        assert events(case) == [("case.contact_erased", "", {}, None)]

    def test_without_a_contact_there_is_nothing_to_erase(self, bring, follow, ask):
        case = follow(bring("closed"))
        ask(case, "erase")

        assert not CaseEvent.objects.filter(kind__startswith="case.erasure").exists()

    def test_the_texts_forget_with_the_contact(self, mine, ask, world):
        ask(mine("closed", at=world.now - timedelta(days=16), text="我是孟晓雨，打 13812342706。"), "erase")

        case = Case.objects.get()
        assert case.text == "我是***，打 ***。"
        assert case.pseudonymised_at == world.now


class TestThoseWhoSignToo:
    def test_the_page_masks_them_and_the_copy_does_too_for_they_are_others(self, mine, ask, resident):
        case = mine(co_signers=SIGNERS)
        page = resident.get(reverse("my-data", args=[case.number])).text
        copy = ask(case, "copy").content.decode("utf-8-sig")

        for said in (page, copy):
            assert all(word in said for word in ("周**", "137****2222", "吴**"))
            assert not any(word in said for word in ("周大海", "13700002222", "吴小芳"))

    def test_one_is_taken_out_at_once_and_the_households_stay(self, mine, resident, world):
        case = mine(co_signers=SIGNERS, households=3)
        first, _second = case.co_signers.order_by("pk")
        resident.post(reverse("my-data-erase-co-signer", args=[case.number, first.pk]))

        assert [(one.resident.name, one.resident.phone) for one in CoSigner.objects.order_by("pk")] == [
            ("", ""),
            ("吴小芳", ""),
        ]
        assert Case.objects.get().households == 3
        assert case.events.filter(kind="case.co_signer_erased").values_list("note", "data").get() == ("", {})

    def test_nobody_takes_out_those_of_another_case(self, mine, bring, resident):
        case, other = mine(co_signers=SIGNERS), bring("in_progress", co_signers=(("郑一", "13600000000"),))
        theirs = other.co_signers.get()
        answer = resident.post(reverse("my-data-erase-co-signer", args=[case.number, theirs.pk]))

        assert answer.status_code == 404
        assert resident.post(reverse("my-data-erase-co-signer", args=[other.number, theirs.pk])).status_code == 302
        theirs.resident.refresh_from_db()
        assert theirs.resident.name == "郑一"

    def test_a_co_signers_number_opens_nothing_of_the_reporter(self, mine):
        mine(co_signers=SIGNERS)

        assert not Case.objects.reported_with("13700002222").exists()

    def test_erasing_the_reporter_erases_them_too(self, mine, ask, world):
        ask(mine("closed", at=world.now - timedelta(days=16), co_signers=SIGNERS), "erase")

        assert not Resident.objects.filter(erased_at__isnull=True).exists()

    def test_the_unit_reads_that_they_were_erased(self, mine, ask, stranger, world):
        case = mine("closed", at=world.now - timedelta(days=16), co_signers=SIGNERS)
        ask(case, "erase")
        stranger.force_login(world.people["cadre"])
        page = stranger.get(reverse("desk-case", args=[case.number])).text

        assert "2 co-signers" in page
        assert page.count("name and number have been erased") == 2


def test_the_copy_has_answers_remarks_and_households_that_joined(mine, ask, world):
    question = {"code": "floor", "kind": "text", "zh": "几楼", "en": "Which floor"}
    asked = Questionnaire.objects.create(category=world.categories["I01"], questions=[question])
    case = mine(questionnaire=asked, answers={"floor": "三楼"}, may_be_public=True)
    lifecycle.add_remark(case, note="今天又黑了。", by=permissions.REPORTER, now=world.now)
    lifecycle.join(case, key=uuid.uuid4(), by=permissions.REPORTER, now=world.now)
    copy = ask(case, "copy").content.decode("utf-8-sig")

    assert "Which floor\n    三楼" in copy.replace("\r\n", "\n")
    assert "今天又黑了。" in copy
    assert "nothing is stored about who they are: 1" in copy
