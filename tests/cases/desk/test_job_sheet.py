"""The job sheet 处置单: one page to take along, without anybody's full name or number."""

import segno
from django.urls import reverse


def sheet(desk, name, case):
    return desk(name).get(reverse("desk-job-sheet", args=[case.number]))


def test_it_says_what_where_who_and_until_when(desk, bring):
    case = bring("in_progress", address="盛世路 5 号")

    page = sheet(desk, "cadre", case).content.decode()

    for words in (case.number, case.title, "盛世路 5 号", case.grid.code, str(case.owner), "cadre"):
        assert words in page


def test_names_and_numbers_are_masked_in_the_words_too(desk, bring):
    case = bring("assigned", name="孟晓雨", phone="13812342706", text="请打 139 1234 5678 找王师傅。")

    page = sheet(desk, "cadre", case).content.decode()

    assert "孟**" in page
    assert "138****2706" in page
    assert "139****5678" in page
    for secret in ("孟晓雨", "13812342706", "139 1234 5678"):
        assert secret not in page


def test_the_unit_hidden_from_learns_nothing_about_the_reporter(desk, bring):
    case = bring("assigned", name="孟晓雨", phone="13812342706", hides_reporter=True)

    assert "孟**" not in sheet(desk, "cadre", case).content.decode()
    assert "孟**" in sheet(desk, "street", case).content.decode()


def test_the_code_leads_to_the_case(desk, bring, settings):
    settings.SITE_HOST = "grid.example.cn"
    case = bring("assigned")

    page = sheet(desk, "cadre", case).content.decode()

    address = f"https://grid.example.cn/desk/cases/{case.number}/"
    assert address in page
    assert segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True) in page


def test_a_case_outside_the_scope_has_no_sheet(desk, bring):
    assert sheet(desk, "outsider", bring("assigned")).status_code == 404


def test_a_case_without_a_place_has_one(desk, report):
    case = report(None, routed=False, grid=None)

    assert "Place unknown" in sheet(desk, "district", case).content.decode()
