"""The street's desk brings matters of 12345 as a sheet: looks, mends, logs; then a large one by the worker."""

import io
import re
from datetime import datetime

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from cases.deadlines import CITY_TZ
from cases.models import Case

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=CITY_TZ)
TABLE = """\
来源	工单号	诉求内容	类别	社区	详细地址	反映时间	姓名	电话	满意度
12345	2603020001	3 号楼路灯三天没亮	B02	盛世社区第一网格	3 号楼	2026-03-01 20:10	马素芳	13812342706
12345	2603020002	小区门口堆垃圾，有味	暴露垃圾		盛世社区东门	3月1日
郑好拍	ZHP-77	人行道上井盖没了	飞碟	火星街道		昨天		abc
12345	2603020001	同一件事又派了一遍		盛世社区
"""
MANY = 150


def test_spreadsheet(cast, clock, worker, keep, tmp_path):
    clock.starts(MORNING)
    desk = cast("street")
    page = desk.page

    # The template knows the columns; the pasted table has its own headings.
    desk.opens("/desk/")
    page.locator('aside a[href="/desk/new/many/"]').click()
    with page.expect_download() as template:
        page.locator('a[href$="template.xlsx"]').click()
    assert load_workbook(io.BytesIO(template.value.path().read_bytes())).worksheets[0]["A1"].value == "来源"
    page.locator('[name="pasted"]').fill(TABLE)
    keep(page, "pasted")
    page.get_by_role("button", name="查看各行").click()

    # What is wrong is said at its cell; the column nobody knows is named; nothing is logged yet.
    desk.sees(
        "没有用到的列：满意度", "没有这个类别", "您的辖区内没有这个网格", "请写成 2026-03-01 15:20", "与第 2 行编号相同"
    )
    keep(page, "to-mend")
    assert not Case.objects.exists()
    page.get_by_role("link", name=re.compile("^可登记")).click()
    desk.sees("盛世社区第一网格", "B02", "12345 热线 2603020001", "马素芳")
    keep(page, "as-understood")

    # The right ones are logged; the others wait with what was typed.
    page.get_by_role("button", name="登记这 2 行").click()
    links = page.locator('.sheet-line a[href^="/desk/cases/"]')
    expect(links).to_have_count(2)
    keep(page, "logged")
    page.get_by_role("link", name=re.compile("^待修改")).click()
    expect(page.locator('[name="row-4-grid"]')).to_have_value("火星街道")

    # The repeated number now leads to its case. Mended on the page; a second click and paste make no second case.
    for key, value in {"category": "B01", "grid": "盛世社区", "seen_at": "2026-03-02 08:00", "phone": ""}.items():
        page.locator(f'[name="row-4-{key}"]').fill(value)
    page.get_by_role("button", name="保存并重新检查").last.click()
    page.get_by_role("button", name="登记这 2 行").click()
    expect(links).to_have_count(4)
    desk.sees("之前已登记")
    page.reload()
    desk.opens("/desk/new/many/")
    page.locator('[name="pasted"]').fill(TABLE)
    page.get_by_role("button", name="查看各行").click()
    desk.sees("这张表之前已经导入过")
    assert Case.objects.count() == 3
    manhole = Case.objects.get(outside_number="ZHP-77")
    page.get_by_role("link", name=re.compile("^已登记")).click()
    page.get_by_role("link", name=manhole.number).click()
    desk.sees("人行道上井盖没了", "B01", "郑好拍")

    # A large file is the worker's: the page shows how far it is, and the cases are on their way.
    desk.opens("/desk/new/many/")
    page.locator('[name="file"]').set_input_files(str(large(tmp_path / "一周工单.xlsx")))
    page.get_by_role("button", name="查看各行").click()
    page.get_by_role("button", name=f"登记这 {MANY} 行").click()
    keep(page, "being-logged")
    expect(page.get_by_role("link", name=f"已登记 {MANY}")).to_be_visible(timeout=60_000)
    expect(page.locator("progress")).to_have_count(0, timeout=60_000)
    assert Case.objects.count() == MANY + 3

    # The same page on a phone.
    phone = cast("street", width=390, height=844)
    phone.opens("/desk/new/many/")
    phone.page.locator('[name="pasted"]').fill("什么事\t网格\n人行道上井盖没了\t火星\n路灯不亮\t盛世社区\n")
    keep(phone.page, "phone-pasted")
    phone.page.get_by_role("button", name="查看各行").click()
    keep(phone.page, "phone-to-mend")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def large(path):
    """Write a workbook with many matters and return its path."""
    book = Workbook()
    book.active.append(["来源", "工单号", "诉求内容", "类别", "社区"])
    for number in range(MANY):
        book.active.append(["12345", f"26030300{number:04}", f"{number} 号楼前路灯不亮", "B02", "盛世社区"])
    book.save(path)
    return path
