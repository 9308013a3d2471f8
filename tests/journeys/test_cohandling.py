"""Several units on one case: each does its part, and who leads feeds back only when every part is done or waived."""

from tests.journeys.people import Resident

GRID = "410106002006001"
PHONE = {"width": 390, "height": 844}
FIRE, RESOURCES = "cadre-410106002-fire", "cadre-410106002-natural_resources"


def test_split_to_two_units_one_done_one_waived_then_fed_back_and_closed(cast, clock, worker, keep):
    resident = cast(Resident, **PHONE)
    receipt = resident.reports("12户房产证一直办不下来，说缺消防和规划手续。", category="I01", place=GRID)
    number = receipt.number
    lead, fire, resources = cast("cadre"), cast(FIRE), cast(RESOURCES)

    clock.day(1, "09:10")
    lead.finds(number, "sign")
    lead.signs_for(number)
    posts = ("中心路街道 消防下沉干部", "中心路街道 资源规划下沉干部")
    lead.splits(number, posts, keep=keep, note="请核对各自的手续。", limit="3D")
    lead.sees("2 项未办结")
    keep(lead.page, "split")

    lead.opens(f"/desk/cases/{number}/feed_back/")
    lead.sees("还有 2 项协办未办结，须先办结或免办", "待签收")
    keep(lead.page, "no-feedback-yet")
    resident.follows(receipt)
    resident.sees("多个单位正在共同办理")
    keep(resident.page, "told-in-plain-words")

    clock.day(1, "14:00")
    fire.finds(number, "co-handle")
    fire.is_told("交协办")
    fire.signs_order(number)
    fire.does("report_order", number, keep=keep, note="消防验收资料已补齐。")
    fire.sees("已反馈")
    keep(fire.page, "my-part-is-done")

    resources.finds(number, "co-handle")
    lead.is_told("协办已办结")
    lead.does("waive_order", number, keep=keep, note="规划手续已由开发商补交。")
    lead.sees("协办已全部办结、免办或失效")
    resources.is_told("协办已免办")

    clock.day(2, "10:00")
    lead.does("feed_back", number, result="solved", note="手续齐全，已通知12户办理。")
    leader, street = cast("gridleader"), cast("street")
    leader.finds(number, "verify")
    leader.does("verify", number, note="已逐户核实。")
    street.finds(number, "call-back")
    street.does("close", number, contacted="yes", solved="yes", note="住户满意。")
    street.sees("已办结")
