"""Logging on a round: where, what kind, photos, one line; solved already or to be handled."""

import re
import uuid

import pytest

from cases import lifecycle
from cases.models import Case
from tests.cases.conftest import settle

PAGE = "/desk/new/on-the-spot/"


@pytest.fixture
def send(desk, world):
    """Send the form as one of the cast: send("gridleader", do="close", …)."""

    def do(who="gridleader", **answers):
        form = {"form_key": str(uuid.uuid4()), "grid": world.grid.code, "text": "地上一袋垃圾，已清走", **answers}
        return desk(who).post(PAGE, form)

    return do


def test_solved_here_is_closed_in_the_same_step_with_both_photos(send, photo, world):
    answer = send(do="close", category=world.categories["A01"].pk, photos=[photo("a.jpg")], after=[photo("b.jpg")])

    case = Case.objects.get()
    assert answer.url == PAGE
    assert (case.state, case.result, case.source, case.handled_by) == (
        "closed",
        "solved",
        "patrol",
        world.people["gridleader"],
    )
    assert sorted(case.photos.values_list("moment", flat=True)) == ["after", "before"]
    assert case.events.get(kind="case.closed_on_the_spot").note == "地上一袋垃圾，已清走"


def test_what_cannot_be_solved_here_goes_its_usual_way(send, world):
    send(do="log", category=world.categories["B01"].pk)

    case = Case.objects.get()
    assert (case.state, case.category, case.grid) == ("reported", world.categories["B01"], world.grid)


def test_the_same_form_twice_is_one_case(send):
    key = str(uuid.uuid4())
    for _tap in range(2):
        assert send(do="close", form_key=key).status_code == 302

    assert Case.objects.count() == 1


def test_what_was_sent_to_be_handled_is_closed_when_the_same_form_says_it_is_solved(send, photo):
    key = str(uuid.uuid4())
    send(do="log", form_key=key, photos=[photo("a.jpg")])
    send(do="close", form_key=key, photos=[photo("a.jpg")], after=[photo("b.jpg", "olive")])

    case = Case.objects.get()
    assert (case.state, case.result) == ("closed", "solved")
    assert sorted(case.photos.values_list("moment", flat=True)) == ["after", "reported"]


def test_it_is_not_said_to_be_closed_where_it_has_gone_on(send, world):
    key = str(uuid.uuid4())
    send(do="log", form_key=key, category=world.categories["I01"].pk)
    settle(Case.objects.get(), world.now)
    answer = send(do="close", form_key=key, category=world.categories["I01"].pk)

    case = Case.objects.get()
    page = answer.content.decode()
    assert (answer.status_code, case.state) == (409, "assigned")
    assert case.number in page
    assert key not in page


def test_what_was_closed_is_not_said_to_be_left_to_others(send):
    key = str(uuid.uuid4())
    send(do="close", form_key=key)
    answer = send(do="log", form_key=key)

    assert f"Logged and closed: {Case.objects.get().number}" in answer.client.get(PAGE).content.decode()


def test_other_words_under_a_used_key_can_be_sent_as_something_new(send):
    key = str(uuid.uuid4())
    send(do="log", form_key=key)
    refused = send(do="log", form_key=key, text="地上一袋垃圾，已清走，还有一袋")
    page = refused.content.decode()
    fresh = re.search(r'name="form_key" value="([^"]+)"', page)[1]
    assert (refused.status_code, Case.objects.get().number in page) == (409, True)

    assert send(do="log", form_key=fresh, text="地上一袋垃圾，已清走，还有一袋").status_code == 302
    assert Case.objects.count() == 2


def test_one_line_is_needed_and_everything_typed_is_kept(send, world):
    answer = send(do="close", text="", name="孟晓雨", category=world.categories["A01"].pk)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="孟晓雨"' in page
    assert f'value="{world.categories["A01"].pk}" checked' in page
    assert not Case.objects.exists()


def test_another_area_is_refused(send):
    assert send(grid="410102").status_code == 422
    assert not Case.objects.exists()


def test_the_point_of_the_phone_is_kept(send):
    send(lng="113.298100", lat="34.802700")

    assert (Case.objects.get().lng, Case.objects.get().lat) == (113.2981, 34.8027)


def test_who_told_it_gets_a_query_code(desk, send):
    client = desk("gridleader")
    answer = client.post(
        PAGE,
        {
            "form_key": str(uuid.uuid4()),
            "grid": "410106002006001",
            "text": "已清走",
            "name": "孟晓雨",
            "source": "visit",
        },
        follow=True,
    )

    assert Case.objects.get().source == "visit"
    assert re.search(r"Query code for the reporter: [2-9A-Z]{4}-[2-9A-Z]{4}", answer.content.decode())


def test_the_own_grid_is_chosen_and_the_own_most_used_kinds_come_first(desk, send, world):
    for leaf in ("B01", "B01", "A01"):
        send(category=world.categories[leaf].pk)
    page = desk("gridleader").get(PAGE).content.decode()

    kinds = re.findall(r'name="category" value="(\d+)"', page)
    assert kinds[:2] == [str(world.categories[leaf].pk) for leaf in ("B01", "A01")]
    assert 'value="410106002006001 ' in page


def test_without_an_own_grid_the_last_place_is_chosen(desk, send):
    assert 'value="410106002006001 ' not in desk("street").get(PAGE).content.decode().partition("<datalist")[0]
    send("street")

    assert 'value="410106002006001 ' in desk("street").get(PAGE).content.decode().partition("<datalist")[0]


def test_the_phone_finds_it_on_the_desk(desk):
    assert f'href="{PAGE}"' in desk("gridleader").get("/desk/").content.decode()


def test_a_case_closed_on_the_spot_can_be_opened_again(send, who, now):
    send(do="close")
    case = lifecycle.reopen(Case.objects.get(), note="还在", by=who("street"), now=now)

    assert case.state == "reopened"
