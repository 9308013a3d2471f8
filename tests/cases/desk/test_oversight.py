"""The pages of supervision notices and whistles: my lists, the deeds, the official form, who is shown nothing."""

import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from cases import escalation, supervision, whistles
from cases.desk import watched
from cases.models import Case, SupervisionNotice, WhistleCall

HOUR = timedelta(hours=1)


@pytest.fixture
def notice(bring, who, world):
    return supervision.issue(
        bring("in_progress"), kind="red", grounds="超期未反馈。", demand="一、今日到场；\n二、明日反馈。",
        by=who("official"), now=world.now,
    )  # fmt: skip


@pytest.fixture
def whistle(bring, who, world):
    return whistles.blow(
        bring("in_progress"), posts=[world.worker_post, world.cadre_post], place="12 号楼门前", note="管网塌陷。",
        until=world.now + 2 * HOUR, by=who("street"), now=world.now,
    )  # fmt: skip


def page_of(notice):
    return reverse("desk-supervision-notice", args=[notice.slug])


def test_a_notice_is_on_the_list_of_its_unit_and_of_its_office_and_on_no_other(desk, notice):
    assert notice.number in desk("cadre").get("/desk/supervision/").content.decode()
    assert notice.number in desk("supervisor").get("/desk/supervision/").content.decode()
    for name in ("worker", "outsider"):
        assert notice.number not in desk(name).get("/desk/supervision/").content.decode()
        assert desk(name).get(page_of(notice)).status_code == 404


def test_the_unit_answers_and_the_office_strikes_off(desk, notice):
    answer = desk("cadre").post(page_of(notice), {"do": "answer", "text": "已派人到场，明日办结。"}, follow=True)
    assert "已派人到场，明日办结。" in answer.content.decode()
    assert "Answered" in desk("cadre").get("/desk/supervision/?show=ours").content.decode()

    desk("supervisor").post(page_of(notice), {"do": "strike_off", "note": "属实。"})
    notice.refresh_from_db()
    assert (notice.strike_note, notice.struck_off_by.username) == ("属实。", "supervisor")


def test_an_empty_answer_is_sent_back_with_the_reason(desk, notice):
    answer = desk("cadre").post(page_of(notice), {"do": "answer", "text": " "})

    assert answer.status_code == 422
    assert "Say what was done" in answer.content.decode()


def test_who_may_not_is_told_so_and_nothing_happens(desk, notice):
    answer = desk("supervisor").post(page_of(notice), {"do": "answer", "text": "替他答。"}, follow=True)

    assert "Only the unit that the notice went to answers it." in answer.content.decode()
    assert not SupervisionNotice.objects.get(pk=notice.pk).reply
    assert desk("cadre").post(page_of(notice), {"do": "shred"}).status_code == 404


def test_whether_a_card_counts_is_noted_with_a_reason(desk, notice):
    desk("official").post(page_of(notice), {"do": "count", "counts": "no", "reason": "停电所致。"})

    page = desk("cadre").get(page_of(notice)).content.decode()
    assert "Does not count" in page
    assert "停电所致。" in page


def test_a_notice_is_issued_on_the_page_of_a_case(act, bring):
    case = bring("in_progress")
    act(
        "streetleader",
        case,
        "issue_notice",
        kind="yellow",
        grounds="拖了三天。",
        demand="今日到场。",
        reply_due_at="2026-11-25",
    )

    notice = SupervisionNotice.objects.get()
    assert (notice.kind, notice.reply_due_at.isoformat()) == ("yellow", "2026-11-25T09:00:00+00:00")


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-28"])  # past; a Saturday
def test_a_limit_that_cannot_be_is_refused_beside_its_field(desk, bring, day):
    case = bring("in_progress")
    answers = {"kind": "yellow", "grounds": "拖了三天。", "demand": "今日到场。", "reply_due_at": day}

    page = desk("streetleader").post(
        reverse("desk-act", args=[case.number, "issue_notice"]), {**answers, "version": case.version}
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["reply_due_at"]
    assert not SupervisionNotice.objects.exists()


def test_the_street_is_not_offered_a_red_card_nor_a_copy_upwards(desk, bring):
    case = bring("in_progress")

    def form(name):
        return desk(name).get(reverse("desk-act", args=[case.number, "issue_notice"])).content.decode()

    assert 'value="red"' not in form("streetleader")
    assert 'name="copy_to"' not in form("streetleader")
    assert 'value="red"' in form("official")
    assert 'name="copy_to"' in form("official")


@pytest.mark.parametrize("number", ["2026-99", "2026", "x-y", "99999-1", "2026-1234567890123"])
def test_what_is_no_number_is_no_page(desk, notice, number):
    for address in ("desk-supervision-notice", "desk-supervision-paper", "desk-whistle"):
        assert desk("official").get(reverse(address, args=[number])).status_code == 404


def test_the_official_form_is_chinese_and_complete(desk, notice):
    page = desk("official").get(reverse("desk-supervision-paper", args=[notice.slug])).content.decode()

    for words in (
        "上街区网格化治理督办单", "督办〔2026〕1号", "☑ <b>红牌</b>", "上街区住房和城乡建设局", "一、今日到场；",
        "2 个工作日", "综合得分减 3 分", "盖章处", "<svg",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_official_form_is_sent_as_a_file_to_who_may_read_it(desk, notice, kind):
    address = reverse("desk-supervision-file", args=[notice.slug, kind])
    for name in ("cadre", "supervisor"):
        assert address in desk(name).get(page_of(notice)).content.decode()
        answer = desk(name).get(address)
        text = "".join(words_of(answer.content, kind).split())
        for words in (
            notice.number,
            notice.case.number,
            "超期未反馈。",
            "今日到场",
            "红牌1次，综合得分减3分",
            "上街区",
        ):
            assert words in text, words
        assert f"filename*=UTF-8''{quote(notice.number)}.{kind}" in answer["Content-Disposition"]

    for name in ("worker", "outsider"):
        assert desk(name).get(address).status_code == 404
    assert desk("cadre").get(reverse("desk-supervision-file", args=[notice.slug, "exe"])).status_code == 404


def words_of(content: bytes, kind: str) -> str:
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_case_page_tells_how_long_each_level_has_watched(desk, bring, world):
    case = bring("in_progress")
    escalation.sweep(case.handle_due_at)
    events = list(case.events.for_timeline())
    spells = watched.spells(Case.objects.get(pk=case.pk), events, case.handle_due_at + HOUR)
    assert [(spell.label, spell.until is None) for spell in spells] == [("网格", False), ("社区", True)]
    assert (spells[0].since, spells[0].until) == (case.reported_at, case.handle_due_at)

    page = desk("cadre").get(reverse("desk-case", args=[case.number])).content.decode()
    assert "Who watches" in page
    assert "督办〔2026〕1号" in page
    assert page.index("watched-h") < page.index("Community", page.index("watched-h"))


def test_a_whistle_is_blown_on_the_page_of_a_case_and_each_unit_reports_in(act, desk, bring, world):
    case = bring("in_progress")
    posts = [world.worker_post.pk, world.cadre_post.pk]
    act("street", case, "whistle", posts=posts, place="路口", until="2026-11-23T11:00", note="一起看管网。")
    [first, _second] = WhistleCall.objects.order_by("pk")
    assert first.come_by.isoformat() == "2026-11-23T03:00:00+00:00"
    page = reverse("desk-whistle", args=[first.whistle.slug])

    assert "一起看管网。" in desk("worker").get("/desk/whistles/").content.decode()
    desk("worker").post(page, {"call": WhistleCall.objects.get(post=world.worker_post).pk, "note": "到了两人。"})
    assert "到了两人。" in desk("street").get(page).content.decode()
    listed = desk("street").get("/desk/whistles/").content.decode()
    assert "Who comes how fast" in listed
    assert desk("outsider").get(page).status_code == 404


def test_nobody_reports_in_for_another_unit(desk, whistle, world):
    page, call = reverse("desk-whistle", args=[whistle.slug]), whistle.calls.get(post=world.worker_post)

    assert desk("cadre").post(page, {"call": call.pk, "note": ""}, follow=True).status_code == 200
    assert desk("cadre").post(page, {"call": "7777777", "note": ""}).status_code == 404
    call.refresh_from_db()
    assert call.reported_at is None


def test_lists_go_on_behind_a_mark(desk, bring, who, world, monkeypatch):
    monkeypatch.setattr("cases.desk.oversight.SIZE", 2)
    case = bring("in_progress")
    for turn in range(3):
        supervision.issue(
            Case.objects.get(pk=case.pk), kind="reminder", grounds=f"第{turn}次。", demand="到场。", by=who("official"),
            now=world.now + turn * HOUR,
        )  # fmt: skip
    first = desk("official").get("/desk/supervision/?show=issued")

    assert ("第2次。" in first.content.decode(), "第0次。" in first.content.decode()) == (True, False)
    after = first.content.decode().split("after=")[1].split('"')[0]
    second = desk("official").get(f"/desk/supervision/?show=issued&after={after}").content.decode()
    assert ("第0次。" in second, "第1次。" in second) == (True, False)
