"""The job sheet in the printer: one page of A4, however much was reported."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("text", ["井盖没有了。", "井盖没有了，车开过去很响，晚上没有灯，老人孩子都从这里走。\n" * 120])
def test_it_fits_one_page_of_a4(text, world, bring, live_server, open_page, keep_picture):
    case = bring(
        "in_progress", "B01", text=text, address="盛世路与中心路交叉口东北角" * 12, name="孟晓雨", phone="13812342706"
    )
    client = Client()
    client.force_login(world.people["district"])
    page = open_page(width=1440, height=900)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("desk-job-sheet", args=[case.number]))
    keep_picture(page, "sheet")

    page.emulate_media(media="print")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)

    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    box = [float(side) for side in re.search(rb"/MediaBox\s*\[([^\]]+)\]", pdf)[1].split()]
    assert [round(side) for side in box[2:]] == [595, 842]
    paper = page.locator(".job").evaluate("e => [e.scrollHeight, e.clientHeight]")
    assert paper[0] <= paper[1] + 1
