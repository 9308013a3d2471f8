"""Logging on a round, sent again: a form that has its case already can go once more as something new."""

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case


def test_words_added_after_it_was_sent_go_as_something_new(world, live_server, open_page):
    client = Client()
    client.force_login(world.people["gridleader"])
    page = open_page(width=390, height=844)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("desk-spot"))
    page.locator("[name=text]").fill("楼道堆物")
    key = page.locator("[name=form_key]").input_value()
    client.post(reverse("desk-spot"), {"form_key": key, "text": "楼道堆物", "grid": world.grid.code, "do": "log"})
    page.locator("[name=text]").press_sequentially("，叫人来清")
    page.locator("[name=do][value=log]").click()
    expect(page.locator("[data-note]")).to_contain_text(Case.objects.get().number)

    page.reload()  # the draft has the fresh key as well
    expect(page.locator("[name=text]")).to_have_value("楼道堆物，叫人来清")
    page.locator("[name=do][value=log]").click()
    page.locator(".messages .success").wait_for()
    assert Case.objects.count() == 2
