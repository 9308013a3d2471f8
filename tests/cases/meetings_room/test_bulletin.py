"""The monthly bulletin of a unit's meetings, for the office that runs them and who answers for the unit."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.cases import meeting as council

DAY = timedelta(days=1)
REGISTER = "/meetings/resolutions/"


@pytest.fixture
def signed(ended, who, world):
    """The minutes of the meeting, signed in November; its decision is due on 12 January."""
    return council.sign(ended.meeting, by=who("district"), at=world.now + 2 * DAY)


@pytest.fixture
def fetch(browse):
    def get(name, kind, *, unit="410106", month="2026-11"):
        return browse(name).get(reverse("meeting-bulletin", args=[kind]), {"unit": unit, "month": month})

    return get


def cells_of(answer) -> list[list]:
    book = load_workbook(io.BytesIO(answer.content))
    return [list(row) for tab in book for row in tab.iter_rows(values_only=True)]


def test_it_counts_what_was_decided_in_the_month_by_unit(signed, fetch, world):
    with time_machine.travel(world.now + 3 * DAY, tick=False):
        answer, printed = fetch("district", "docx"), fetch("district", "pdf")
    text = "".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)

    assert "本月召开会议1次，提请议题3件。研究议题中，议定1件" in text
    assert "本月议定1项，到期0项" in text
    assert "本月会议无单位缺席。" in text
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    pages = PdfReader(io.BytesIO(printed.content)).pages
    assert "本月召开会议1次" in "".join(pages[0].extract_text().split())


def test_what_missed_its_date_is_counted_late_and_named(signed, fetch, world):
    with time_machine.travel(world.now + 70 * DAY, tick=False):
        rows = cells_of(fetch("district", "xlsx", month="2027-01"))

    assert ["房管", 0, 1, 0, 0, 1] in [row[:6] for row in rows]
    assert any(row[0] == signed.meeting.items.first().case.number for row in rows)


def test_what_was_done_in_time_is_not_late(signed, fetch, world):
    signed.meeting.items.first().resolutions.update(applied_at=world.now + 20 * DAY)
    with time_machine.travel(world.now + 70 * DAY, tick=False):
        rows = cells_of(fetch("district", "xlsx", month="2027-01"))

    assert ["房管", 0, 1, 1, 0, 0] in [row[:6] for row in rows]


def test_it_is_for_the_office_and_who_answers_for_the_unit(signed, browse, fetch):
    for name in ("district", "official", "supervisor"):
        assert fetch(name, "pdf").status_code == 200
        assert reverse("meeting-bulletin", args=["pdf"]) in browse(name).get(REGISTER).content.decode()
    for name in ("cadre", "window", "street", "outsider"):
        assert fetch(name, "pdf").status_code == 404
    assert reverse("meeting-bulletin", args=["pdf"]) not in browse("cadre").get(REGISTER).content.decode()
    assert fetch("district", "exe").status_code == 404
    assert fetch("district", "pdf", unit="city").status_code == 404


@pytest.mark.parametrize("month", ["2027-05", "", "2026-13", "nonsense"])
def test_a_month_that_is_none_or_still_to_come_is_said_on_the_register(signed, fetch, month):
    answer = fetch("district", "pdf", month=month)
    assert (answer.status_code, answer.url) == (302, REGISTER)
