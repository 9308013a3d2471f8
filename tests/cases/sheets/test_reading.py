"""What a row says, and at each cell that cannot be taken, what to do."""

from datetime import datetime

import pytest

from cases import lifecycle
from cases.deadlines import CITY_TZ
from cases.models import Case

GRID_WORDS = (
    "410106002006001",
    "410106002006001 随便",
    "盛世社区第一网格",
    " 盛世 社区第一网格 ",
    "Shengshi Community Grid 1",
    "中心路街道盛世社区第一网格",
)
PLACES = [("盛世社区3号楼", "410106002006"), ("盛世 3 号楼", "410106002006"), ("中心路 8 号", "410106002")]
SOURCES = [
    ("12345", "hotline_12345"),
    ("12345 热线", "hotline_12345"),
    ("郑好拍", "zhenghaopai"),
    ("领导批示", "leader"),
    ("Media", "media"),
    ("走访", "visit"),
    ("", "phone"),
]
MOMENTS = [
    ("2026-03-01 15:20", datetime(2026, 3, 1, 15, 20, tzinfo=CITY_TZ)),
    ("2026/3/1", datetime(2026, 3, 1, tzinfo=CITY_TZ)),
    ("2026年3月1日 8时5分", datetime(2026, 3, 1, 8, 5, tzinfo=CITY_TZ)),
    ("11月20日 8：05", datetime(2026, 11, 20, 8, 5, tzinfo=CITY_TZ)),
    ("12月31日", datetime(2025, 12, 31, tzinfo=CITY_TZ)),
]
WRONG = [
    ("source", "算命", "Write one of: Telephone、"),
    ("category", "飞碟", "No such kind."),
    ("grid", "410102", "No grid of your area has this code."),
    ("grid", "中原区", "No such grid in your area."),
    ("seen_at", "昨天", "Write it like 2026-03-01 15:20."),
    ("seen_at", "2026-02-30", "Write it like"),
    ("seen_at", "2026-11-24", "This lies in the future."),
    ("seen_at", "2016-03-01", "Is the year right?"),
    ("phone", "call me", "Only digits"),
    ("households", "很多", "A number from 1"),
    ("households", "0", "A number from 1"),
    ("hides_reporter", "看情况", "Write “yes” or nothing."),
    ("text", "", "Please say what happened."),
    ("name", "长" * 41, "At most 40 characters"),
]


@pytest.mark.parametrize("words", GRID_WORDS)
def test_a_grid_is_found_by_code_by_name_and_in_a_longer_name(words, read, world):
    assert read({"grid": words}).spot.code == world.grid.code


@pytest.mark.parametrize(("address", "code"), PLACES)
def test_without_a_grid_the_exact_place_may_tell_it(address, code, read):
    said = read({"address": address})

    assert said.spot.code == code
    assert said.notes["grid"] == "Found by the exact place."


def test_a_row_without_a_known_place_goes_to_the_intake_desk(read):
    said = read({"address": "不知道哪里"})

    assert (said.is_ready, said.spot) == (True, None)
    assert said.notes["grid"] == "The intake desk finds the place."


@pytest.mark.parametrize("words", ["B01", "b01 井盖", "井盖缺失"])
def test_a_kind_is_found_by_code_or_name(words, read, world):
    assert read({"category": words}).category == world.categories["B01"]


def test_a_part_of_one_kinds_name_is_taken_for_it_and_told(read, world):
    said = read({"category": "井盖"})

    assert said.category == world.categories["B01"]
    assert said.notes["category"] == "Read as B01 井盖缺失."


def test_a_part_of_several_names_is_asked_back(read, world):
    world.categories["A01"].pk, world.categories["A01"].code = None, "A02"
    world.categories["A01"].save()

    assert "Do you mean A01 暴露垃圾、A02 暴露垃圾?" in read({"category": "垃圾"}).errors["category"]


@pytest.mark.parametrize(("words", "source"), SOURCES)
def test_a_source_is_known_by_its_usual_words(words, source, read):
    assert read({"source": words, "outside_number": "A-1"}).source == source


@pytest.mark.parametrize(("words", "moment"), MOMENTS)
def test_a_moment_is_read_as_people_write_it(words, moment, read):
    assert read({"seen_at": words}).seen_at == moment


@pytest.mark.parametrize(("key", "cell", "said"), WRONG)
def test_each_wrong_cell_says_what_to_do(key, cell, said, read):
    reading = read({key: cell})

    assert list(reading.errors) == [key]
    assert said in reading.errors[key]


def test_a_matter_of_12345_needs_its_number(read):
    assert "Write the number" in read({"source": "12345"}).errors["outside_number"]


def test_of_two_rows_with_one_number_the_second_is_to_be_left_out(read):
    first, second = read(*[{"source": "12345", "outside_number": number} for number in ("a-1", " Ａ－１ ")])

    assert first.is_ready
    assert "Row 2 has the same number" in second.errors["outside_number"]


def test_of_two_rows_that_say_the_same_the_second_is_to_be_left_out(read):
    first, second, other = read({}, {"phone": "13812342706"}, {"address": "3号楼"})

    assert (first.is_ready, other.is_ready) == (True, True)
    assert "Row 2 says the same" in second.errors["text"]


def test_what_is_logged_already_is_told_beforehand(read, report):
    known = report(source="media", outside_number="7")

    assert read({"source": "媒体", "outside_number": "7"}).twin == known
    assert read({"source": "信访", "outside_number": "7"}).twin is None


def test_its_report_has_everything_the_row_says(read, world, who):
    said = read(
        {
            "source": "12345", "outside_number": "A-1", "category": "I01", "grid": "盛世社区", "address": "3号楼",
            "seen_at": "2026-11-20 8:05", "name": "孟晓雨", "phone": "13812342706", "households": "12户",
            "hides_reporter": "是",
        }
    )  # fmt: skip
    lifecycle.report(said.report(), by=who("street"), now=world.now)

    case = Case.objects.get()
    assert (case.source, case.outside_number, case.community, case.grid) == (
        "hotline_12345",
        "A-1",
        world.community,
        None,
    )
    assert (case.category, case.address, case.households) == (world.categories["I01"], "3号楼", 12)
    assert (case.reporter.name, case.reporter.phone, case.hides_reporter) == ("孟晓雨", "13812342706", True)
    assert case.seen_at == datetime(2026, 11, 20, 8, 5, tzinfo=CITY_TZ)


def test_a_thousand_rows_are_read_in_a_bounded_number_of_queries(read, django_assert_max_num_queries):
    rows = [
        {"text": f"{number}号楼路灯不亮", "outside_number": f"N{number}", "grid": "盛世社区"} for number in range(1000)
    ]

    with django_assert_max_num_queries(8):
        assert all(said.is_ready for said in read(*rows))
