"""A button of the desk that is pressed twice sends once."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from grids.models import PublicObject

PRESS_TWICE = """() => {
    const button = document.querySelector(".new-send button");
    button.click();
    setTimeout(() => button.click(), 300);
}"""


def test_a_button_pressed_twice_sends_once(world, live_server, open_page):
    client = Client()
    client.force_login(world.people["street"])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page(width=1440, height=900)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("desk-objects"))
    page.locator("[name=grid]").fill(world.grid.code)
    page.locator("[name=address]").fill("中心路20号")

    held = []  # the answer takes its time
    page.route(page.url, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.evaluate(PRESS_TWICE)
    page.wait_for_timeout(900)
    assert len(held) == 1

    held[0].continue_()
    page.locator(".messages .success").wait_for()
    assert PublicObject.objects.count() == 1
    page.unroute_all()

    with page.expect_navigation():  # another one is another sending
        page.locator(".objects-new .new-send button").click()
    page.locator(".messages .success").wait_for()
    assert PublicObject.objects.count() == 2
