"""The street's desk leaves its list open: cases come and change under it, and nothing moves under the hand."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from cases import lifecycle, outbox, permissions, sweeps
from cases.models import Case
from grids.models import Category, Grid
from tests.journeys.forms import tick

GRID = "410106002006001"
A_MINUTE = 61_000  # milliseconds


def test_place_kept(cast, clock, keep):
    now = clock.start
    report(now, *(f"{number + 1}号楼前的路灯不亮。" for number in range(60)))
    street = cast("street")
    street.opens_desk("area")
    page = street.page
    lines = page.locator("main [data-row]")
    expect(lines).to_have_count(50)

    # In the middle of the list, two are ticked and the cursor stands on a third.
    for number in (20, 21):
        lines.nth(number).locator('[name="number"]').click()
    for _turn in range(23):
        page.keyboard.press("j")
    place = where(page)
    numbers = lines.evaluate_all("rows => rows.map(row => row.dataset.number)")

    # A minute later two new ones have come and one has gone on; the lines stand where they stood.
    case = Case.objects.get(number=numbers[24])
    lifecycle.urge(case, by=permissions.REPORTER, now=now)
    report(now - timedelta(days=20), "积水没人管。", "井盖松动，车一过就响。")
    with page.expect_response(re.compile("/desk/fresh/")):
        page.clock.run_for(A_MINUTE)
    hint = page.get_by_role("button", name="2 件新的")
    expect(hint).to_be_visible()
    expect(page.locator('nav:visible [data-count="area"]')).to_have_text("62")
    assert where(page) == place
    expect(page.locator('form[action="/desk/bulk/"]')).to_contain_text("62")
    assert lines.evaluate_all("rows => rows.map(row => row.dataset.number)") == numbers
    keep(page, "two-new")

    # They are shown when they are asked for; ticks and cursor stay with their cases.
    hint.click()
    expect(hint).to_be_hidden()
    expect(page.locator("[data-row].new")).to_have_count(2)
    expect(page.locator("[data-row].new").first).to_be_in_viewport()
    assert ticked_and_cursor(page) == ticked_of(place)
    keep(page, "shown")

    # Into a case and back: the same lines, ticks and cursor, at the same place.
    before = where(page)
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/desk/cases/"))
    page.wait_for_load_state()  # until then nobody listens to keys
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(r"/desk/\?queue=area"))
    assert where(page) == before

    # While somebody types nothing is taken in.
    page.locator("details.filters summary").first.click()
    page.locator("#filter-q").fill("路灯")
    report(now - timedelta(days=20), "路牌歪了。")
    page.clock.run_for(A_MINUTE)
    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="1 件新的")).to_be_hidden()
    page.locator("#filter-q").blur()

    # Columns of one's own: chosen once, there on every visit and in a link for others.
    page.locator("details.columns summary").click()
    for name in ("place", "post", "reported"):
        tick(page.locator(f'[name="column"][value="{name}"]'))
    page.get_by_role("button", name="显示并记住").click()
    expect(page.locator(".table .head", has_text="责任岗位").first).to_be_visible()
    keep(page, "columns")
    other = cast("district")
    other.opens("/desk/?queue=area&cols=place,post,reported")
    expect(other.page.locator(".table .head", has_text="责任岗位").first).to_be_visible()
    other.opens_desk("area")
    expect(other.page.locator(".table")).to_have_count(0)

    # On the phone they are cards as ever.
    phone = cast("street", width=390)
    phone.opens_desk("area")
    expect(phone.page.locator(".cell").first).to_be_hidden()
    keep(phone.page, "phone")

    # Once the session is over the list says so and asks no more.
    page.context.clear_cookies()
    page.clock.run_for(A_MINUTE)
    expect(page.get_by_text("已退出登录")).to_be_visible()
    keep(page, "session-over")


def where(page) -> tuple:
    return (page.evaluate("document.querySelector('[data-list]').scrollTop"), *ticked_and_cursor(page))


def ticked_of(place: tuple) -> tuple:
    return place[1:]


def ticked_and_cursor(page) -> tuple:
    """Return the numbers of the ticked cases and of the one under the cursor."""
    ticked = page.locator('[data-row]:has([name="number"]:checked)')
    numbers = ticked.evaluate_all("rows => rows.map(row => row.dataset.number)")
    return tuple(numbers), page.locator("[data-row].picked").get_attribute("data-number")


def report(now, *texts: str) -> None:
    """Report something at one place for each text, and let it be routed."""
    grid, category = Grid.objects.get(code=GRID), Category.objects.get(code="B02")
    with outbox.following() as events:
        for text in texts:
            form = lifecycle.Report(text=text, category=category, grid=grid)
            lifecycle.report(form, by=permissions.REPORTER, now=now)
        for event in list(events):
            sweeps.handle(event, now)
