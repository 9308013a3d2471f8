"""A word of hundreds of letters makes no page of a case scroll sideways on a phone."""

import uuid

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case
from tests import proofs
from tests.hostile.texts import LONG_WORD, TEXTS

PHONE = {"width": 390, "height": 844}


def test_no_page_scrolls_sideways(world, live_server, open_page):
    resident, official = Client(), Client()
    text = f"{LONG_WORD} {TEXTS['marks upon marks']}"
    fields = {"text": text, "address": LONG_WORD[:200], "name": "x" * 40, "grid": world.grid.code}
    key = str(uuid.uuid4())
    assert resident.post(reverse("report"), {**fields, **proofs.fields(key), "form_key": key}).status_code == 302
    official.force_login(world.people["district"])
    case = Case.objects.get()

    page = open_page(**PHONE)
    cookies = {**{name: morsel.value for name, morsel in resident.cookies.items()}}
    cookies[settings.SESSION_COOKIE_NAME] = official.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    for path in (
        reverse("report-done"),
        reverse("track-case", args=[case.number]),
        reverse("desk-case", args=[case.number]),
        reverse("desk-job-sheet", args=[case.number]),
        f"{reverse('desk')}?queue=area",
    ):
        page.goto(live_server.url + path)
        expect(page.locator("main").get_by_text("门门门").first).to_be_attached()
        assert (path, page.evaluate("document.documentElement.scrollWidth")) <= (path, PHONE["width"])
