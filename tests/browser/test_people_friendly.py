"""A report with the keyboard alone, and large print that stays."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from grids.importing import demo_staff

DISTRICT = "410106"
FARTHEST = 90  # presses of Tab from one thing to the next
FOCUS = """(selector) => {
  const now = document.activeElement;
  if (!now || !now.matches(selector)) return "";
  const face = now.matches("input[type=radio], input[type=checkbox]") ? now.nextElementSibling || now : now;
  return [now, face].some((each) => getComputedStyle(each).outlineStyle !== "none") ? "seen" : "hidden";
}"""


@pytest.fixture
def site(city_site, settings):
    settings.DEMO = True
    demo_staff.post_everyone("not needed here", timezone.now() - timedelta(days=1), within=DISTRICT)
    return city_site


def tabs_to(page, selector: str) -> None:
    """Press Tab until something has the focus, and see that the page shows it."""
    for _press in range(FARTHEST):
        focus = page.evaluate(FOCUS, selector)
        if focus:
            assert focus == "seen", f"{selector} has the focus, and nothing shows it"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_a_report_is_sent_and_followed_with_the_keyboard_alone(site, open_page):
    page = open_page(width=360)
    page.goto(f"{site}/")
    tabs_to(page, "main a[href='/report/']")
    page.keyboard.press("Enter")
    page.locator("[data-next]").wait_for()

    tabs_to(page, "[name=address]")
    page.keyboard.type("盛世社区")
    page.keyboard.press("Enter")
    page.locator("[name=found]").first.wait_for(state="attached")
    tabs_to(page, "[name=found]")
    page.keyboard.press("Space")
    expect(page.locator("[data-grid]")).to_be_visible()
    tabs_to(page, "[data-next]")
    page.keyboard.press("Enter")

    tabs_to(page, "[name=text]")
    page.keyboard.type("井盖没了，晚上很危险。")
    tabs_to(page, "[data-next]")
    page.keyboard.press("Enter")

    tabs_to(page, "[name=name]")
    page.keyboard.type("李女士")
    tabs_to(page, "[data-next]")
    page.keyboard.press("Enter")
    tabs_to(page, "[data-send]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/report/done/"))

    tabs_to(page, ".bar a.button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/track/ZZ"))


def test_large_print_has_three_big_buttons_and_stays(site, open_page, keep_picture):
    page = open_page(width=360)
    page.goto(f"{site}/")
    html, switch = page.locator("html"), page.locator('form[action="/large-print/"] button')
    expect(html).not_to_have_attribute("data-mode", "elder")
    switch.click()

    expect(html).to_have_attribute("data-mode", "elder")
    buttons = page.locator(".hero .act")
    expect(buttons).to_have_count(3)
    for button in buttons.all():
        box = button.bounding_box()
        assert box["height"] >= 90
        assert box["width"] >= 300
    keep_picture(page, "home")

    for path in ("/report/", "/track/", "/grids/find/", "/square/pledge/", "/square/figures/", "/accounts/login/"):
        page.goto(f"{site}{path}")
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 20, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        keep_picture(page, path.strip("/").replace("/", "-"))

    page.goto(f"{site}/")
    switch.click()
    expect(html).not_to_have_attribute("data-mode", "elder")
