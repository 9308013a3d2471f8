"""A grid leader on the round, one hand on the phone: rubbish cleared there and then is logged and closed in a minute.

DOMAIN §2, row 15: at most sixty seconds of work. Counted are taps: eight, with one line of text.
"""

import re

from playwright.sync_api import Locator, expect
from shapely.geometry import shape

from cases.models import Case
from grids.models import Outline
from tests.journeys.people import PHOTOS

GRID = "410106002006001"
MOST_TAPS = 8
PHONE = {"width": 390, "height": 844}


class Thumb:
    """One thumb: everything it touches is counted, and it reaches only what is in sight."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def taps_on(self, part: Locator) -> None:
        expect(part).to_be_in_viewport()
        part.click()
        self.taps += 1

    def takes(self, part: Locator, photo) -> None:
        """Open the camera and release the shutter: two taps."""
        with self.page.expect_file_chooser() as camera:
            self.taps_on(part)
        camera.value.set_files(str(photo))
        self.taps += 1


def test_on_the_spot(cast, clock, keep):
    point = shape(Outline.objects.get(grid__code=GRID).geometry).representative_point()
    place = {"longitude": point.x, "latitude": point.y}
    leader = cast("gridleader", **PHONE, permissions=["geolocation"], geolocation=place, has_touch=True)
    leader.opens_desk()
    page, thumb = leader.page, Thumb(leader.page)
    keep(page, "the-desk-has-it-under-the-thumb")

    # Eight taps and a line: the own grid is chosen, the kinds are large, what sends lies under the thumb.
    thumb.taps_on(page.locator('.log-phone a[href$="/on-the-spot/"]'))
    expect(page.locator("[data-place]")).to_contain_text("盛世社区第一网格")
    send = page.get_by_role("button", name="当场已处置")
    expect(send).to_be_in_viewport()
    thumb.taps_on(page.locator(".spot-tiles label", has=page.locator('[name="category"]')).nth(1))
    thumb.takes(page.locator("label", has=page.locator('[name="photos"]')), PHOTOS / "rubbish-before.jpg")
    thumb.takes(page.locator("label", has=page.locator('[name="after"]')), PHOTOS / "rubbish-after.jpg")
    expect(page.locator("[data-photos] .thumb")).to_have_count(2)
    thumb.taps_on(page.locator('[name="text"]'))
    page.keyboard.type("3 号楼前一堆垃圾，叫保洁清走了。")
    keep(page, "filled-in")

    # The lift has no signal: nothing is sent, nothing is lost.
    page.context.set_offline(True)
    send.click()
    leader.sees("没有网络，未提交")
    expect(page.locator("[data-photos] .thumb")).to_have_count(2)
    keep(page, "no-connection")
    page.context.set_offline(False)
    thumb.taps_on(send)
    leader.sees("已登记并办结")
    keep(page, "closed")
    assert thumb.taps <= MOST_TAPS

    case = Case.objects.get()
    assert (case.state, case.source, case.grid.code) == ("closed", "patrol", GRID)
    assert case.photos.count() == 2
    expect(page.locator('[name="text"]')).to_have_value("")

    # By the phone's position; half-typed, the page is closed and opened again; this one is for others to handle.
    page.locator("[data-locate]").click()
    expect(page.locator('[name="lng"]')).not_to_have_value("")
    page.locator('[name="text"]').fill("路灯一闪一闪")
    page.locator('[name="photos"]').set_input_files(str(PHOTOS / "rubbish-before.jpg"))
    expect(page.locator("[data-photos] .thumb")).to_have_count(1)
    page.wait_for_timeout(500)  # the browser writes it down
    leader.opens("/desk/new/on-the-spot/")
    expect(page.locator('[name="text"]')).to_have_value("路灯一闪一闪")
    expect(page.locator("[data-photos] .thumb")).to_have_count(1)
    page.get_by_role("button", name="要派人办").click()
    leader.sees("已登记，转入办理")
    assert sorted(Case.objects.values_list("state", flat=True)) == ["closed", "reported"]
    assert Case.objects.get(state="reported").photos.count() == 1
    expect(page.locator("[data-photos] .thumb")).to_have_count(0)
    page.get_by_role("link", name="路灯一闪一闪").click()
    expect(page).to_have_url(re.compile("/desk/cases/"))


def test_without_javascript_it_is_the_same_form(cast, clock, keep):
    leader = cast("gridleader", **PHONE, javascript=False)
    leader.opens("/desk/new/on-the-spot/")
    leader.page.locator('[name="text"]').fill("楼道堆物，已清走。")
    leader.page.locator('[name="after"]').set_input_files(str(PHOTOS / "rubbish-after.jpg"))
    keep(leader.page, "without-javascript")
    assert leader.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    leader.page.get_by_role("button", name="当场已处置").click()

    leader.sees("已登记并办结")
    assert Case.objects.get().photos.count() == 1
