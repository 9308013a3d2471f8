"""Many matters from one spreadsheet: brought, looked at, mended, logged."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from cases import sheets
from cases.models import Case, MatterSheet
from cases.sheets.columns import KEYS

LINES = "来源\t工单号\t什么事\t网格\n12345\tA-1\t路灯不亮\t盛世社区\n12345\tA-2\t井盖没了\t火星\n"


@pytest.fixture
def bring(desk):
    """Paste lines as one of the cast and return the address of the sheet."""

    def do(name="street", text=LINES, **more):
        answer = desk(name).post("/desk/new/many/", {"pasted": text, "source": "phone", **more})
        assert answer.status_code == 302, answer.content.decode()
        return answer.url

    return do


def page(desk, url, name="street"):
    return desk(name).get(url).content.decode()


def test_it_shows_what_is_wrong_at_its_cell_and_logs_nothing_yet(bring, desk):
    shown = page(desk, bring())

    assert 'name="row-3-grid" value="火星"' in shown
    assert "No such grid in your area." in shown
    assert "Log 1 row" in shown
    assert not Case.objects.exists()


def test_the_right_rows_show_how_they_were_understood(bring, desk):
    shown = page(desk, bring() + "?show=ready")

    assert "Shengshi Community" in shown
    assert "12345 hotline A-1" in shown


def test_logging_takes_the_right_rows_and_keeps_the_wrong_ones_with_what_was_typed(bring, desk):
    url = bring()
    typed = {"do": "log", "shown": "3", "row-3-grid": "还是火星", "row-3-text": "井盖没了"}
    done = desk("street").post(url, typed, follow=True).content.decode()

    case = Case.objects.get()
    assert case.number in done
    assert f'href="/desk/cases/{case.number}/"' in done
    assert 'value="还是火星"' in page(desk, url + "?show=mend")


def test_a_second_click_and_a_second_paste_make_no_second_case(bring, desk):
    url = bring()
    for _click in range(2):
        desk("street").post(url, {"do": "log"})

    assert bring() == url
    desk("street").post(url, {"do": "log"})
    assert Case.objects.count() == 1


def test_mended_it_is_logged_too(bring, desk, world):
    url = bring()
    desk("street").post(url, {"do": "log", "shown": "3", "row-3-grid": world.grid.code})

    assert set(Case.objects.values_list("outside_number", flat=True)) == {"A-1", "A-2"}
    assert "Nothing to mend." in page(desk, url + "?show=mend")


def test_what_is_logged_already_is_told_and_linked(bring, desk, report):
    known = report(source="hotline_12345", outside_number="A-1")
    url = bring()

    assert f"Logged already as {known.number}" in page(desk, url + "?show=ready")
    done = desk("street").post(url, {"do": "log"}, follow=True).content.decode()
    assert f'href="/desk/cases/{known.number}/"' in done
    assert Case.objects.count() == 1


def test_somebody_elses_sheet_is_not_there(bring, desk):
    url = bring("street")

    for name in ("district", "gridleader"):
        assert desk(name).get(url).status_code == 404
        assert desk(name).post(url, {"do": "log"}).status_code == 404
        assert desk(name).get(url + "left.xlsx").status_code == 404
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["outsider", "cadre"])
def test_nobody_logs_into_a_foreign_area(name, bring, desk):
    foreign = "盛世社区" if name == "outsider" else "中原区"
    url = bring(name, f"什么事\t网格\n路灯不亮\t{foreign}\n")

    assert "No such grid in your area." in page(desk, url, name)
    desk(name).post(url, {"do": "log"})
    assert not Case.objects.exists()


def test_without_a_table_it_says_what_to_do(desk):
    for sent, said in (({}, "Paste the rows, or choose a file."), ({"pasted": "电话\n1"}, "No column is headed")):
        answer = desk("street").post("/desk/new/many/", sent)

        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_a_broken_file_is_refused_and_the_page_stays(desk):
    broken = SimpleUploadedFile("工单.xlsx", b"PK\x03\x04 no zip")
    answer = desk("street").post("/desk/new/many/", {"file": broken})

    assert answer.status_code == 422
    assert "This file cannot be read." in answer.content.decode()
    assert not MatterSheet.objects.exists()


def test_many_rows_are_the_workers_and_the_page_shows_how_far_it_is(bring, desk, now):
    url = bring(text="什么事\n" + "".join(f"第{number}件\n" for number in range(300)))
    answer = desk("street").post(url, {"do": "log"}, follow=True)

    assert answer["Refresh"] == "2"
    assert re.search(r'<progress max="300" value="0">', answer.content.decode())
    sheets.take(MatterSheet.objects.get().pk, now)
    answer = desk("street").get(url)
    assert "Refresh" not in answer
    assert Case.objects.count() == 300


def test_a_page_has_few_enough_fields_to_be_sent(bring, desk, settings):
    url = bring(text="什么事\t网格\n" + "".join(f"第{number}件\t火星\n" for number in range(300)))

    fields = re.findall(r" name=", page(desk, url))
    assert len(fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert "1 / 15" in page(desk, url)


def opened(answer):
    book = load_workbook(io.BytesIO(b"".join(answer)))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()], book


def test_the_template_has_every_column_and_the_words_to_choose_from(desk):
    rows, book = opened(desk("street").get("/desk/new/many/template.xlsx"))

    assert len(rows[0]) == len(KEYS)
    assert [sheets.columns.key_of(heading) for heading in rows[0]] == list(KEYS)
    words = [cell.value for column in book.worksheets[1].iter_cols() for cell in column]
    assert {"12345 hotline", "B01 井盖缺失"} <= set(words)


def test_the_rows_to_mend_go_out_as_a_file_and_come_back_mended(bring, desk):
    url = bring(text=LINES + "12345\t\t=HYPERLINK(1)\t盛世社区\n")
    answer = desk("street").get(url + "left.xlsx")
    content = b"".join(answer)
    rows, _book = opened([content])

    assert [row[2] for row in rows[1:]] == ["井盖没了", "'=HYPERLINK(1)"]
    assert "No such grid in your area." in rows[1][-1]
    back = SimpleUploadedFile("待修改.xlsx", content)
    again = desk("street").post("/desk/new/many/", {"file": back}).url
    assert 'name="row-2-grid" value="火星"' in page(desk, again)
