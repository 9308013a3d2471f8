"""The case page at 390 pixels: with a form open, the rest folds to headings."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse


@pytest.fixture
def phone(world, live_server, open_page):
    """Open a page on a phone as one of the cast."""

    def open_as(name, path, **options):
        client = Client()
        client.force_login(world.people[name])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = open_page(width=390, height=844, has_touch=True, is_mobile=True, **options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_as


def test_an_open_form_comes_first_and_the_other_panels_unfold_by_a_tap(bring, phone):
    page = phone("gridleader", reverse("desk-act", args=[bring("feedback").number, "verify"]))

    assert page.evaluate("document.documentElement.scrollHeight") < 2200
    assert page.locator("#do textarea").is_visible()
    assert not page.locator(".why-sentence").is_visible()
    page.get_by_role("button", name="为什么派给我").tap()
    assert page.locator(".why-sentence").is_visible()


def test_without_javascript_every_panel_is_open(bring, phone):
    page = phone("gridleader", reverse("desk-act", args=[bring("feedback").number, "verify"]), javascript=False)

    assert page.locator(".why-sentence").is_visible()
    assert page.locator("#timeline li").first.is_visible()
