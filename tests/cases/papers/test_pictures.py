"""Papers as pictures: no page is blank, nothing runs off the paper; kept to be looked at."""

from dataclasses import replace
from datetime import datetime

import pytest
from PIL import ImageDraw

from cases.papers import call, minutes, monthly, notice
from cases.papers.minutes import Supplement
from tests import paper_pages
from tests.cases.papers.samples import CALL, CITY, MINUTES, NOTICE, bulletin

LONG = "一楼住户提出施工期间的出行和采光问题，街道已逐户走访并形成书面意见。" * 12
SUPPLEMENTS = (
    *MINUTES.supplements,
    Supplement(datetime(2026, 11, 27, 9, tzinfo=CITY), f"第二项的说明补充如下：{LONG}", "陆怀谷"),
)
ANSWERED = replace(
    NOTICE, reply="通道已搭设。", replied_by="赵明远", replied_at=datetime(2026, 11, 24, 16, 5, tzinfo=CITY)
)
PAPERS = {
    "minutes": lambda: minutes.as_pdf(replace(MINUTES, supplements=())),
    "minutes-draft": lambda: minutes.as_pdf(replace(MINUTES, supplements=(), signed_by="", signed_at=None)),
    "minutes-with-supplements": lambda: minutes.as_pdf(replace(MINUTES, supplements=SUPPLEMENTS)),
    "supervision-notice": lambda: notice.as_pdf(NOTICE),
    "supervision-notice-answered": lambda: notice.as_pdf(ANSWERED),
    "meeting-notice": lambda: call.as_pdf(CALL),
    "meeting-notice-long": lambda: call.as_pdf(replace(CALL, items=CALL.items * 9, guests=CALL.guests * 9)),
    "bulletin": lambda: monthly.as_pdf(bulletin()),
}


@pytest.mark.parametrize("name", PAPERS)
def test_every_page_says_something_and_stays_on_the_paper(name, keep_pages):
    file = PAPERS[name]()
    keep_pages(file, name)

    assert paper_pages.faults(file) == []


def test_a_blank_page_and_words_that_run_off_are_found():
    [page] = paper_pages.pictures(notice.as_pdf(NOTICE))
    blank, crossed = page.point(lambda _tint: 255), page.copy()
    ImageDraw.Draw(crossed).line((0, 300, page.width, 300), fill="black", width=3)

    assert paper_pages.faults_of(page) == []
    assert paper_pages.faults_of(blank) == ["is blank"]
    assert paper_pages.faults_of(crossed) == ["runs off the paper"]
