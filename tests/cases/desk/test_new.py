"""Logging on somebody's behalf, and what was solved on the spot."""

import re
import uuid

import pytest
from django.urls import reverse

from cases.models import Case


def form(**more):
    return {
        "form_key": str(uuid.uuid4()),
        "source": "phone",
        "text": "3 号楼门口路灯不亮，老人看不见。",
        "households": "1",
        "grid": "410106002006001",
        **more,
    }


def test_it_logs_a_case_with_its_source_and_reporter(desk, world):
    answer = desk("gridleader").post(
        "/desk/new/", form(name="孟晓雨", phone="13812342706", category=world.categories["I01"].pk)
    )

    case = Case.objects.get()
    assert answer.url == reverse("desk-case", args=[case.number])
    assert (case.source, case.grid, case.logged_by) == ("phone", world.grid, world.people["gridleader"])
    assert case.reporter.phone == "13812342706"


def test_the_query_code_is_told_once(desk):
    answer = desk("gridleader").post("/desk/new/", form(), follow=True)

    assert re.search(r"Query code for the reporter: [2-9A-Z]{4}-[2-9A-Z]{4}", answer.content.decode())


def test_the_same_form_twice_is_one_case(desk):
    sent = form()
    desk("gridleader").post("/desk/new/", sent)
    desk("gridleader").post("/desk/new/", sent)

    assert Case.objects.count() == 1


def test_a_photo_added_before_the_same_form_is_sent_again_is_kept(desk, photo):
    sent = form()
    for photos in ([], [photo()]):
        desk("gridleader").post("/desk/new/", {**sent, "photos": photos})

    case = Case.objects.get()
    assert case.photos.count() == 1
    assert case.events.filter(kind="case.noted", by=case.logged_by).exists()


def test_other_words_under_a_used_key_can_be_sent_as_something_new(desk):
    sent = form()
    desk("gridleader").post("/desk/new/", sent)
    answer = desk("gridleader").post("/desk/new/", {**sent, "text": "路灯还是不亮。"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert Case.objects.get().number in page
    assert sent["form_key"] not in page


def test_nothing_typed_is_lost_when_something_is_wrong(desk):
    answer = desk("gridleader").post("/desk/new/", form(phone="call me", text="路灯不亮"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Only digits, please" in page
    assert "路灯不亮</textarea>" in page
    assert not Case.objects.exists()


def test_a_grid_leader_finds_the_own_grid_filled_in(desk):
    assert "410106002006001 " in desk("gridleader").get("/desk/new/").content.decode()


def from_12345(number, **more):
    return form(source="hotline_12345", outside_number=number, **more)


def test_a_number_of_12345_is_logged_once_however_it_is_written(desk):
    desk("gridleader").post("/desk/new/", from_12345(" ab-1123 "))
    answer = desk("gridleader").post("/desk/new/", from_12345("ＡＢ－１１２３", text="路灯又不亮"))

    case, page = Case.objects.get(), answer.content.decode()
    assert case.outside_number == "AB-1123"
    assert answer.status_code == 409
    assert f"Already logged with number {case.number}." in page
    assert f'href="{reverse("desk-case", args=[case.number])}"' in page
    assert "路灯又不亮</textarea>" in page


def test_a_second_logging_does_not_open_a_case_out_of_ones_area(desk):
    desk("gridleader").post("/desk/new/", from_12345("AB-1123"))
    Case.objects.update(district=None, street=None, community=None, grid=None)
    page = desk("gridleader").post("/desk/new/", from_12345("AB-1123")).content.decode()

    case = Case.objects.get()
    assert f"Already logged with number {case.number}." in page
    assert reverse("desk-case", args=[case.number]) not in page


def test_the_same_number_of_another_source_and_no_number_at_all_are_other_matters(desk):
    for answers in (from_12345("7"), form(source="media", outside_number="7"), form(), form()):
        desk("gridleader").post("/desk/new/", answers)

    assert Case.objects.count() == 4


def test_a_matter_of_12345_or_zhenghaopai_needs_its_number(desk):
    for source in ("hotline_12345", "zhenghaopai"):
        answer = desk("gridleader").post("/desk/new/", form(source=source))

        assert answer.status_code == 422
        assert "Write the number it has there" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "source",
    [
        "phone",
        "walk_in",
        "visit",
        "patrol",
        "leader",
        "media",
        "petition",
        "department",
        "hotline_12345",
        "zhenghaopai",
    ],
)
def test_every_way_a_matter_comes_to_staff_keeps_how_and_who_asked(source, desk):
    desk("gridleader").post("/desk/new/", form(source=source, outside_number="8", name="马素芳", phone="0371-6000000"))

    case = Case.objects.get()
    assert (case.source, case.outside_number, case.reporter.name) == (source, "8", "马素芳")
    assert case.events.get().data == {"source": source}


def test_when_it_was_seen_is_kept_and_lies_before_now(desk, now):
    assert desk("gridleader").post("/desk/new/", form(seen_at="2026-11-25T08:00")).status_code == 422
    desk("gridleader").post("/desk/new/", form(seen_at="2026-11-20T08:00"))

    assert Case.objects.get().seen_at < now
