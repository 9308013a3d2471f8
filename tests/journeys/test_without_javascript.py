"""Reporting, tracking, signing for and feeding back in a browser that runs no script at all."""

import re

from playwright.sync_api import expect

from tests.journeys.forms import fill
from tests.journeys.people import PHOTOS, PLACES, Resident

GRID = "410106002006001"
PHONE = {"width": 390, "height": 844, "javascript": False}


def test_without_javascript(cast, clock, worker, keep):
    resident, cadre = cast(Resident, **PHONE), cast("cadre", javascript=False)

    # One long page; each list of places comes after the one above it was chosen.
    resident.opens("/report/")
    for number, name in enumerate(PLACES):
        fill(resident.form, {name: GRID[: 6 + 3 * number]})
        if number < len(PLACES) - 1:
            resident.form.locator('button[name="go"][value="pick"]').click()
    fill(resident.form, {"text": "单元门口的水管漏水，物业说维修资金用不了。", "name": "李女士"})
    resident.says_what("单元门口的水管漏水，物业说维修资金用不了。", "I02")
    keep(resident.page, "one-long-page")
    receipt = resident.sends()
    keep(resident.page, "receipt")

    # What was forgotten is said beside the field, and what was typed is still there.
    careless = cast(Resident, **PHONE)
    careless.opens("/report/")
    fill(careless.form, {"address": "盛世花园3号楼"})
    careless.form.get_by_role("button", name="提交", exact=True).click()
    careless.sees("请说说是什么事")
    expect(careless.form.locator('[name="address"]')).to_have_value("盛世花园3号楼")

    # Number and code on another phone.
    elsewhere = cast(Resident, **PHONE)
    elsewhere.opens("/track/")
    fill(elsewhere.page.locator('form[action="/track/"]'), {"number": receipt.number, "code": receipt.code.lower()})
    elsewhere.page.locator('form[action="/track/"] button').click()
    elsewhere.sees(receipt.number)
    elsewhere.waits_to_see("已经派出，等签收")
    keep(elsewhere.page, "tracking")

    # The cadre's desk.
    clock.day(1, "09:00")
    cadre.finds(receipt.number, "sign")
    keep(cadre.page, "desk")
    cadre.signs_for(receipt.number)
    cadre.does("respond", receipt.number, note="到场看过，确是公共水管。")
    clock.day(2, "15:00")
    cadre.does(
        "feed_back",
        receipt.number,
        result="solved",
        note="已换新管，试水不漏。",
        photos=[PHOTOS / "wall-leak-after.jpg"],
    )
    cadre.sees("待核查")
    keep(cadre.page, "case-fed-back")
    elsewhere.follows(receipt)
    elsewhere.sees("已换新管，试水不漏。")
    expect(elsewhere.page).to_have_url(re.compile(receipt.number))
    keep(elsewhere.page, "tracking-fed-back")
