"""The bulletin as a workbook: numbers are numbers, no text is a formula."""

import io
import zipfile
from dataclasses import replace

from cases.papers import monthly
from cases.papers.monthly import Section
from cases.papers.sheet import Column, Table
from tests.cases.papers.samples import bulletin


def parts(file: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def with_tables(*tables: Table):
    return replace(bulletin(), sections=(Section("各单位情况", tables=tables),))


def test_numbers_are_numbers():
    tab = parts(monthly.as_xlsx(bulletin()))["xl/worksheets/sheet1.xml"]

    assert "<v>1999</v>" in tab


def test_no_text_is_a_formula():
    risky = Table((Column("=1+1"),), (("=HYPERLINK(1)",), ("@SUM",), ("https://example.cn",)))

    book = parts(monthly.as_xlsx(with_tables(risky)))

    assert "<f>" not in book["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in book["xl/worksheets/sheet1.xml"]
    assert "'=HYPERLINK(1)" in book["xl/sharedStrings.xml"]


def test_tables_of_one_name_get_tabs_of_their_own():
    table = Table(
        (Column("单位"), Column("件数")),
        (("甲", 1),),
        "各区[办理]情况: 一张名字长得超过三十一个字符的表格还要更长一些才行",
    )

    book = parts(monthly.as_xlsx(with_tables(table, table, replace(table, title="'"))))

    assert len([name for name in book if name.startswith("xl/worksheets/sheet")]) == 3


def test_a_bulletin_without_tables_still_has_its_words():
    book = parts(monthly.as_xlsx(replace(bulletin(), sections=(Section("总体情况", "平稳。"),))))

    assert "平稳。" in book["xl/sharedStrings.xml"]
