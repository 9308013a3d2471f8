"""What becomes of the rows: each at most one case, whatever is clicked, sent or killed twice."""

from datetime import timedelta

import pytest
from django.db import connection

from cases import lifecycle, permissions, sheets
from cases.models import Case, MatterSheet, SheetRow
from cases.sheets import taking
from grids import roster
from grids.models import Posting

LINES = """来源	工单号	什么事	网格	电话
12345	A-1	路灯不亮	盛世社区	13812342706
12345	A-2	井盖没了	火星	13812342707
"""


def states(sheet):
    return list(sheet.rows.values_list("state", flat=True))


def test_right_rows_become_cases_and_wrong_ones_stay_as_they_were_typed(bring_sheet, who, now):
    sheet = bring_sheet("street", LINES)

    assert sheets.ask(sheet, by=who("street"), now=now) == 1
    assert states(sheet) == ["taken", "waiting"]
    assert sheet.rows.last().cells["grid"] == "火星"
    assert Case.objects.get().logged_by == who("street").user


def test_a_mended_row_is_taken_at_the_next_asking_and_nothing_twice(bring_sheet, who, now, world):
    sheet = bring_sheet("street", LINES)
    for _click in range(2):
        sheets.ask(sheet, by=who("street"), now=now)
    sheets.correct(sheet, {3: {"grid": "盛世社区第一网格"}, 2: {"text": "改已登记的"}})
    for _click in range(2):
        sheets.ask(sheet, by=who("street"), now=now)

    assert states(sheet) == ["taken", "taken"]
    assert sorted(Case.objects.values_list("text", flat=True)) == ["井盖没了", "路灯不亮"]


def test_a_number_logged_meanwhile_makes_no_second_case(bring_sheet, who, now, world):
    sheet = bring_sheet("street", LINES)
    first = lifecycle.Report(text="已经登记", source="hotline_12345", outside_number="a-1", grid=world.grid)
    known = lifecycle.report(first, by=permissions.SYSTEM, now=now).case

    sheets.ask(sheet, by=who("street"), now=now)

    row = sheet.rows.first()
    assert (row.state, row.case) == ("twin", known)
    assert Case.objects.count() == 1


def test_the_same_table_again_is_the_same_sheet(bring_sheet):
    assert bring_sheet("street", LINES) == bring_sheet("street", LINES)
    assert bring_sheet("district", LINES) != bring_sheet("street", LINES)
    assert MatterSheet.objects.count() == 2


def test_a_second_message_finds_nothing_to_do(bring_sheet, who, now):
    sheet = bring_sheet("street", "什么事\n" + "".join(f"第{number}件\n" for number in range(50)))
    assert sheets.ask(sheet, by=who("street"), now=now) == 50
    assert set(states(sheet)) == {"asked"}  # many: the worker's

    assert sheets.take(sheet.pk, now) == 50
    assert sheets.take(sheet.pk, now) == 0
    assert Case.objects.count() == 50


def test_a_row_left_out_is_not_logged_and_can_be_taken_back_in(bring_sheet, who, now):
    sheet = bring_sheet("street", "什么事\n路灯不亮\n")
    sheets.correct(sheet, {2: {}}, left_out=frozenset({2}))
    assert sheets.ask(sheet, by=who("street"), now=now) == 0

    sheets.correct(sheet, {2: {}})
    assert sheets.ask(sheet, by=who("street"), now=now) == 1


def test_a_row_that_says_what_a_logged_one_said_stays_to_be_left_out(bring_sheet, who, now):
    sheet = bring_sheet("street", "什么事\t电话\n路灯不亮\t13812342706\n路灯不亮\t13812342706\n")
    for _click in range(3):
        sheets.ask(sheet, by=who("street"), now=now)

    assert states(sheet) == ["taken", "waiting"]
    assert Case.objects.count() == 1


def test_a_row_that_breaks_does_not_stop_the_others(bring_sheet, who, now, monkeypatch):
    sheet = bring_sheet("street", "什么事\n第一件\n第二件\n")
    real = taking.lifecycle.report

    def breaks(report, **options):
        if report.text == "第一件":
            raise ZeroDivisionError
        return real(report, **options)

    monkeypatch.setattr(taking.lifecycle, "report", breaks)
    sheets.ask(sheet, by=who("street"), now=now)

    assert states(sheet) == ["waiting", "taken"]
    assert "once more" in sheet.rows.first().trouble


def test_the_worker_asks_again_what_the_person_may(bring_sheet, who, now, world):
    """Between the click and the worker somebody may have lost the post, or the area."""
    sheet = bring_sheet("street", "什么事\t网格\n" + "".join(f"第{number}件\t盛世社区\n" for number in range(30)))
    sheets.ask(sheet, by=who("street"), now=now)
    roster.end(Posting.objects.get(person=who("street").user), at=now, by=who("street").user)

    assert sheets.take(sheet.pk, now + timedelta(minutes=1)) == 0
    assert set(states(sheet)) == {"waiting"}
    assert not Case.objects.exists()


def test_name_and_telephone_wait_sealed(bring_sheet):
    sheet = bring_sheet("street", "什么事\t反映人\t电话\n路灯不亮，身份证 11010519491231002X\t李小明\t13812345678\n")
    row = sheet.rows.get()

    assert (row.cells["name"], row.cells["phone"]) == ("李小明", "13812345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept::text FROM cases_sheetrow")
        [(kept,)] = cursor.fetchall()
    assert "路灯不亮" in kept
    assert "11010519491231002X" not in kept
    assert "13812345678" not in kept
    assert "李小明" not in kept


def test_a_case_that_has_them_keeps_name_and_telephone_alone(bring_sheet, who, now):
    sheet = bring_sheet("street", LINES)
    sheets.ask(sheet, by=who("street"), now=now)

    assert ["phone" in row.cells for row in sheet.rows.all()] == [False, True]


def test_what_no_worker_took_is_sent_again(bring_sheet, who, now):
    sheet = bring_sheet("street", "什么事\n" + "".join(f"第{number}件\n" for number in range(30)))
    sheets.ask(sheet, by=who("street"), now=now)

    assert sheets.resend_stuck(now + timedelta(minutes=1)) == 0
    assert sheets.resend_stuck(now + timedelta(minutes=3)) == 1


def test_sheets_are_forgotten_after_a_month_and_their_cases_stay(bring_sheet, who, now):
    sheet = bring_sheet("street", LINES)
    sheets.ask(sheet, by=who("street"), now=now)

    assert sheets.forget_old(now + timedelta(days=29)) == 0
    assert sheets.forget_old(now + timedelta(days=31)) == 1
    assert not SheetRow.objects.exists()
    assert Case.objects.exists()


@pytest.mark.parametrize("name", ["cadre", "gridleader", "district"])
def test_everybody_on_a_post_may_log_in_the_own_area(name, bring_sheet, who, now):
    sheet = bring_sheet(name, "什么事\t网格\n路灯不亮\t盛世社区第一网格\n")

    assert sheets.ask(sheet, by=who(name), now=now) == 1
