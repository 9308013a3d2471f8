"""Following a case in the browser: adding, urging, judging, objecting, withdrawing, several cases, by keyboard."""

import re
import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cases import codes, lifecycle, permissions
from cases.demo.album import photos
from cases.models import Case
from grids import scope
from grids.importing import demo_staff
from grids.models import Category, Grid, User
from residents import tasks
from residents.models import PhoneCode
from tests.cases.conftest import settle
from tests.journeys.people import PHOTOS

GRID, DISTRICT = "410106002006001", "410106"
PASSWORD = "read by the operator of the demo"
NUMBER = "13912345678"
PHONE = {"width": 390, "height": 844}
MOST_TABS = 80


@pytest.fixture
def site(city_site, settings):
    """Serve the city with the staff of one district, as a demo."""
    settings.DEMO = True
    demo_staff.post_everyone(PASSWORD, timezone.now(), within=DISTRICT)
    return city_site


@pytest.fixture
def reported(site):
    """Report something from this telephone, let the worker route it and the unit sign for it."""

    def do(text: str) -> Case:
        report = lifecycle.Report(
            text=text, category=Category.objects.get(code="A01"), grid=Grid.objects.get(code=GRID),
            phone=NUMBER, form_key=uuid.uuid4(),
        )  # fmt: skip
        case = lifecycle.report(report, by=permissions.REPORTER, now=timezone.now()).case
        settle(case, timezone.now())
        case.refresh_from_db()
        return lifecycle.sign_for(case, by=of(case.owner), now=timezone.now())

    return do


def of(post) -> scope.Scope:
    """Return the scope of who holds a post."""
    return scope.of(post.postings.get().person, timezone.now())


def finish(case: Case) -> None:
    """Let the unit, the grid leader and the street do their part until the case is closed."""
    case.refresh_from_db()
    now = timezone.now
    case = lifecycle.feed_back(
        case, result="solved", note="已清走。", photos=photos(["manhole-after"]), by=of(case.owner), now=now()
    )
    case = lifecycle.verify(case, note="看过了。", by=of(case.waiting_on), now=now())
    street = scope.of(User.objects.get(username="street"), now())
    lifecycle.close(case, note="已回访。", contacted=True, solved="yes", by=street, now=now())
    settle(case, now())


def opens(page: Page, site: str, case: Case) -> None:
    """Come by the link of the receipt, which carries the code behind the #."""
    page.goto(f"{site}/track/{case.number}/#{codes.of(case)}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.title)
    assert codes.of(case) not in page.url


def doing(page: Page, action: str) -> Locator:
    return page.locator(f'form[action$="/{action}/"]')


def unfolds(page: Page, action: str) -> Locator:
    """Open what the form of an action is folded into, and return the form."""
    folded = page.locator("details", has=doing(page, action))
    folded.locator("summary").click()
    return doing(page, action)


def test_tracked_by_number_and_code_added_to_urged_and_judged(site, reported, open_page, keep_picture):
    case, page = reported("垃圾三天没人清。"), open_page(**PHONE)
    page.goto(f"{site}/track/")
    page.locator('[name="number"]').fill(case.number)
    page.locator('[name="code"]').fill(codes.of(case).lower())
    page.locator('[name="code"]').press("Enter")
    expect(page.locator('[aria-current="step"]')).to_contain_text("办理")
    keep_picture(page, "1-tracked")

    page.locator("[data-bar] a").click()
    form = doing(page, "add")
    form.locator("textarea").fill("又多了两袋。")
    form.locator('input[type="file"]').set_input_files(str(PHOTOS / "manhole-before.jpg"))
    expect(form.locator(".thumb img")).to_have_count(1)
    form.get_by_role("button").last.click()
    expect(page.locator(".said")).to_contain_text("又多了两袋。")
    expect(page.locator(".did .thumbs img")).to_have_count(1)
    keep_picture(page, "2-added")

    unfolds(page, "urge").get_by_role("button").click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect(doing(page, "urge")).to_have_count(0)

    finish(case)
    page.reload()
    form = doing(page, "rate")
    for name, value in (("was_contacted", "yes"), ("solved", "yes"), ("satisfaction", "satisfied")):
        form.locator(f'label:has([name="{name}"][value="{value}"])').click()
    form.get_by_role("button").click()
    expect(doing(page, "rate")).to_have_count(0)
    assert Case.objects.get().state == "evaluated"
    keep_picture(page, "3-judged")


def test_whoever_objects_gives_a_reason_and_it_is_done_again(site, reported, open_page, keep_picture):
    case, page = reported("垃圾三天没人清。"), open_page(**PHONE)
    finish(case)
    opens(page, site, case)
    form = unfolds(page, "reopen")
    form.locator("textarea").fill("第二天又堆满了。")
    keep_picture(page, "1-objecting")
    form.get_by_role("button").click()

    expect(page.locator('[aria-current="step"]')).to_contain_text("办理")
    expect(page.locator(".said").last).to_contain_text("第二天又堆满了。")
    assert Case.objects.get().state == "reopened"
    keep_picture(page, "2-again")


def test_no_asks_why_and_turns_the_button(site, reported, open_page):
    case, page = reported("垃圾三天没人清。"), open_page()
    finish(case)
    opens(page, site, case)
    form = doing(page, "rate")
    expect(form.locator("button [data-usual]")).to_be_visible()
    form.locator('label:has([name="solved"][value="no"])').click()
    expect(form.locator("button [data-unsolved]")).to_be_visible()
    form.locator('label:has([name="satisfaction"][value="dissatisfied"])').click()
    form.get_by_role("button").click()
    expect(page.locator("#id_verdict")).to_have_attribute("aria-invalid", "true")
    page.locator("#id_verdict").fill("还是没清。")
    doing(page, "rate").get_by_role("button").click()

    expect(page.locator(".said").last).to_contain_text("还是没清。")


def test_without_javascript_it_is_withdrawn_once_that_is_said_in_words(site, reported, open_page, keep_picture):
    case, page = reported("垃圾三天没人清。"), open_page(javascript=False, **PHONE)
    page.goto(f"{site}/track/{case.number}/")
    page.locator('[name="code"]').fill(codes.of(case))
    page.locator('[name="code"]').press("Enter")
    form = unfolds(page, "withdraw")
    form.locator("textarea").fill("自己清走了。")
    form.get_by_role("button").click()
    expect(page.locator('[aria-describedby="sure-error"]')).to_be_visible()
    expect(doing(page, "withdraw").locator("textarea")).to_have_value("自己清走了。")

    doing(page, "withdraw").locator('[name="sure"]').check()
    doing(page, "withdraw").get_by_role("button").click()
    expect(page.locator(".said")).to_contain_text("自己清走了。")
    expect(doing(page, "withdraw")).to_have_count(0)
    assert Case.objects.get().state == "withdrawn"
    keep_picture(page, "withdrawn")


def test_several_cases_open_with_a_code_that_the_operator_of_the_demo_reads(site, reported, open_page, keep_picture):
    cases, page = [reported("垃圾三天没人清。"), reported("绿化带里都是烟头。")], open_page(**PHONE)
    page.goto(f"{site}/track/")
    page.locator('main a[href="/mine/"]').click()
    page.locator('[name="phone"]').fill("139 1234 5678")
    page.locator('[name="phone"]').press("Enter")
    expect(page.locator('[name="code"]')).to_be_visible()
    tasks.send_code(code_id=PhoneCode.objects.get().pk)

    page.locator('[name="code"]').fill(read_by_the_operator(open_page(), site))
    page.locator('[name="code"]').press("Enter")
    lines = page.locator('main li a[href^="/track/"]')
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text(cases[1].number)
    keep_picture(page, "mine")

    lines.last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(cases[0].title)
    page.locator('main a[href="/mine/"]').click()
    page.locator('form[action="/mine/leave/"] button').click()
    page.goto(f"{site}/track/{cases[0].number}/")
    expect(page.locator('[name="code"]')).to_be_visible()


def read_by_the_operator(page: Page, site: str) -> str:
    """Log in to the admin and read the newest text; the number beside it is masked."""
    page.goto(f"{site}/admin/residents/showntext/")
    page.locator('[name="username"]').fill("admin")
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('[name="password"]').press("Enter")
    page.goto(f"{site}/admin/residents/showntext/")
    row = page.locator("#result_list tbody tr").first.inner_text()
    assert "139****5678" in row
    assert NUMBER not in row
    return re.search(r"(?<!\d)\d{6}(?!\d)", row)[0]


def tabs_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, and see that the focus can be seen."""
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"not reached by keyboard: {target}")


def test_the_whole_way_is_gone_by_keyboard_only(site, reported, open_page):
    case, page = reported("垃圾三天没人清。"), open_page()
    page.goto(f"{site}/track/")
    tabs_to(page, page.locator('[name="number"]'))
    page.keyboard.type(case.number)
    tabs_to(page, page.locator('[name="code"]'))
    page.keyboard.type(codes.of(case))
    tabs_to(page, page.locator("form[data-track] button"))
    page.keyboard.press("Enter")
    expect(page.locator('[aria-current="step"]')).to_be_visible()

    tabs_to(page, page.locator("#add > summary"))
    page.keyboard.press("Enter")
    tabs_to(page, doing(page, "add").locator("textarea"))
    page.keyboard.type("又多了两袋。")
    tabs_to(page, doing(page, "add").locator("button:not([type])"))
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("又多了两袋。")

    tabs_to(page, page.locator("details", has=doing(page, "urge")).locator("summary"))
    page.keyboard.press("Enter")
    tabs_to(page, doing(page, "urge").locator("button"))
    page.keyboard.press("Enter")
    expect(doing(page, "urge")).to_have_count(0)

    finish(case)
    page.reload()
    for name in ("was_contacted", "solved", "satisfaction"):
        tabs_to(page, doing(page, "rate").locator(f'[name="{name}"]').first)
        page.keyboard.press("Space")
    tabs_to(page, doing(page, "rate").locator("button"))
    page.keyboard.press("Enter")
    expect(doing(page, "rate")).to_have_count(0)
    assert Case.objects.get().state == "evaluated"
