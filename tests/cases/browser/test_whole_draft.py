"""The draft on the phone is whole: answers to the kind's own questions, who may know it is me, who signs too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case
from grids import catalogue, public_objects
from grids.models import Questionnaire
from tests.cases.intake.test_questions import LAMP, WRONG
from tests.journeys.forms import tick

TEXT = "路口的井盖不见了。"
SIGNERS = "周大海 13700002222\n王芳"
SEVERAL = {
    "code": "seen", "kind": "several", "zh": "还有什么", "en": "What else",
    "options": [{"code": "dark", "zh": "很黑", "en": "Dark"}, {"code": "water", "zh": "有水", "en": "Water"}],
}  # fmt: skip


@pytest.fixture
def asked(world):
    """Let B01 ask three things, the first of which must be answered, and I01 one of the same name."""
    for code, questions in (("B01", [WRONG, LAMP, SEVERAL]), ("I01", [LAMP])):
        Questionnaire.objects.create(category=world.categories[code], questions=questions)
    catalogue.forget_asked()


@pytest.fixture
def phone(asked, live_server, open_page):
    """Open the form on a phone."""
    page = open_page(width=390, height=844)
    page.goto(live_server.url + reverse("report"))
    return page


def write(page) -> None:
    """Fill the form up to its last step."""
    page.locator("[data-next]").click()
    page.locator("[name=text]").fill(TEXT)
    choose(page, "B01")
    tick(page.locator("[name=q_wrong][value=loud]"))
    page.locator("[name=q_lamp]").fill("7 号")
    tick(page.locator("[name=q_seen][value=dark]"))
    tick(page.locator("[name=q_seen][value=water]"))
    page.locator("[data-next]").click()
    tick(page.locator("[name=identity][value=hidden]"))
    page.locator("[name=name]").fill("李明")
    page.locator("[name=phone]").fill("13800000001")
    page.locator(".together summary").click()
    page.locator("[name=co_signers]").fill(SIGNERS)
    page.locator("[data-next]").click()


def choose(page, code) -> None:
    kind = page.locator(f"[name=category][value={code}]").first
    if not kind.locator("xpath=ancestor::label").is_visible():
        page.locator(".all-kinds summary").click()
    tick(kind)
    expect(page.locator("[name=q_lamp]")).to_be_visible()


def answers(page) -> list[str]:
    """Return what is answered now, once the questions are there."""
    expect(page.locator("[name=q_lamp]")).to_be_attached()
    return page.locator("[data-asked-part]").evaluate(
        "(part) => [...part.querySelectorAll(':checked, input.field')].map((field) => field.value)"
    )


def sends(page) -> Case:
    page.locator("[data-send]").press("Enter")
    page.wait_for_url("**/report/done/", timeout=20_000)
    return Case.objects.get()


def on_to_the_last_step(page) -> None:
    for _step in range(3):
        page.locator("[data-next]").click()


def is_whole(case) -> bool:
    """Tell whether a case holds all that was written."""
    signers = [(each.resident.name, each.resident.phone) for each in case.co_signers.all()]
    return (
        case.answers.given == {"wrong": "loud", "lamp": "7 号", "seen": ["dark", "water"]}
        and case.hides_reporter
        and signers == [("周大海", "13700002222"), ("王芳", "")]
    )


def test_answers_identity_and_co_signers_come_back_and_are_sent(phone, keep_picture):
    write(phone)
    phone.reload()

    assert answers(phone) == ["loud", "7 号", "dark", "water"]
    assert phone.locator("[name=identity]:checked").get_attribute("value") == "hidden"
    on_to_the_last_step(phone)
    phone.locator("[data-back]").click()
    expect(phone.locator("[name=co_signers]")).to_be_visible()
    expect(phone.locator("[name=co_signers]")).to_have_value(SIGNERS)
    keep_picture(phone, "who-signs-too")
    phone.locator("[data-next]").click()
    assert is_whole(sends(phone))


def test_they_outlive_a_page_that_was_left_before_the_questions_came(phone):
    write(phone)
    phone.route("**/report/kind/**", lambda route: route.abort())
    phone.reload()
    phone.locator("[data-next]").click()
    phone.locator("[name=text]").press_sequentially("很危险。")
    phone.unroute("**/report/kind/**")
    phone.reload()

    assert answers(phone) == ["loud", "7 号", "dark", "water"]


def test_what_waited_for_a_connection_goes_with_its_answers(phone, live_server):
    write(phone)
    phone.context.set_offline(True)
    phone.locator("[data-send]").press("Enter")
    expect(phone.locator("[data-sending]")).to_be_visible()
    later = phone.context.new_page()
    phone.close()
    later.context.set_offline(False)
    later.goto(live_server.url + reverse("report"))
    later.wait_for_url("**/report/done/", timeout=20_000)

    assert is_whole(Case.objects.get())


def test_another_kind_does_not_take_over_the_answers(phone):
    write(phone)
    phone.reload()
    answers(phone)
    phone.locator("[data-next]").click()
    choose(phone, "I01")

    expect(phone.locator("[name=q_lamp]")).to_have_value("")


def test_a_label_wins_over_the_place_and_kind_of_an_old_draft(phone, live_server, world):
    write(phone)
    made = public_objects.add(kind="lamp", grid=world.grid, address="工业路3号", category=world.categories["I01"])
    phone.goto(f"{live_server.url}{reverse('report')}?object={made.code}")

    expect(phone.locator("[name=address]")).to_have_value(f"工业路3号（路灯 {made.code}）")
    assert phone.locator("[name=category]:checked").first.get_attribute("value") == "I01"
    expect(phone.locator("[name=q_lamp]")).to_have_value("")
    expect(phone.locator("[name=text]")).to_have_value(TEXT)
