"""The papers of a meeting to take along: the same words as on the page, for whoever may read the page."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from docx import Document
from icalendar import Calendar
from pypdf import PdfReader

from cases import meetings
from cases.papers import pdf
from cases.papers.fonts import NoChineseFont

DAY = timedelta(days=1)


def fetch(browser, ended, kind):
    return browser.get(reverse("meeting-minutes-file", args=[ended.meeting_id, kind]))


def read(answer, kind):
    content = io.BytesIO(answer.content)
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(content).pages)
    paper = Document(content)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_minutes_are_sent_word_for_word_with_their_decisions(ended, browse, kind):
    words = {"title": "关于测试的会议纪要", "opening": "开头这样写。", "section_1": "无。", "section_2": "应当补办。"}
    browse("district").post(reverse("meeting-minutes", args=[ended.meeting_id]), {**words, "version": ended.version})

    draft = read(fetch(browse("district"), ended, kind), kind)
    browse("official").post(reverse("meeting-sign", args=[ended.meeting_id]))
    signed = fetch(browse("district"), ended, kind)

    assert "草稿" in draft
    text = "".join(read(signed, kind).split())
    for word in ("开头这样写。", "应当补办。", "牵头单位", "上街联纪〔2026〕1号"):
        assert word in text, word
    assert "草稿" not in text
    assert "filename*=UTF-8''" in signed["Content-Disposition"]


def test_they_are_not_for_who_was_not_asked(ended, browse):
    assert fetch(browse("outsider"), ended, "pdf").status_code == 404
    assert fetch(browse("district"), ended, "exe").status_code == 404


def test_without_a_chinese_typeface_the_page_says_what_to_do(ended, browse, monkeypatch):
    def refuse(sheet):
        raise NoChineseFont

    monkeypatch.setattr(pdf, "write", refuse)
    answer = browse("district").get(reverse("meeting-minutes-file", args=[ended.meeting_id, "pdf"]), follow=True)

    assert answer.redirect_chain
    assert str(NoChineseFont()) in answer.content.decode()


def test_a_meeting_goes_into_a_calendar_and_out_again(meeting, browse, who, world):
    address = reverse("meeting-calendar", args=[meeting.pk])
    [event] = Calendar.from_ical(browse("district").get(address).content).walk("VEVENT")
    assert event["summary"] == meeting.title
    assert event["dtstart"].dt == meeting.held_at

    planned = meetings.call(world.district, held_at=world.now + (meeting.held_at - world.now) * 2 + DAY,
                            by=who("district"), now=world.now)  # fmt: skip
    meetings.cancel(planned, note="改期", by=who("district"), now=world.now)
    [gone] = Calendar.from_ical(browse("district").get(reverse("meeting-calendar", args=[planned.pk])).content).walk(
        "VEVENT"
    )
    assert gone["status"] == "CANCELLED"
