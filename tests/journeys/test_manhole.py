"""A manhole without a cover, reported at night by two taps on the map; nobody acts, and the ladder climbs.

Category B01: four hours round the clock. 23:10 reported, 02:22 warning, 03:10 due, 05:10 yellow card, 07:10 red card
and the pool of the district's joint meeting (DOMAIN §3.6). The sweep that beat starts every minute is sent by the test,
at the moments that matter.
"""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from cases.deadlines import CITY_TZ
from tests.journeys.people import PHOTOS, Resident

STREET, DISTRICT = "410106002", "410106"
NIGHT = datetime(2026, 3, 12, 23, 10, tzinfo=CITY_TZ)  # a Thursday
WORKS = f"cadre-{STREET}-municipal_works"
PHONE = {"width": 390, "height": 844}


def test_manhole(cast, clock, worker, keep):
    clock.starts(NIGHT - timedelta(minutes=1))  # filling the form takes less
    resident, works = cast(Resident, **PHONE), cast(WORKS)

    # 23:10: three taps on the map, the emergency notice, a photo.
    resident.begins_report()
    resident.opens_map()
    keep(resident.page, "map-of-the-city")
    resident.taps_map("中心路街道", parent=DISTRICT)
    resident.waits_for_map(DISTRICT)
    resident.taps_map("中心路街道", parent=DISTRICT, showing=DISTRICT)
    resident.waits_for_map(STREET)
    keep(resident.page, "map-of-the-street")
    resident.taps_map("盛世社区", parent=STREET, showing=STREET)
    grid = resident.grid_found()
    assert grid.startswith("410106002006")
    keep(resident.page, "place-found")
    resident.goes_on()
    resident.says_what(
        "盛世花园东门人行道井盖没了，路灯也暗，晚上看不见坑。", "B01", photos=[PHOTOS / "manhole-before.jpg"]
    )
    resident.sees("先打")
    keep(resident.page, "emergency-notice")
    resident.goes_on()
    resident.goes_on()
    clock.goes_to(NIGHT)
    receipt = resident.sends()
    resident.sees("井盖", "照片 1 张")
    resident.waits_to_see("03:10")
    keep(resident.page, "receipt")

    # Routed at once, although it is night.
    works.finds(receipt.number, "sign")
    works.opens_case(receipt.number)
    works.sees("为什么派给我", "特急", "今天 23:25 前", "4 小时")
    expect(works.page.locator('img[src^="/photos/"]').first).to_be_visible()
    keep(works.page, "case-of-the-night")
    leader = cast("gridleader" if grid.endswith("001") else f"leader-{grid}")

    # 02:22, four fifths of the time: a warning to the owner and the grid leader, nobody else.
    clock.day(1, "02:23")
    worker.strikes("cases.escalate")
    works.is_told(receipt.number, "预警")
    leader.is_told(receipt.number)
    keep(works.page, "rung-1-warned")
    secretary = cast("community")
    secretary.is_not_told(receipt.number)

    # 03:10, due: a reminder, and the community watches.
    clock.day(1, "03:11")
    worker.strikes("cases.escalate")
    secretary.is_told(receipt.number, "催办")
    keep(secretary.page, "rung-2-reminded")
    street = cast("street")
    street.is_not_told(receipt.number)

    # 05:10: a yellow card, and the street watches.
    clock.day(1, "05:11")
    worker.strikes("cases.escalate")
    street.is_told(receipt.number, "黄牌")
    keep(street.page, "rung-3-yellow-card")
    supervisor = cast("supervisor")
    supervisor.is_not_told(receipt.number)
    resident.follows(receipt)
    resident.sees("没按时办好，对不起")
    keep(resident.page, "tracking-late")

    # 07:10: a red card; the district and its supervision office watch, and the matter waits for the next meeting.
    clock.day(1, "07:11")
    worker.strikes("cases.escalate")
    worker.strikes("cases.escalate")  # once more changes nothing
    supervisor.is_told(receipt.number, "红牌")
    keep(supervisor.page, "rung-4-red-card")
    district = cast("district")
    district.is_told(receipt.number)
    district.opens("/meetings/")
    district.waits_to_see(receipt.number)
    district.sees("井盖没了", "超期红牌")
    keep(district.page, "pool-of-the-district")
    district.opens_case(receipt.number)
    for card in ("催办", "黄牌", "红牌"):
        assert district.counts_in_timeline(card) == 1
    keep(district.page, "case-with-its-cards")

    # 07:30: at last somebody signs, works, and shows it; the grid leader has seen it, the desk calls back.
    clock.day(1, "07:30")
    works.signs_for(receipt.number)
    clock.day(1, "08:20")
    works.does(
        "feed_back", receipt.number, result="solved", note="已更换新井盖，周边清理完毕。",
        photos=[PHOTOS / "manhole-after.jpg"], keep=keep,
    )  # fmt: skip
    clock.day(1, "08:50")
    leader.does("verify", receipt.number, note="到现场看过，井盖已换好，踩上去稳。")
    clock.day(1, "09:40")
    street.does("close", receipt.number, contacted="yes", solved="yes", note="已回访，反映人认可，对夜里没人来不满意。")
    resident.follows(receipt)
    resident.sees("已办结", "超期")
    expect(resident.page.locator('img[src^="/photos/"]').first).to_be_visible()
    keep(resident.page, "tracking-closed")
    district.opens_case(receipt.number)
    keep(district.page, "before-and-after")
