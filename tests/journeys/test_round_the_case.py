"""Beside the steps of a case: following, a standard reply, a mentioned unit, the picture of its way, the job sheet."""

import re

from playwright.sync_api import expect

from tests.journeys.people import Resident

GRID = "410106002006001"


def test_following_replying_mentioning_and_printing(cast, clock, worker, keep):
    resident = cast(Resident, width=390, height=844)
    number = resident.reports("楼顶漏水，下雨就往屋里滴。", category="I02", place=GRID).number
    cadre, leader, street = cast("cadre"), cast("gridleader"), cast("street")
    cadre.finds(number, "sign")

    street.opens_case(number)
    street.page.locator('form[action$="/follow/"] button').click()
    street.sees("已关注")
    cadre.signs_for(number)

    # A standard reply comes after what is typed already, and only what is sent is sent.
    box = cadre.page.locator("form.say.outer")
    words = box.locator("textarea")
    words.fill("王阿姨，")
    box.locator('select[name="standard"]').select_option(label="已收到，正在办")
    expect(words).to_have_value(re.compile(rf"^王阿姨，\n您好！.*{number}.*最迟.*前给您结果"))
    keep(cadre.page, "standard-reply")
    box.get_by_role("button", name="发给反映人").click()
    cadre.sees("已答复")

    # From the small box to the units, with the words typed so far.
    inner = cadre.page.locator("form.say.inner")
    inner.locator("textarea").fill("周三上楼顶，请一起去。")
    inner.get_by_role("button", name="提到单位").click()
    form = cadre.page.locator('#do form[action$="/note_progress/"]')
    expect(form.locator("textarea")).to_have_value("周三上楼顶，请一起去。")
    option = form.locator('[name="mention"] option', has_text="网格长").first.get_attribute("value")
    form.locator('[name="mention"]').select_option(option)
    keep(cadre.page, "mention")
    form.locator("button.main").click()
    cadre.sees("提到")

    leader.is_told("内部留言")
    street.is_told("签收", "答复", "内部留言")

    # Two have it open, and each sees the other.
    cadre.opens_case(number)
    street.opens_case(number)
    expect(street.page.locator("#open-by")).to_contain_text("正在看")

    street.page.locator('a[href*="/desk/workflow/?case="]').click()
    expect(street.page.locator(".flow-box.now")).to_contain_text("办理中")
    keep(street.page, "workflow")
    street.opens_case(number)
    street.page.locator('a[href$="/sheet/"]').click()
    street.sees("处置单", number)
    keep(street.page, "job-sheet")
