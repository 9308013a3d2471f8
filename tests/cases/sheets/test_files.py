"""From files and pasted texts to rows: what offices send, and what nobody should."""

import io
import zipfile
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook

from cases.sheets import MOST_ROWS, BadSheet, from_file, from_paste

CHINESE = "来源,工单号,诉求内容,社区\n12345,ZZ-1,路灯不亮,盛世社区\n"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def file(content: bytes, name="matters.xlsx"):
    return SimpleUploadedFile(name, content)


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(upload) -> str:
    with pytest.raises(BadSheet) as caught:
        from_file(upload)
    return caught.value.message


# --- what offices send -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_csv_is_read_in_utf_8_and_in_what_excel_writes(encoding):
    rows = from_file(file(CHINESE.encode(encoding), "工单.csv")).rows

    assert rows == ((2, {"source": "12345", "outside_number": "ZZ-1", "text": "路灯不亮", "grid": "盛世社区"}),)


def test_a_workbook_is_read_with_its_dates_and_numbers_as_one_would_type_them():
    upload = file(
        xlsx(
            ["What happened", "电话", "发现时间", "户数"], ["路灯不亮", 13812342706.0, datetime(2026, 3, 1, 15, 20), 3]
        )
    )

    assert from_file(upload).rows == (
        (2, {"text": "路灯不亮", "phone": "13812342706", "seen_at": "2026-03-01 15:20", "households": "3"}),
    )


def test_pasted_cells_may_hold_lines_and_commas():
    rows = from_paste('什么事\t具体位置\n"路灯不亮，\n很暗"\t3号楼, 门口\n').rows

    assert rows == ((2, {"text": "路灯不亮，\n很暗", "address": "3号楼, 门口"}),)


def test_without_headings_the_order_is_that_of_the_template():
    assert from_paste("12345\tA-1\t路灯不亮").rows == (
        (1, {"source": "12345", "outside_number": "A-1", "text": "路灯不亮"}),
    )


def test_headings_nobody_knows_are_told_and_empty_lines_do_not_count():
    table = from_paste("什么事\t心情\n\n路灯不亮\t坏\n\n")

    assert table.unknown == ("心情",)
    assert [number for number, _cells in table.rows] == [3]


def test_rows_are_read_again_with_the_column_that_said_what_to_mend():
    table = from_paste("What happened\tWhat to mend\n路灯不亮\tGrid: no such grid")

    assert (table.unknown, table.rows) == ((), ((2, {"text": "路灯不亮"}),))


# --- what cannot be taken --------------------------------------------------------------------------------------------


def test_a_table_needs_a_column_for_what_happened():
    with pytest.raises(BadSheet, match="What happened"):
        from_paste("电话\t姓名\n13812342706\t孟")


def test_a_thousand_rows_and_not_one_more():
    lines = "什么事\n" + "路灯不亮\n" * MOST_ROWS

    assert len(from_paste(lines).rows) == MOST_ROWS
    with pytest.raises(BadSheet, match="At most 1000 rows"):
        from_paste(lines + "还有一件\n")


@pytest.mark.parametrize("text", ["", "\n\n", "什么事\n"])
def test_an_empty_table_is_refused(text):
    with pytest.raises(BadSheet):
        from_paste(text)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "old.xls", "old .xls"),
        (b"PK\x03\x04 no zip at all", "a.xlsx", "cannot be read"),
        (b"MZ\x90\0", "a.exe", "Only .xlsx and .csv"),
        (b"a,b\0c", "a.csv", "no text file"),
        (b"\x81\xff\xff,", "a.csv", "cannot be read"),
        (b"", "a.csv", "no rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.csv", "larger than 5 MB"),
    ],
    ids=["old excel", "broken zip", "a program", "binary", "no encoding", "empty", "too large"],
)
def test_other_files_are_refused_with_what_to_do(content, name, said):
    assert said in refused(file(content, name))


def changed(content: bytes, **members: bytes) -> bytes:
    """Return a workbook with some of its members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, body in members.items():
            new.writestr(name, body)
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = changed(xlsx(["什么事"], ["路灯"]), **{"xl/media/image1.png": b"\0" * (30 * 1024 * 1024)})

    assert len(bomb) < 100_000
    assert "Unpacked" in refused(file(bomb))


def test_entities_in_the_xml_are_refused():
    member = "xl/worksheets/sheet1.xml"
    bomb = '<!DOCTYPE a [<!ENTITY x "x"><!ENTITY y "&x;&x;">]>'
    book = xlsx(["什么事"], ["路灯"])
    body = zipfile.ZipFile(io.BytesIO(book)).read(member).decode()
    declaration, found, rest = body.partition("?>")
    body = declaration + found + bomb + rest if found else bomb + body

    assert "cannot be read" in refused(file(changed(book, **{member: body.encode()})))


def test_a_workbook_with_too_many_parts_is_refused():
    many = {f"xl/media/{number}.png": b"" for number in range(300)}

    assert "Unpacked" in refused(file(changed(xlsx(["什么事"]), **many)))


def test_formulas_are_never_evaluated():
    """A program stores a formula's last value beside it; this one has none, so there is nothing to read."""
    rows = from_file(file(xlsx(["什么事", "姓名"], ["路灯", '=HYPERLINK("http://x","y")']))).rows

    assert rows == ((2, {"text": "路灯"}),)


def test_a_row_far_down_does_not_make_a_million_rows():
    book = Workbook()
    book.active["A1"], book.active["A1048576"] = "什么事", "在最底下"
    out = io.BytesIO()
    book.save(out)

    assert "no rows" in refused(file(out.getvalue()))


def test_a_very_long_cell_is_cut_to_what_a_field_could_hold():
    assert len(from_paste("什么事\n" + "长" * 50_000).rows[0][1]["text"]) == 6000
