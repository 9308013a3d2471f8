"""Finding who answers for one's doorstep in every way there is, and reporting from there with the place filled in."""

import re

import pytest
from playwright.sync_api import expect

DISTRICT, STREET, COMMUNITY = "410106", "410106002", "410106002006"
GRID = "410106002006001"
FIND = "/grids/find/"


@pytest.fixture
def resident(cast):
    """Return a resident on a phone who has opened the page."""

    def enter(**look):
        one = cast(width=390, height=844, **look)
        one.opens(FIND)
        return one

    return enter


def sees_leader(resident) -> None:
    """Fail unless the page names a grid leader by surname alone, with what to do next."""
    expect(resident.page.locator("h1")).to_have_text(re.compile(r"^.{1,2}网格长$"))
    resident.sees("盛世社区第一网格", "没办好")
    expect(resident.page.get_by_role("link", name="给这里反映问题")).to_be_visible()


def reports_here(resident, code=GRID) -> None:
    """Go on to the form; fail unless it knows the place."""
    resident.page.locator("a.button[href^='/report/?grid=']").click()
    expect(resident.page).to_have_url(re.compile(r"/report/\?grid=\d+"))
    assert resident.grid_found() == code
    expect(resident.page.locator("[name=grid]")).to_have_value(code)
    resident.goes_on()
    expect(resident.page.locator("[data-placeline]")).to_be_visible()


def searches(resident, words: str) -> None:
    box = resident.page.locator("main [name=q]")
    box.fill(words)
    box.press("Enter")


def point_of(resident, code: str) -> tuple[float, float]:
    """Return where the name of a grid stands on the map."""
    answer = resident.page.request.get(f"{resident.site}/grids/{code[:-3]}/outlines.json").json()
    named = {each["properties"]["code"]: each["properties"]["label_point"] for each in answer["features"]}
    return tuple(named[code])


def test_by_district_street_community_and_grid(resident, keep):
    one = resident()
    for code in (DISTRICT, STREET, COMMUNITY, GRID):
        one.page.locator(f"main a.row[href='{FIND}?grid={code}']").click()
        expect(one.page).to_have_url(re.compile(f"grid={code}$"))
    sees_leader(one)
    keep(one.page, "leader")
    reports_here(one)


@pytest.mark.parametrize("words", ["盛世社区", "上街区中心路街道盛世社区12号楼", "shengshishequ", "sssq", "ShengShi"])
def test_by_typing_a_name_an_address_pinyin_or_initials(resident, words):
    one = resident()
    searches(one, words)
    choice = one.page.locator(f"main a.row[href='{FIND}?grid={COMMUNITY}']")
    closer = one.page.locator(f"main a.row[href='{FIND}?grid={GRID}']")
    expect(choice.or_(closer).first).to_be_visible()
    if choice.count():  # several places answer to these words
        choice.click()
    closer.click()
    sees_leader(one)
    reports_here(one)


def test_what_nobody_knows_leads_to_the_lists(resident, keep):
    one = resident()
    searches(one, "没有这个地方")
    one.sees("没有这个地方")
    expect(one.page.locator(f"main a.row[href='{FIND}?grid={DISTRICT}']")).to_be_visible()
    keep(one.page, "nothing")


def test_by_tapping_the_map(resident, keep):
    one = resident()
    one.page.get_by_role("button", name="打开地图").click()
    expect(one.map.get_by_text("新郑市")).to_be_visible()
    for unit, parent in (("上街区", "city"), ("中心路街道", DISTRICT), ("盛世社区", STREET)):
        taps(one, unit, parent)
    expect(one.page).to_have_url(re.compile(r"lng=.*&lat="))
    expect(one.page.locator("h1")).to_have_text(re.compile("网格长$"))
    keep(one.page, "from-the-map")
    code = one.page.locator("a.button[href^='/report/?grid=']").get_attribute("href").partition("=")[2]
    assert code.startswith(COMMUNITY)
    reports_here(one, code)


def taps(resident, unit: str, parent: str) -> None:
    """Tap where the name of a unit stands, on the map of its parent."""
    name = resident.map.get_by_text(unit, exact=True)
    expect(name).to_be_visible()
    name.scroll_into_view_if_needed()
    box = name.bounding_box()
    resident.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_by_where_the_browser_is(resident):
    one = resident(permissions=["geolocation"])
    lng, lat = point_of(one, GRID)
    one.page.context.set_geolocation({"longitude": lng, "latitude": lat})
    one.page.get_by_role("button", name="用我的位置").click()
    expect(one.page).to_have_url(re.compile(r"lng=.*&lat="))
    sees_leader(one)
    reports_here(one)


def test_outside_the_city_it_says_so_and_offers_the_lists(resident):
    one = resident(permissions=["geolocation"], geolocation={"longitude": 116.4, "latitude": 39.9})
    one.page.get_by_role("button", name="用我的位置").click()
    expect(one.page.get_by_role("alert")).to_be_visible()
    expect(one.page.locator(f"main a.row[href='{FIND}?grid={DISTRICT}']")).to_be_visible()


def test_who_does_not_tell_where_they_are_is_told_what_to_do(resident):
    one = resident()
    one.page.get_by_role("button", name="用我的位置").click()

    expect(one.page.locator("[data-locate-failed]")).to_be_visible()
