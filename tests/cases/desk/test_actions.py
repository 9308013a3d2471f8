"""Every action of this desk, sent as a plain form; and what is answered when it cannot be done."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases import lifecycle
from cases.models import AgendaItem, Case


def state_of(case):
    return Case.objects.get(pk=case.pk).state


@pytest.mark.parametrize(
    ("start", "name", "action", "answers", "end"),
    [
        ("assigned", "cadre", "sign_for", {}, "in_progress"),
        ("in_progress", "cadre", "respond", {"note": "已电话联系"}, "in_progress"),
        ("in_progress", "cadre", "note_progress", {"note": "已约住建现场核对"}, "in_progress"),
        ("in_progress", "cadre", "reply", {"note": "明天上午到现场"}, "in_progress"),
        ("in_progress", "cadre", "feed_back", {"result": "explained", "note": "已当面说明"}, "feedback"),
        ("feedback", "gridleader", "verify", {"note": "到现场看过"}, "verified"),
        ("feedback", "gridleader", "order_rework", {"note": "还差一家"}, "rework"),
        ("verified", "street", "close", {"contacted": "yes", "solved": "yes", "note": "满意"}, "closed"),
        ("closed", "street", "reopen", {"note": "反映人说没解决"}, "reopened"),
        ("assigned", "streetleader", "urge", {"note": ""}, "assigned"),
        ("reported", "street", "ask_for_details", {"note": "请补充楼号"}, "need_info"),
        ("reported", "street", "request_decline", {"reason": "petition", "note": "请找信访局"}, "reported"),
        ("assigned", "cadre", "request_return", {"reason": "wrong_unit", "note": "应由资规局办"}, "return_requested"),
        ("in_progress", "cadre", "request_extension",
         {"reason": "material", "until": "2026-12-25", "note": "等资料"}, "in_progress"),
        ("in_progress", "cadre", "request_suspension",
         {"reason": "season", "until": "2026-12-14", "note": "等开春"}, "in_progress"),
        ("in_progress", "cadre", "request_void", {"reason": "duplicate", "note": "重复登记"}, "in_progress"),
        ("verified", "street", "note_call", {"note": "上午没人接"}, "verified"),
    ],
)  # fmt: skip
def test_it_does_the_action_and_returns_to_the_case(start, name, action, answers, end, act, bring):
    case = bring(start)

    answer = act(name, case, action, **answers)

    assert answer.status_code == 302
    assert answer.url == reverse("desk-case", args=[case.number])
    assert state_of(case) == end


def test_an_answer_of_the_reporter_says_that_they_were_reached(act, bring):
    case = bring("verified")

    act("street", case, "close", solved="yes", note="满意")

    assert case.events.get(kind="case.closed").data == {"contacted": True, "solved": "yes"}


@pytest.mark.parametrize("answers", [{}, {"contacted": "no", "solved": "yes"}])
def test_a_call_back_says_whether_somebody_was_reached_and_nothing_that_nobody_said(answers, act, bring):
    case = bring("verified")

    assert act("street", case, "close", note="打过电话", **answers).status_code == 422
    assert state_of(case) == "verified"


def test_each_attempt_to_call_says_which_one_it_is(bring, desk):
    case, client = bring("verified"), desk("street")
    address = reverse("desk-act", args=[case.number, "note_call"])

    def tries():
        version = Case.objects.get(pk=case.pk).version
        return client.post(address, {"version": version, "note": "没人接"}, follow=True).content.decode()

    assert "Attempt 1 of 3 noted." in tries()
    assert "Attempt 2 of 3 noted." in tries()
    assert "it may be closed without contact now" in tries()


def test_accepting_confirms_category_and_grid(act, report, world):
    case = report(None, routed=False, grid=world.community)

    answer = act("street", case, "accept", category=world.categories["I01"].pk, grid="410106002006001 第一网格")

    case.refresh_from_db()
    assert answer.status_code == 302
    assert (case.state, case.category, case.grid) == ("accepted", world.categories["I01"], world.grid)


def test_a_grid_of_another_district_is_no_grid_of_mine(act, report, world):
    case = report(None, routed=False)

    answer = act("street", case, "accept", category=world.categories["I01"].pk, grid=world.elsewhere.code)

    assert answer.status_code == 422
    assert "No such grid in your area." in answer.content.decode()
    assert state_of(case) == "reported"


def test_it_hands_over_to_a_post_along_the_path_of_the_place(act, bring, world):
    case = bring("assigned")

    act("district", case, "reassign", post=world.worker_post.pk, note="属市政管")

    assert Case.objects.get(pk=case.pk).owner == world.worker_post


def test_it_offers_no_post_of_another_district(act, bring, world):
    case = bring("assigned")

    assert act("district", case, "reassign", post=world.outsider_post.pk, note="试试").status_code == 422


def test_it_puts_a_case_to_the_joint_meeting(act, bring, world):
    case = bring("in_progress")

    act("cadre", case, "propose_to_meeting", level="0", reason="several_departments", asked="请三家一起定时间表")

    item = AgendaItem.objects.get(case=case)
    assert (item.grid, item.reason, item.asked) == (world.district, "several_departments", "请三家一起定时间表")
    assert Case.objects.get(pk=case.pk).in_meeting


def test_whoever_proposes_it_suggests_units_that_are_posted_there(act, desk, bring, world):
    case = bring("in_progress")
    works, tax = (world.departments[code].pk for code in ("municipal_works", "tax"))
    offered = desk("cadre").get(f"/desk/cases/{case.number}/propose_to_meeting/").content.decode()
    assert f'name="suggested" value="{works}"' in offered
    assert f'name="suggested" value="{tax}"' not in offered  # nobody of theirs is posted along the place
    answers = {"level": "0", "reason": "several_departments", "asked": "请一起定"}
    assert act("cadre", case, "propose_to_meeting", **answers, suggested=[tax]).status_code == 422

    act("cadre", case, "propose_to_meeting", **answers, suggested=[works])

    assert AgendaItem.objects.get(case=case).suggested == [works]


def test_feedback_keeps_its_photos(act, bring, photo):
    case = bring("in_progress", "B01")

    act("worker", case, "feed_back", result="solved", note="井盖已装好", photos=[photo("a.jpg"), photo("b.jpg")])

    assert state_of(case) == "feedback"
    assert list(case.photos.values_list("moment", flat=True)) == ["after", "after"]


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(act, bring):
    case = bring("in_progress", "B01")

    answer = act("worker", case, "feed_back", result="solved", note="井盖已装好")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This category needs a photo of the result." in page
    assert "井盖已装好</textarea>" in page
    assert state_of(case) == "in_progress"


def test_a_file_that_is_no_photo_is_named(act, bring):
    case = bring("in_progress", "B01")
    broken = SimpleUploadedFile("broken.jpg", b"not a photo at all", "image/jpeg")

    answer = act("worker", case, "feed_back", result="solved", note="井盖已装好", photos=[broken])

    assert answer.status_code == 422
    assert "broken.jpg" in answer.content.decode()


def test_who_comes_second_is_told_what_happened_meanwhile_and_keeps_the_text(act, bring, who, now):
    seen = bring("feedback")
    lifecycle.verify(seen, note="到现场看过，门口还差一块", by=who("gridleader"), now=now)

    answer = act("gridleader", seen, "order_rework", note="我看着还没好")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "到现场看过，门口还差一块" in page
    assert "我看着还没好</textarea>" in page
    assert state_of(seen) == "verified"


def test_the_kept_text_can_be_saved_as_a_note(act, bring, who, now):
    seen = bring("feedback")
    lifecycle.verify(seen, note="看过", by=who("gridleader"), now=now)
    act("gridleader", seen, "order_rework", note="我看着还没好")

    act("gridleader", Case.objects.get(pk=seen.pk), "note_progress", note="我看着还没好")

    assert seen.events.get(kind="case.noted").note == "我看着还没好"


def test_an_old_version_changes_nothing_even_where_the_action_is_still_possible(act, bring, who, now):
    seen = bring("in_progress")
    lifecycle.note_progress(seen, note="别人先写了", by=who("cadre"), now=now)

    answer = act("cadre", seen, "feed_back", result="explained", note="已说明")

    assert answer.status_code == 409
    assert state_of(seen) == "in_progress"


def test_where_it_is_still_possible_the_form_stands_there_again_with_every_answer(act, bring, who, now):
    seen = bring("in_progress")
    lifecycle.note_progress(seen, note="别人先写了", by=who("cadre"), now=now)
    answers = {"reason": "material", "until": "2026-12-28", "note": "等竣工资料"}

    page = act("cadre", seen, "request_extension", **answers).content.decode()

    fresh = Case.objects.get(pk=seen.pk)
    assert "别人先写了" in page
    assert f'name="version" value="{fresh.version}"' in page
    assert '<input type="radio" name="reason" value="material" id="id_reason_1" checked>' in page
    assert 'value="2026-12-28"' in page
    assert "等竣工资料</textarea>" in page
    assert act("cadre", fresh, "request_extension", **answers).status_code == 302


def test_where_it_is_no_longer_possible_every_answer_can_be_kept_as_a_note(act, bring, who, now, photo):
    seen = bring("in_progress", "B01")
    worker = who("worker")
    lifecycle.feed_back(seen, result="explained", note="先反馈了", by=worker, now=now)

    page = act("worker", seen, "feed_back", result="solved", note="井盖已装好", photos=[photo("门口.jpg")])

    assert page.status_code == 409
    kept = page.content.decode().split('<textarea name="note"')[1].split("</textarea>")[0]
    for words in ("Solved", "井盖已装好", "门口.jpg"):
        assert words in kept


def test_an_old_version_is_refused_for_the_meeting_too(act, bring, who, now):
    seen = bring("in_progress")
    lifecycle.note_progress(seen, note="别人先写了", by=who("cadre"), now=now)

    assert act("cadre", seen, "propose_to_meeting", level="1", reason="legacy", asked="定时间").status_code == 409
    assert not AgendaItem.objects.exists()


def test_who_may_not_is_told_why(act, bring):
    case = bring("feedback")

    answer = act("streetleader", case, "verify", note="我来核查")

    assert answer.status_code == 403
    assert "Only the grid leader may do this." in answer.content.decode()
    assert state_of(case) == "feedback"


def test_a_case_outside_the_scope_cannot_be_acted_on(act, bring):
    assert act("outsider", bring("assigned"), "sign_for").status_code == 404


@pytest.mark.parametrize("action", ["escalate", "report", "delete"])
def test_there_is_no_address_for_what_is_no_action_of_the_desk(action, act, bring):
    assert act("district", bring("assigned"), action).status_code == 404


def test_every_action_the_permissions_give_a_page_has_a_form_that_opens(desk, bring):
    for state in ("reported", "assigned", "in_progress", "feedback", "verified", "closed"):
        case = bring(state)
        for name in ("gridleader", "street", "district", *(["cadre"] if case.owner else [])):
            page = desk(name).get(reverse("desk-case", args=[case.number]))
            ready = [offer.name for group in page.context["groups"] for offer in group["ready"]]
            for action in ready:
                opened = desk(name).get(reverse("desk-act", args=[case.number, action]))
                assert opened.context["form"] is not None, (state, name, action)


ASKING = {
    "request_extension": ("in_progress", "cadre", {"reason": "material", "until": "2026-12-25", "note": "等资料"}),
    "request_suspension": ("in_progress", "cadre", {"reason": "season", "until": "2026-12-14", "note": "等开春"}),
    "request_void": ("in_progress", "cadre", {"reason": "duplicate", "note": "重复登记"}),
    "request_decline": ("reported", "street", {"reason": "petition", "note": "请找信访局"}),
}


@pytest.mark.parametrize(
    ("asking", "decider", "action", "answers", "end"),
    [
        ("request_extension", "streetleader", "approve_extension", {}, "in_progress"),
        ("request_extension", "streetleader", "refuse_extension", {"note": "不行"}, "in_progress"),
        ("request_suspension", "supervisor", "suspend", {}, "suspended"),
        ("request_suspension", "supervisor", "refuse_suspension", {"note": "不行"}, "in_progress"),
        ("request_void", "official", "void", {}, "voided"),
        ("request_void", "official", "refuse_void", {"note": "不是重复"}, "in_progress"),
        ("request_decline", "district", "decline", {}, "not_accepted"),
        ("request_decline", "district", "refuse_decline", {"note": "应当受理"}, "reported"),
    ],
)
def test_a_second_person_reads_the_request_and_decides(asking, decider, action, answers, end, act, desk, bring):
    start, asker, words = ASKING[asking]
    case = bring(start)
    act(asker, case, asking, **words)
    case.refresh_from_db()

    page = desk(decider).get(reverse("desk-act", args=[case.number, action]))
    assert words["note"] in page.content.decode()
    assert act(decider, case, action, **answers).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.asked) == (end, "")


def test_the_main_case_can_be_ticked_among_the_related_ones(act, bring, desk):
    main, other = bring("assigned", text="三号楼电梯停了两天。"), bring("reported", text="三号楼电梯停了两天了。")
    far = bring("closed", text="三号楼电梯停了两天。")

    page = desk("street").get(reverse("desk-act", args=[other.number, "merge"])).content.decode()
    assert f'name="likely" value="{main.number}"' in page
    assert f'name="likely" value="{far.number}"' not in page

    assert act("street", other, "merge", likely=main.number).status_code == 302
    other.refresh_from_db()
    assert other.merged_into == main


def test_merging_asks_for_a_number_one_may_see(act, bring, desk):
    main, other = bring("assigned"), bring("reported")

    for number in ("", "ZZ20261123-999999", other.number):
        assert act("street", other, "merge", main=number).status_code == 422
    assert act("street", other, "merge", main=main.number.lower()).status_code == 302
    assert state_of(other) == "merged"
    assert act("street", Case.objects.get(pk=other.pk), "unmerge", note="另一件事").status_code == 302
    assert state_of(other) == "reported"


def test_what_is_typed_survives_a_date_that_cannot_be(act, bring):
    case = bring("in_progress")

    answer = act("cadre", case, "request_extension", reason="material", until="2026-12-26", note="等竣工资料")

    assert answer.status_code == 422
    assert "This is no working day." in answer.content.decode()
    assert "等竣工资料" in answer.content.decode()
