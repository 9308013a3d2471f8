"""Words typed on a case and photos chosen for it outlive a page that goes away, until they are sent."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cases import standard_replies
from cases.models import Photo
from tests.journeys.people import PHOTOS

SHOT = PHOTOS / "wall-leak-after.jpg"
LEFT = """async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "desk-photos")) return 0;
    const opening = indexedDB.open("desk-photos");
    const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
    const asking = database.transaction("photos").objectStore("photos").count();
    const count = await new Promise((resolve) => { asking.onsuccess = () => resolve(asking.result); });
    database.close();
    return count;
}"""
AGE = """async (days) => {
    const opening = indexedDB.open("desk-photos");
    const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
    const kept = database.transaction("photos", "readwrite").objectStore("photos");
    const asking = kept.openCursor();
    await new Promise((resolve) => { asking.onsuccess = () => {
        const found = asking.result;
        const aged = { ...found.value, at: found.value.at - days * 24 * 3600 * 1000 };
        found.update(aged).onsuccess = resolve;
    }; });
    database.close();
}"""

COPY = """async () => {
    const opening = indexedDB.open("desk-photos");
    const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
    const kept = database.transaction("photos", "readwrite").objectStore("photos");
    const asking = kept.getAll();
    await new Promise((resolve) => { asking.onsuccess = () => {
        kept.put(asking.result[0], "of a case nobody opens").onsuccess = resolve;
    }; });
    database.close();
}"""


@pytest.fixture
def case_page(world, bring, live_server, open_page):
    """Open the page of a case in progress as its cadre."""
    client = Client()
    client.force_login(world.people["cadre"])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page(width=1440, height=900)
    page.session = [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    page.context.add_cookies(page.session)
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
    case_page.locator(".messages .success").wait_for()
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


def test_what_was_chosen_comes_back_with_the_words_and_is_discarded_with_them(case_page):
    here = case_page.url
    case_page.goto(here + "request_extension/")
    form = case_page.locator("#do form")
    form.locator("[name=reason]").nth(1).check(force=True)
    form.locator("[name=until]").fill("2030-03-05")
    form.locator("[name=note]").fill("等材料")
    case_page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    form.get_by_role("button").last.click()
    case_page.wait_for_url("**/accounts/login/**")

    case_page.context.add_cookies(case_page.session)
    case_page.goto(here + "request_extension/")
    assert form.locator("[name=reason]").nth(1).is_checked()
    assert form.locator("[name=until]").input_value() == "2030-03-05"
    assert form.locator("[name=note]").input_value() == "等材料"

    form.locator("[data-typed-note] button").click()
    case_page.reload()
    assert not form.locator("[name=reason]").nth(1).is_checked()
    assert form.locator("[name=note]").input_value() == ""


def test_what_was_chosen_is_gone_the_next_day(case_page):
    case_page.goto(case_page.url + "request_extension/")
    form = case_page.locator("#do form")
    form.locator("[name=reason]").nth(1).check(force=True)
    form.locator("[name=note]").fill("等材料")
    case_page.evaluate(
        """() => Object.keys(localStorage).filter((key) => key.startsWith("typed:")).forEach((key) => {
            const kept = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 13 * 3600 * 1000 }));
        })"""
    )
    case_page.reload()

    assert not form.locator("[name=reason]").nth(1).is_checked()
    assert form.locator("[name=note]").input_value() == "等材料"


def chosen(box):
    return box.evaluate("box => [...box.files].map((file) => `${file.name} ${file.size}`)")


def test_photos_outlive_a_session_that_ran_out_and_go_with_what_was_sent(case_page):
    here = case_page.url
    case_page.goto(here + "feed_back/")
    form = case_page.locator("#do form")
    photos = form.locator("[name=photos]")
    photos.set_input_files(SHOT)
    was = chosen(photos)
    form.locator("[name=note]").fill("井盖装好了。")
    form.locator("[name=result]").first.check(force=True)
    case_page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    form.get_by_role("button").last.click()
    case_page.wait_for_url("**/accounts/login/**")

    case_page.context.add_cookies(case_page.session)
    case_page.goto(here + "feed_back/")
    form.locator("[data-typed-note]").wait_for()
    assert len(was) == 1
    assert chosen(photos) == was

    form.get_by_role("button").last.click()
    case_page.locator(".messages .success").wait_for()
    assert Photo.objects.count() == 1
    case_page.wait_for_function(f"() => ({LEFT})().then((left) => left === 0)")


def test_photos_come_back_where_something_else_was_wrong(case_page):
    case_page.goto(case_page.url + "feed_back/")
    form = case_page.locator("#do form")
    form.locator("[name=photos]").set_input_files(SHOT)
    was = chosen(form.locator("[name=photos]"))
    form.evaluate("form => { form.noValidate = true; }")
    form.get_by_role("button").last.click()
    case_page.locator(".errors").first.wait_for()
    form.locator("[data-typed-note]").wait_for()

    assert chosen(form.locator("[name=photos]")) == was
    assert not case_page.locator("[data-photos-again]").is_visible()


def test_logging_out_leaves_no_photos_behind(case_page):
    here = case_page.url
    case_page.goto(here + "feed_back/")
    case_page.locator("#do [name=photos]").set_input_files(SHOT)
    case_page.wait_for_function(f"() => ({LEFT})().then((left) => left === 1)")
    case_page.locator("details.me summary").click()
    case_page.locator('form[action="/accounts/logout/"] button').click()
    case_page.wait_for_load_state()

    assert case_page.evaluate(LEFT) == 0


def test_photos_of_a_form_that_nobody_opened_again_are_gone_after_seven_days(case_page):
    here = case_page.url
    case_page.goto(here + "feed_back/")
    case_page.locator("#do [name=photos]").set_input_files(SHOT)
    case_page.wait_for_function(f"() => ({LEFT})().then((left) => left === 1)")
    case_page.evaluate(AGE, 6)
    case_page.goto(here)
    case_page.wait_for_timeout(500)
    assert case_page.evaluate(LEFT) == 1

    troubles = []
    case_page.on("pageerror", lambda error: troubles.append(str(error)))
    case_page.evaluate(AGE, 2)
    case_page.evaluate(COPY)
    case_page.goto(here)
    case_page.wait_for_function(f"() => ({LEFT})().then((left) => left === 0)")
    assert troubles == []


def test_without_a_connection_nothing_leaves_and_the_page_stays(case_page):
    note = case_page.locator("#say-note")
    note.fill("写到一半")
    case_page.context.set_offline(True)
    case_page.locator(".say.inner .btn:not([name])").click()

    assert case_page.locator(".say.inner [data-typed-offline]").is_visible()
    assert note.input_value() == "写到一半"
    case_page.context.set_offline(False)
    case_page.locator(".say.inner .btn:not([name])").click()
    case_page.locator(".messages .success").wait_for()
    assert note.input_value() == ""


def test_a_standard_reply_goes_in_when_it_is_chosen_and_another_takes_its_place(case_page):
    standard_replies.load()
    case_page.reload()
    replies = case_page.locator(".say.outer [name=standard]")
    box = case_page.locator("#say-reply")
    first, second = replies.locator("option[data-text]").evaluate_all(
        "all => all.slice(0, 2).map(one => one.dataset.text)"
    )
    box.fill("您好！")
    replies.select_option(index=1)
    assert box.input_value() == f"您好！\n{first}"

    replies.select_option(index=2)
    assert box.input_value() == f"您好！\n{second}"

    box.fill(f"您好！\n{second}改过")
    replies.select_option(index=1)
    assert "改过" in box.input_value()
    assert first in box.input_value()
