"""The work of the report form is done unseen; without it a small question lets everybody through."""

import re
from urllib.parse import quote_plus

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case
from residents import proof

TEXT = "路口的井盖不见了。"


@pytest.fixture
def opens(world, live_server, open_page):
    """Open the report form in a new browser on a phone."""

    def do(**options):
        page = open_page(width=390, height=844, **options)
        page.goto(live_server.url + reverse("report"))
        return page

    return do


def goes_through(page):
    """Walk through the steps with the keyboard alone, without a pause."""
    for _step in range(2):
        page.locator("[data-next]").press("Enter")
        text = page.locator("[name=text]")
        if text.is_visible():
            text.fill(TEXT)
    page.locator("[data-next]").press("Enter")


def test_the_work_is_done_in_the_background_of_a_form_sent_by_keyboard(opens):
    page = opens()
    goes_through(page)
    page.locator("[data-send]").press("Enter")
    page.wait_for_url("**/report/done/")

    assert Case.objects.get().text == TEXT


def test_nobody_sees_the_question_or_the_trap_where_scripts_run(opens):
    page = opens()
    goes_through(page)

    assert not page.locator("[name=answer]").is_visible()
    assert page.locator("[name=website]").bounding_box()["x"] < 0
    assert page.evaluate("document.querySelector('[name=website]').closest('[aria-hidden=true]') !== null")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_draft_brings_its_own_key_and_is_proved_all_the_same(opens):
    page = opens()
    goes_through(page)
    key = page.locator("[name=form_key]").input_value()
    page.reload()
    goes_through(page)
    page.locator("[data-send]").press("Enter")
    page.wait_for_url("**/report/done/")

    assert str(Case.objects.get().form_key) == key


def test_a_browser_without_cryptography_is_asked_the_question(opens, live_server, open_page):
    page = open_page(width=390, height=844)
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page.goto(live_server.url + reverse("report"))

    expect(page.locator("[name=answer]")).to_be_visible()


@pytest.mark.parametrize("answer", [{"status": 403}, {"status": 503}, {"status": 200, "body": "<html>a portal"}])
def test_where_no_challenge_is_to_be_had_the_question_is_asked_and_nobody_waits_for_a_line(opens, answer):
    page = opens()
    page.route("**/report/challenge/**", lambda route: route.fulfill(**answer))
    page.locator("[name=form_key]").evaluate("(key) => { key.value = crypto.randomUUID(); }")  # as out of a draft
    goes_through(page)
    page.locator("[data-send]").press("Enter")

    expect(page.locator("[name=answer]")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    page.locator("[name=answer]").fill(str(sum(proof.question(page.locator("[name=form_key]").input_value()))))
    page.locator("[data-send]").click()
    page.wait_for_url("**/report/done/")
    assert Case.objects.get().text == TEXT


def test_a_browser_whose_cryptography_fails_is_asked_the_question(world, open_page, live_server):
    page = open_page(width=390, height=844)
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new Error('not here'))")
    page.goto(live_server.url + reverse("report"))
    goes_through(page)
    page.locator("[data-send]").press("Enter")

    expect(page.locator("[name=answer]")).to_be_visible()


def test_a_report_sent_at_once_without_scripts_is_asked_once_more_and_keeps_everything(opens):
    page = opens(javascript=False)
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=address]").fill("中心路18号院")
    page.locator("[data-send]").click()

    expect(page.locator("[data-asked]")).to_be_visible()
    expect(page.locator("[data-errors]")).to_have_count(0)
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    expect(page.locator("[name=address]")).to_have_value("中心路18号院")
    answer = sum(proof.question(page.locator("[name=form_key]").input_value()))
    page.locator("[name=answer]").fill(str(answer))
    page.locator("[data-send]").click()
    page.wait_for_url("**/report/done/")

    assert Case.objects.get().text == TEXT


def test_what_waited_for_a_connection_gets_a_fresh_proof_when_it_goes(opens):
    page, sent = opens(), []
    goes_through(page)
    expect(page.locator("[name=proof]")).not_to_have_value("")
    old = page.locator("[name=proof]").input_value()
    page.context.set_offline(True)
    page.locator("[data-send]").press("Enter")
    expect(page.locator("[data-sending]")).to_be_visible()
    page.on("request", lambda request: sent.append(request.post_data_buffer) if request.method == "POST" else None)
    page.wait_for_timeout(4_000)
    page.context.set_offline(False)
    page.wait_for_url("**/report/done/")

    assert Case.objects.get().text == TEXT
    assert quote_plus(old).encode() not in sent[-1]
    assert quote_plus(TEXT).encode() in sent[-1]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_without_scripts_a_wrong_answer_loses_nothing_and_a_right_one_opens(opens, keep_picture, locale):
    page = opens(javascript=False, locale=locale)
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=answer]").fill("1")
    page.wait_for_timeout(3_100)
    page.locator("[data-send]").click()
    keep_picture(page, f"asked-{locale}")

    expect(page.locator("[name=text]")).to_have_value(TEXT)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    numbers = map(int, re.findall(r"\d+", page.locator("label[for=id_answer]").inner_text()))
    answer = sum(numbers)
    assert answer == sum(proof.question(page.locator("[name=form_key]").input_value()))
    page.locator("[name=answer]").fill(str(answer))
    page.locator("[data-send]").click()
    page.wait_for_url("**/report/done/")

    assert Case.objects.count() == 1
