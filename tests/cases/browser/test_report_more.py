"""The report form in a browser: questions of the kind, joining a neighbour's case, reporting as a group, praise."""

import re
import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases import lifecycle, permissions
from cases.models import Case, CoSigner
from grids import catalogue
from grids.models import Keyword, Questionnaire

LAMP = {"code": "lamp", "kind": "text", "zh": "灯杆编号", "en": "Lamp number"}


@pytest.fixture
def form(world, live_server, open_page):
    """Open the report form on a phone with its place filled in, as a QR code on a board does."""
    Questionnaire.objects.create(category=world.categories["B01"], questions=[LAMP])
    Keyword.objects.create(word="井盖", category=world.categories["B01"])
    Keyword.objects.create(word="着火")
    catalogue.forget_asked()

    def open_at(query="", **options):
        page = open_page(width=390, height=844, **options)
        page.goto(f"{live_server.url}/report/?grid={world.grid.code}{query}")
        return page

    return open_at


def go_on(page):
    page.locator("[data-next]").click()


def answer_question(page):
    """Answer the small question, as somebody does whose browser runs no scripts."""
    page.fill("#id_answer", str(sum(map(int, re.findall(r"\d+", page.locator("label[for=id_answer]").inner_text())))))


def test_a_group_answers_the_questions_and_reads_them_back(form, world):
    page = form()
    go_on(page)
    expect(page.locator("[data-danger-note]")).to_be_hidden()
    page.fill("#id_text", "井盖旁边着火了")
    expect(page.locator("[data-danger-note]")).to_be_visible()
    page.locator("[data-suggested] button").click()
    page.locator("[name=q_lamp]").fill("A-7")
    go_on(page)
    page.fill("#id_name", "李明")
    page.fill("#id_households", "6")
    page.locator(".together summary").click()
    page.fill("#id_co_signers", "张三 13800000002\n李四")
    go_on(page)
    expect(page.locator("[data-read=answers]")).to_contain_text("A-7")
    page.locator("[data-send]").click()
    expect(page.locator(".serial")).to_be_visible()

    case = Case.objects.get()
    assert (case.category.code, case.households, case.answers.given) == ("B01", 6, {"lamp": "A-7"})
    assert CoSigner.objects.filter(case=case).count() == 2


def test_a_neighbours_case_is_followed_instead_of_reported_again(form, report, world):
    case = report("B01", text="井盖没了。王大妈摔了。", may_be_public=True)
    page = form()
    go_on(page)
    page.locator("details.all-kinds summary").click()
    page.locator("label.choice", has=page.locator("[value=B01]")).click()
    page.locator(".near-card button").click()

    page.wait_for_url("**/joined/**")
    expect(page.locator(".serial")).to_contain_text(case.number)
    assert "王大妈" not in page.content()
    assert (Case.objects.count(), Case.objects.get().households) == (1, 2)
    expect(page.locator("[data-print]")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_the_page_of_who_joined_leaves_a_report_begun_since_alone(form, report, world):
    case = report("B01", may_be_public=True)
    joined = lifecycle.join(case, key=uuid.uuid4(), by=permissions.REPORTER, now=world.now)
    page = form()
    go_on(page)
    page.fill("#id_text", "楼道堆满了杂物。")
    page.goto(page.url.partition("/report/")[0] + reverse("joined", args=[lifecycle.link_of(joined)]))
    expect(page.locator("[data-print]")).to_be_visible()

    assert "楼道堆满了杂物。" in page.evaluate("localStorage.getItem('report-draft')")


@pytest.mark.parametrize("javascript", [True, False])
def test_praise_takes_a_short_way(form, world, javascript):
    page = form("&kind=praise", javascript=javascript)
    if javascript:
        go_on(page)
    assert page.locator("[name=category]").count() == 0
    page.fill("#id_text", "王网格长帮我们修好了路灯，谢谢！")
    if javascript:
        go_on(page)
        go_on(page)
    if not javascript:
        answer_question(page)
    page.locator("[data-send]").click()
    expect(page.locator(".serial")).to_be_visible()

    assert (Case.objects.get().state, Case.objects.get().tags) == ("evaluated", ["praise"])


def test_without_javascript_the_questions_come_by_a_button(form, world):
    page = form(javascript=False)
    page.fill("#id_text", "井盖没了")
    page.locator("details.all-kinds summary").click()
    page.locator("[name=category][value=B01]").first.check(force=True)
    page.locator("button[name=go][value=kind]").click()
    page.locator("[name=q_lamp]").fill("A-7")
    expect(page.locator("#id_text")).to_have_value("井盖没了")
    answer_question(page)
    page.locator("[data-send]").click()

    assert Case.objects.get().answers.given == {"lamp": "A-7"}
