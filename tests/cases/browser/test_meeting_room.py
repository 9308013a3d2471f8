"""The meeting room in a browser: the item's timer, and typed words that outlive a reload and a lost connection."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error, expect

from cases import meetings
from cases.models import AgendaItem, Resolution
from tests.cases import meeting as council

DAY = timedelta(days=1)
TEXT = "由住建局牵头，三个月内补办竣工验收备案。"
PATIENCE = 10  # seconds


@pytest.fixture
def meeting(world, who, bring):
    """The district's meeting in session with one item; the server's clock runs on from its beginning."""
    at = world.now + 2 * DAY
    item = meetings.propose(bring("in_progress"), reason="legacy", level=0, by=who("cadre"), now=world.now)
    held, _items = council.call_and_hold(world.district, [item], by=who("district"), at=at, now=world.now)
    with time_machine.travel(at, tick=True):
        yield held


@pytest.fixture
def enter(meeting, world, live_server, open_page):
    """Return a function that opens the room as one of the cast, in a browser with the meeting's time."""

    def open_room(name="district"):
        client = Client()
        client.force_login(world.people[name])
        page = open_page(width=1440, height=1000)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.clock.install(time=meeting.opened_at)
        page.goto(live_server.url + reverse("meeting", args=[meeting.pk]))
        return page

    return open_room


def write(page, text=TEXT):
    """Type a decision and let the pause pass after which it is kept."""
    page.locator("[name=text]").fill(text)
    page.clock.run_for(1500)


def is_kept(text=TEXT) -> bool:
    """Wait until the server has a text of the item's draft."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if AgendaItem.objects.get().draft.get("text") == [text]:
            return True
        time.sleep(0.1)
    return False


def test_the_timer_runs_and_shows_when_the_time_of_an_item_is_over(enter, keep_picture):
    page = enter()
    face = page.locator("[data-timer]")
    page.clock.run_for(65_000)
    expect(face.locator("b")).to_have_text(re.compile(r"^1:\d\d$"))
    expect(face).not_to_have_class(re.compile(r"\bover\b"))

    page.clock.run_for(10 * 60_000)
    expect(face.locator("b")).to_have_text(re.compile(r"^11:\d\d$"))
    expect(face).to_have_class(re.compile(r"\bover\b"))
    keep_picture(page, "over")


def test_typed_words_are_kept_for_a_reload_and_for_another_secretary(enter):
    page = enter()
    write(page)
    assert is_kept()
    page.reload()
    expect(page.locator("[name=text]")).to_have_value(TEXT)

    expect(enter("official").locator("[name=text]")).to_have_value(TEXT)


def test_what_is_typed_without_a_connection_is_kept_once_there_is_one(enter):
    page = enter()
    page.context.set_offline(True)
    write(page)
    expect(page.locator("[data-kept]")).to_be_visible()
    assert AgendaItem.objects.get().draft == {}

    page.context.set_offline(False)
    page.clock.run_for(500)
    assert is_kept()


def test_a_decision_sent_into_a_lost_connection_is_there_again_and_can_be_sent(enter, meeting, live_server):
    page = enter()
    page.context.set_offline(True)
    write(page)
    page.locator(".decision-foot button").click()
    with pytest.raises(Error):
        page.reload()

    page.context.set_offline(False)
    page.goto(live_server.url + reverse("meeting", args=[meeting.pk]))
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    page.locator("[name=due_date]").fill("2027-01-12")
    page.locator(".decision-foot button").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert Resolution.objects.get().text == TEXT
    page.wait_for_function("() => Object.keys(sessionStorage).length === 0")  # the page's script comes after its words
