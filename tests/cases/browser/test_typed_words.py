"""Words typed on a case outlive a page that goes away, until they are sent."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse


@pytest.fixture
def case_page(world, bring, live_server, open_page):
    """Open the page of a case in progress as its cadre."""
    client = Client()
    client.force_login(world.people["cadre"])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page(width=1440, height=900)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("desk-case", args=[bring("in_progress").number]))
    return page


def test_words_come_back_until_they_are_sent(case_page):
    note = case_page.locator("#say-note")
    note.fill("写到一半")
    case_page.reload()

    assert note.input_value() == "写到一半"
    assert case_page.locator(".say.inner [data-typed-note]").is_visible()
    assert not case_page.locator(".say.outer [data-typed-note]").is_visible()

    case_page.locator(".say.inner .btn:not([name])").click()
    case_page.wait_for_load_state()
    assert note.input_value() == ""
    case_page.reload()
    assert note.input_value() == ""


def test_restored_words_can_be_discarded(case_page):
    note = case_page.locator("#say-note")
    note.fill("不要了")
    case_page.reload()
    case_page.locator(".say.inner [data-typed-note] button").click()
    case_page.reload()

    assert note.input_value() == ""


def test_words_are_gone_after_seven_days(case_page):
    case_page.locator("#say-note").fill("上个月写的")
    case_page.evaluate(
        """() => Object.keys(localStorage).filter((key) => key.startsWith("typed:")).forEach((key) => {
            const kept = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 8 * 24 * 3600 * 1000 }));
        })"""
    )
    case_page.reload()

    assert case_page.locator("#say-note").input_value() == ""
    assert case_page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed:')).length") == 0


def test_logging_out_leaves_no_words_behind(case_page):
    case_page.locator("#say-note").fill("写到一半")
    case_page.locator("details.me summary").click()
    case_page.locator('form[action="/accounts/logout/"] button').click()
    case_page.wait_for_load_state()

    assert case_page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed')).length") == 0


def test_words_come_back_once_where_a_step_stands_twice_on_the_page(case_page):
    case_page.locator("#say-note").fill("写到一半")
    case_page.goto(case_page.url + "note_progress/")

    assert case_page.locator("#do textarea").input_value() == "写到一半"
    assert case_page.locator("#say-note").input_value() == ""


def test_what_is_logged_for_somebody_comes_back_too(case_page, live_server):
    case_page.goto(live_server.url + reverse("desk-new"))
    case_page.locator("[name=text]").fill("电话里说到一半")
    case_page.reload()

    assert case_page.locator("[name=text]").input_value() == "电话里说到一半"
