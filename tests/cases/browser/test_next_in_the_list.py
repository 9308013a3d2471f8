"""Clearing a list: after each case the next one of the list is one key or one tap away, with the same step begun."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect


@pytest.fixture
def desk(world, live_server, open_page):
    """Open a queue of the desk as one of the cast."""

    def open_as(name, queue, **look):
        client = Client()
        client.force_login(world.people[name])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = open_page(**look)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{reverse('desk')}?queue={queue}")
        return page

    return open_as


def numbers(page) -> list[str]:
    return page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.number)")


def opened(page):
    return page.locator(".crumb-no")


def test_a_queue_is_cleared_case_after_case(world, bring, desk):
    for _number in range(3):
        bring("reported")
    page = desk("street", "triage", width=1440, height=900)
    first, second, third = numbers(page)

    page.keyboard.press("e")
    expect(opened(page)).to_have_text(first)
    page.locator("#do select").first.focus()
    page.keyboard.press("Control+Enter")
    done = page.locator(".messages .success a")
    expect(done).to_be_visible()
    page.keyboard.press("j")
    expect(opened(page)).to_have_text(second)
    expect(page.locator("#do")).to_contain_text("受理")
    page.locator("[data-following]").click()
    expect(opened(page)).to_have_text(third)
    expect(page.locator("[data-following]")).to_be_hidden()
    page.locator("h1").click()
    page.locator("#do select").first.blur()
    page.keyboard.press("k")
    expect(opened(page)).to_have_text(second)


def test_on_a_phone_the_next_one_lies_under_the_thumb_once_nothing_is_left_here(bring, desk):
    for _number in range(2):
        bring("feedback")
    page = desk("gridleader", "verify", width=390, height=844, has_touch=True, is_mobile=True)
    first, second = numbers(page)

    page.locator(".row-acts .soft").first.tap()
    page.locator("#do textarea").fill("到现场看过，已清理。")
    page.locator("#do .do-send button").tap()
    expect(opened(page)).to_have_text(first)
    link = page.locator(".messages .success a")
    expect(link).to_be_in_viewport()
    link.tap()
    expect(opened(page)).to_have_text(second)
    expect(page.locator("#do textarea")).to_be_visible()


def test_a_case_opened_by_its_address_belongs_to_no_list(bring, desk, live_server):
    case = bring("reported")
    page = desk("street", "area", width=1440, height=900)
    other = page.context.new_page()
    other.goto(live_server.url + reverse("desk-case", args=[case.number]))

    expect(other.locator("[data-following]")).to_be_hidden()


def test_the_page_of_a_case_says_its_keys(bring, desk):
    bring("in_progress")
    page = desk("cadre", "mine", width=1440, height=900)
    page.keyboard.press("o")
    expect(opened(page)).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("?")

    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-keys]")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page.locator("[data-list]")).to_be_visible()


def test_the_search_opens_by_a_tap_on_its_glass(bring, desk):
    case = bring("in_progress")
    page = desk("gridleader", "mine", width=390, height=844, has_touch=True, is_mobile=True)
    page.locator(".bar .find label").tap()
    page.keyboard.type(case.number)
    page.keyboard.press("Enter")

    expect(opened(page)).to_have_text(case.number)


def test_calling_back_takes_no_pointer(bring, desk):
    for _number in range(2):
        bring("verified")
    page = desk("street", "call-back", width=1440, height=900)
    first, second = numbers(page)
    page.keyboard.press("e")
    expect(opened(page)).to_have_text(first)
    expect(page.locator("#do [name=note]")).to_be_focused()  # though the button for the number stands above it
    page.keyboard.type("回访满意")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messages .success")).to_be_visible()
    page.keyboard.press("j")

    expect(opened(page)).to_have_text(second)
    expect(page.locator("#do [name=note]")).to_be_focused()


def test_a_pointer_over_a_line_brings_what_else_can_be_done_with_it(bring, desk):
    for _number in range(2):
        bring("in_progress")
    page = desk("street", "area", width=1440, height=900)
    line = page.locator("[data-row]").nth(1)
    due = line.locator(".due")
    expect(line.locator(".row-acts")).to_be_hidden()
    line.hover()
    acts = line.locator(".row-acts")
    expect(acts).to_be_visible()
    assert (
        acts.bounding_box()["x"] + acts.bounding_box()["width"] <= due.bounding_box()["x"]
    )  # the limit stays in sight
    number = numbers(page)[1]
    acts.get_by_role("link", name="改派").click()

    expect(opened(page)).to_have_text(number)
    expect(page.locator("#do [name=post]")).to_be_visible()


def test_keys_lead_to_what_else_can_be_done_from_the_list_and_from_the_case(bring, desk):
    bring("in_progress")
    page = desk("street", "area", width=1440, height=900)
    page.keyboard.press("1")
    expect(page.locator("#do [name=post]")).to_be_visible()
    page.locator("#do .do-send a").click()
    page.wait_for_load_state()
    page.keyboard.press("2")

    expect(page.locator("#do [name=posts]").first).to_be_attached()


def test_on_a_phone_a_card_leads_to_rework_in_one_tap(bring, desk):
    bring("feedback")
    page = desk("gridleader", "verify", width=390, height=844, has_touch=True, is_mobile=True)
    page.locator("[data-instead]").first.tap()

    expect(page.locator("#do")).to_contain_text("还差什么")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_the_spot_says_in_sight_why_nothing_was_sent(desk):
    page = desk("gridleader", "mine", width=390, height=844, has_touch=True, is_mobile=True)
    page.locator(".log-phone a.main").tap()
    page.locator(".spot-tiles label").first.tap()
    page.locator("[name=text]").fill("纸箱已清走")
    page.context.set_offline(True)
    page.locator(".spot-send button").first.tap()
    note = page.locator("[data-note]")
    expect(note).to_contain_text("没有网络")

    bar = page.locator(".spot-send").bounding_box()
    assert note.bounding_box()["y"] + note.bounding_box()["height"] <= bar["y"]
