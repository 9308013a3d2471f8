"""Papers can be read back, break well over pages, stand hostile texts, and come out the same each time."""

import io
import re
import time
from dataclasses import replace
from datetime import datetime

import pytest
from docx import Document
from pypdf import PdfReader

from cases.papers import fonts, minutes, monthly, notice, pdf, texts
from tests.cases.papers.samples import BIDI_AND_CONTROLS, CITY, MINUTES, NOTICE, bulletin, hostile

WRITERS = [
    pytest.param(minutes.as_pdf, MINUTES, id="minutes.pdf"),
    pytest.param(minutes.as_docx, MINUTES, id="minutes.docx"),
    pytest.param(notice.as_pdf, NOTICE, id="notice.pdf"),
    pytest.param(notice.as_docx, NOTICE, id="notice.docx"),
    pytest.param(monthly.as_pdf, bulletin(), id="bulletin.pdf"),
    pytest.param(monthly.as_docx, bulletin(), id="bulletin.docx"),
    pytest.param(monthly.as_xlsx, bulletin(), id="bulletin.xlsx"),
]
BOTH = {"pdf": "as_pdf", "docx": "as_docx"}


def words_of(file: bytes) -> str:
    """Return the text of a PDF or Word file without any space."""
    if file.startswith(b"%PDF"):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
    else:
        document = Document(io.BytesIO(file))
        text = "".join(document.element.body.itertext())
    return re.sub(r"[\s\u200b]", "", text)


def pages_of(file: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(file)).pages]


def test_a_title_too_long_for_a_line_leaves_no_sign_alone_on_the_next():
    [first, *_others] = PdfReader(io.BytesIO(monthly.as_pdf(bulletin()))).pages
    lines = [re.sub(r"\s", "", line) for line in first.extract_text().splitlines()]

    assert lines[:2] == ["关于2026年10月网格化", "治理工作情况的通报"]


@pytest.mark.parametrize("kind", BOTH)
def test_minutes_hold_what_was_said_in_order(kind):
    text = words_of(getattr(minutes, BOTH[kind])(MINUTES))

    said = [
        "上街区联席会议纪要", "上街联纪〔2026〕3号", "关于盛世社区房产证办理等事项的会议纪要",
        "2026年11月23日15时，副区长陆怀谷在区政府三楼会议室主持召开上街区联席会议", "研究4个议题",
        "一、上次议定事项落实情况", "工业路雨水管网改造", "二、关于如意街社区加装电梯", "ZZ20261012-000118",
        "由区住建局牵头，中心路街道、区资源规划分局配合，2026年12月18日前完成；责任人魏嘉木。",
        "三、关于盛世社区12户房产证办理", "区住建局（责任人韩景和）", "2027年1月12日（原定2026年12月11日，照常记录）",
        "12月10日缺件清单，各单位认领", "12户取得不动产权证书", "暂缓研究，2026年12月7日前复议",
        "报请郑州市联席会议研究",
        "出席：", "孟知远", "列席：", "缺席：", "区财政局", "记录：", "签发：", "补充更正（一）", "分送：",
        "2026年11月24日印发",
    ]  # fmt: skip
    places = [text.find(words) for words in said]
    assert -1 not in places, said[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", BOTH)
def test_unsigned_minutes_say_that_they_are_a_draft(kind):
    text = words_of(getattr(minutes, BOTH[kind])(replace(MINUTES, signed_by="", signed_at=None)))

    assert "（草稿，尚未签发）" in text
    assert "印发" not in text


@pytest.mark.parametrize("kind", BOTH)
def test_a_notice_holds_its_demands_and_leaves_room_to_answer(kind):
    text = words_of(getattr(notice, BOTH[kind])(NOTICE))

    for words in (
        "督办〔2026〕12号", "签发人：程砚青", "☐催办☑黄牌☐红牌", "中原区住房和城乡建设局", "ZZ20261112-000306",
        "一、今日18时前", "三、修缮完成后", "2026年11月25日17时前（2个工作日）", "是（黄牌1次，综合得分减1分）",
        "负责人签字：", "盖章处",
    ):  # fmt: skip
        assert words in text, words


def test_a_notice_stands_on_one_page():
    assert len(pages_of(notice.as_pdf(NOTICE))) == 1


@pytest.mark.parametrize("kind", BOTH)
def test_an_answered_notice_shows_the_answer_and_when_it_was_struck_off(kind):
    answered = replace(
        NOTICE,
        reply="通道已搭设。",
        replied_by="赵明远",
        replied_at=datetime(2026, 11, 24, 16, 5, tzinfo=CITY),
        struck_off_at=datetime(2026, 11, 27, 10, tzinfo=CITY),
        counts=False,
        counted="申诉成立",
    )

    text = words_of(getattr(notice, BOTH[kind])(answered))

    for words in ("通道已搭设。", "赵明远2026年11月24日16时05分", "2026年11月27日10时销号", "否（申诉成立）"):
        assert words in text
    assert "负责人签字" not in text


def test_a_notice_nobody_signed_says_so():
    assert "签发人：系统自动签发" in words_of(notice.as_docx(replace(NOTICE, issued_by="")))


@pytest.mark.parametrize("has_supplements", [True, False])
def test_the_last_page_of_minutes_never_holds_the_imprint_alone(has_supplements):
    ends = set()
    for guests in range(0, 30, 2):
        people = (*MINUTES.present, *(f"王小{number}（市场监督管理局）" for number in range(guests)))
        corrected = MINUTES.supplements if has_supplements else ()
        last = pages_of(minutes.as_pdf(replace(MINUTES, present=people, supplements=corrected)))[-1]
        text, found, _imprint = last.partition("分送：")
        assert found
        assert len(text) > 12, f"{guests} guests: {last}"
        ends.add(text[:6])
    assert len(ends) > 2, "the text ended in different places"


@pytest.mark.parametrize("kind", BOTH)
def test_a_long_table_has_its_head_on_each_page(kind):
    file = getattr(monthly, BOTH[kind])(bulletin(120))

    if kind == "pdf":
        with_rows = [page for page in pages_of(file) if "街道" in page]
        assert len(with_rows) > 3
        assert all("按期办结率" in page for page in with_rows)
        assert "—2—" in pages_of(file)[1]
    else:
        rows = Document(io.BytesIO(file)).tables[0]._tbl.tr_lst
        assert [bool(row.xpath("w:trPr/w:tblHeader")) for row in rows] == [True] + [False] * 120
        assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)


def test_long_minutes_keep_a_heading_with_what_follows():
    many = replace(MINUTES, items=MINUTES.items * 12)

    pages = pages_of(minutes.as_pdf(many))

    assert len(pages) > 15
    assert not any(re.search(r"、关于[^。：]*—\d+—$", page) for page in pages)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BIDI_AND_CONTROLS, id="control characters and marks of direction"),
        pytest.param("عربي עברית 中文", id="right to left"),
        pytest.param('#import "x.typ"; $x$ *b* <w:p/> &amp; ]]> {{ x }} \\u{1f600} =1+1', id="markup"),
        pytest.param("😀𠮷\ud800e\u0301\u0489" * 20, id="rare signs and half a pair"),
        pytest.param("", id="nothing"),
    ],
)
def test_hostile_texts_are_harmless(kind, text):
    for module, paper in zip((minutes, notice, monthly), hostile(text), strict=True):
        seen = words_of(getattr(module, BOTH[kind])(paper))

        assert not texts.UNPRINTABLE.search(seen)
        if text == BIDI_AND_CONTROLS:
            assert "前后中末" in seen


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("text", ["督" * 10_000, "W" * 10_000, "字\n" * 2_000], ids=["Chinese", "one word", "lines"])
def test_ten_thousand_characters_stay_inside_the_page(kind, text):
    file = getattr(notice, BOTH[kind])(replace(NOTICE, grounds=text, reply=text))

    assert words_of(file).count(text[0]) >= 2 * text.count(text[0])
    if kind == "pdf":
        places: list[float] = []
        for page in PdfReader(io.BytesIO(file)).pages[1:4]:
            page.extract_text(visitor_text=lambda words, _, place, *rest: words.strip() and places.append(place[4]))
        assert max(places) < 569  # points: 210 mm less the margin, 595 - 26


@pytest.mark.parametrize(("write", "paper"), WRITERS)
def test_the_same_paper_gives_the_same_bytes(write, paper):
    assert write(paper) == write(paper)


@pytest.mark.parametrize(("write", "paper"), WRITERS)
def test_a_paper_is_written_in_a_second(write, paper):
    write(paper)

    def seconds() -> float:
        start = time.process_time()
        write(paper)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 1


def test_a_file_says_what_it_is():
    about = PdfReader(io.BytesIO(minutes.as_pdf(MINUTES))).metadata
    core = Document(io.BytesIO(minutes.as_docx(MINUTES))).core_properties

    assert (about.title, about.author) == (MINUTES.title, MINUTES.office)
    assert (core.title, core.author) == (MINUTES.title, MINUTES.office)


def test_a_pdf_has_bookmarks():
    titles = [one.title for one in PdfReader(io.BytesIO(minutes.as_pdf(MINUTES))).outline]

    assert titles[:2] == ["一、上次议定事项落实情况", "二、关于如意街社区加装电梯"]


def test_the_typefaces_come_along_and_stand_in_the_file():
    carried = fonts.find(of_machine=False)

    file = pdf.write(minutes.sheet(MINUTES), carried)

    assert carried.families["body"][0] == "Noto Serif SC"
    assert carried.families["hei"][0] == "Noto Sans SC"
    assert b"NotoSerifSC-Regular" in file
    assert "关于如意街社区加装电梯" in words_of(file)


def test_without_any_chinese_typeface_it_says_so_instead_of_printing_boxes():
    with pytest.raises(fonts.NoChineseFont, match=r"Chinese typeface|中文字体"):
        fonts.find(folders=(), of_machine=False)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (0, "0"),
    ],
)
def test_it_counts_as_official_papers_do(number, words):
    assert texts.counted(number) == words
