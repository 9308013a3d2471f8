"""A roof leaks and nobody comes: the red card is answered and struck off, and the street whistles departments together.

Everybody uses a browser. The clock is moved; what beat would send at that hour is sent by the test.
"""

import re

from playwright.sync_api import expect

from tests.journeys.forms import fill, tick
from tests.journeys.people import Resident

GRID = "410106002006001"
SHORTLY = re.compile(r"4\d 分")  # the clock runs on while people type
PHONE = {"width": 390, "height": 844}


def test_supervision(cast, clock, worker, keep):
    resident, cadre, street = cast(Resident, **PHONE), cast("cadre"), cast("street")
    receipt = resident.reports("顶层漏雨，屋里墙皮全掉了，报修一个月没人来。", category="I02", place=GRID, name="李霞")
    cadre.finds(receipt.number, "sign")

    # Day 1: the street whistles two departments to the house; each reports in, one on the phone.
    clock.day(1, "10:00")
    street.opens_case(receipt.number)
    street.page.locator(f'a[href*="/{receipt.number}/whistle/"]:visible').first.click()
    form = street.page.locator('#do form[action$="/whistle/"]')
    for department in ("房管", "市政"):
        tick(form.get_by_label(department).first)
    fill(form, {"place": "盛世花园 7 号楼", "until": "2026-03-02T15:00", "note": "屋面和雨水管都要看，请到现场会商。"})
    keep(street.page, "whistle")
    form.get_by_role("button").last.click()
    street.sees("已吹哨")

    works = cast("cadre-410106002-municipal_works", **PHONE)
    works.is_told("吹哨，请部门报到")
    clock.day(1, "10:45")
    works.opens("/desk/whistles/")
    works.page.get_by_text("请到现场会商").first.click()
    keep(works.page, "called")
    own = works.page.locator("form:has([name='call'])")
    fill(own, {"note": "雨水管已查，接口脱落。"})
    own.get_by_role("button").click()
    works.sees("已报到")
    expect(works.page.locator("main")).to_contain_text(SHORTLY)
    street.opens("/desk/whistles/?show=sent")
    street.sees("谁来得快")
    expect(street.page.locator("main table")).to_contain_text(SHORTLY)
    keep(street.page, "who-comes-how-fast")

    # Day 18: nobody has fed anything back; all cards have come, and the district watches.
    clock.day(18, "10:00")
    worker.strikes("cases.escalate")
    cadre.is_told("红牌", "督办〔2026〕3号")
    cadre.opens("/desk/supervision/")
    cadre.page.get_by_role("link", name="红牌").click()
    cadre.sees("督办〔2026〕3号", "办理时限", "2 个工作日")
    keep(cadre.page, "red-card")
    fill(cadre.page.locator("form:has([value='answer'])"), {"text": "防水材料已到，3月23日前完工；超期因雨天停工。"})
    cadre.page.get_by_role("button", name="提交反馈").click()
    cadre.sees("已反馈", "防水材料已到")

    # The supervision office is told, reads the answer, and strikes the card off; the form can be printed.
    clock.day(19, "09:20")
    supervisor = cast("supervisor")
    supervisor.is_told("反馈督办单")
    supervisor.opens("/desk/supervision/2026-3/")
    supervisor.sees("防水材料已到")
    fill(supervisor.page.locator("form:has([value='strike_off'])"), {"note": "情况属实，同意销号。"})
    keep(supervisor.page, "answered")
    supervisor.page.get_by_role("button", name="销号").click()
    supervisor.sees("已销号", "情况属实，同意销号。")
    supervisor.page.get_by_role("link", name="督办单（打印）").click()
    supervisor.sees("上街区网格化治理督办单", "情况属实，同意销号。")
    keep(supervisor.page, "official-form")

    # The page of the case tells how long each level has watched.
    cadre.opens_case(receipt.number)
    cadre.sees("谁在关注", "督办〔2026〕3号", "已销号", "吹哨〔2026〕1号")
    cadre.sees("县（市、区）", "14 个工作日")
    keep(cadre.page, "who-watched-how-long")
