"""The report form: what it takes, what it says, and that nothing typed is ever lost."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import codes
from cases.models import Case
from grids.models import Outline

REPORT, DONE = "/report/", "/report/done/"


def outline(grid, west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Outline.objects.create(
        grid=grid, geometry={"type": "Polygon", "coordinates": [ring]}, min_lng=west, min_lat=south, max_lng=east,
        max_lat=north, label_lng=(west + east) / 2, label_lat=(south + north) / 2,
    )  # fmt: skip


class TestSending:
    def test_it_makes_a_case_and_leads_to_the_receipt(self, send, world):
        response, case = send()

        assert response.status_code == 302
        assert response.url == DONE
        assert (case.text, case.category.code, case.grid, case.address) == (
            "井盖没了。晚上很危险。", "B01", world.grid, "12 号楼门前",
        )  # fmt: skip
        assert (case.reporter.name, case.reporter.phone, case.households) == ("李明", "13800000001", 3)

    def test_it_takes_no_more_than_ten_statements(self, send, resident, filled):
        send()  # fills what a process keeps
        fields = filled(phone="13800000002")
        with CaptureQueriesContext(connection) as captured:
            assert resident.post(REPORT, fields).status_code == 302

        assert len(captured) <= 10, [query["sql"][:100] for query in captured]

    def test_it_needs_nothing_but_the_words(self, send):
        _response, case = send(category="", grid="", place_by="", address="", name="", phone="", households="")

        assert case.triage_reason == "no_category"
        assert case.reporter is None
        assert case.households == 1

    def test_it_makes_one_case_of_the_same_form_sent_twice(self, resident, filled):
        fields = filled()
        first = resident.post(REPORT, fields)
        number = Case.objects.get().number
        second = resident.post(REPORT, fields)

        assert (first.url, second.url) == (DONE, DONE)
        assert Case.objects.count() == 1
        assert number[-6:] in resident.get(DONE).content.decode()

    def test_it_offers_changed_words_under_a_used_key_as_a_new_report(self, resident, filled):
        fields = filled()
        resident.post(REPORT, fields)
        response = resident.post(REPORT, {**fields, "text": "又丢了一个井盖。"})

        assert response.status_code == 409
        page = response.content.decode()
        assert "又丢了一个井盖。" in page
        assert fields["form_key"] not in page
        assert Case.objects.get().number in page

    def test_it_keeps_photos_that_come_only_when_the_form_is_sent_again(self, resident, filled, picture):
        fields, first, second = filled(), {"colour": "#8fa3b5"}, {"colour": "#557799"}
        for colours in ([first], [first, second], [first, second]):
            resident.post(REPORT, {**fields, "photos": [picture(**colour) for colour in colours]})

        case = Case.objects.get()
        assert case.photos.filter(moment="reported").count() == 2
        assert case.events.filter(kind="case.remarked", by=None).count() == 1

    def test_it_says_so_where_they_cannot_be_kept_any_more(self, resident, filled, picture):
        fields = filled(kind="praise")
        resident.post(REPORT, fields)
        resident.post(REPORT, {**fields, "photos": [picture()]})

        assert "Not all photos added since then" in resident.get(DONE).content.decode()
        assert not Case.objects.get().photos.exists()

    def test_it_stores_photos_with_the_case(self, send, picture):
        _response, case = send(photos=[picture("a.jpg"), picture("b.png", "PNG")])

        assert [photo.moment for photo in case.photos.all()] == ["reported", "reported"]


class TestBadInput:
    def test_it_says_what_is_missing_and_keeps_what_was_typed(self, send, world):
        response, case = send(text="  ", address="桐柏路 58 号", phone="138")
        page = response.content.decode()

        assert response.status_code == 422
        assert case is None
        assert "Please say what happened." in page
        assert "mobile numbers have 11" in page
        for kept in (
            "桐柏路 58 号",
            'value="138"',
            'value="李明"',
            'value="3"',
            world.grid.code,
            'value="B01" checked',
        ):
            assert kept in page.replace(" data-emergency", "").replace(' data-label="井盖缺失"', "")

    def test_it_says_that_photos_could_not_be_kept(self, send, picture):
        response, _case = send(text="", photos=[picture()])

        assert "The photos could not be kept" in response.content.decode()

    def test_it_refuses_a_file_that_is_no_photo_and_makes_no_case(self, send):
        with open(__file__, "rb") as text_file:
            response, case = send(photos=[text_file])

        assert response.status_code == 422
        assert "cannot be read as a photo" in response.content.decode()
        assert case is None

    @pytest.mark.parametrize("phone", ["1380000000", "138000000012", "call me"])
    def test_it_asks_for_a_number_that_can_be_called(self, send, phone):
        response, case = send(phone=phone)

        assert response.status_code == 422
        assert case is None

    @pytest.mark.parametrize("phone", ["138 0000 0001", "0371-6789 0123", "+86 371 67890123", ""])
    def test_it_takes_numbers_as_people_write_them(self, send, phone):
        response, _case = send(phone=phone)

        assert response.status_code == 302

    @pytest.mark.parametrize("field", ["grid", "lng", "lat", "category", "households", "form_key", "found", "district"])
    def test_it_answers_nonsense_in_any_field_without_breaking(self, resident, filled, field):
        response = resident.post(REPORT, filled(**{field: "‮<script>"}))

        assert response.status_code in (302, 422)
        assert '<script>"' not in response.content.decode()


class TestPlace:
    def test_a_point_decides_the_grid(self, send, world):
        outline(world.grid, 113.28, 34.79, 113.30, 34.81)
        _response, case = send(grid="", lng="113.29", lat="34.80")

        assert case.grid == world.grid
        assert (case.lng, case.lat) == (113.29, 34.80)

    def test_a_point_outside_the_city_is_still_taken_and_goes_to_triage(self, send, world):
        outline(world.grid, 113.28, 34.79, 113.30, 34.81)
        response, case = send(grid="", lng="116.4", lat="39.9")

        assert response.url == DONE
        assert (case.grid, case.district, case.triage_reason) == (None, None, "outside")

    def test_the_card_says_kindly_that_a_point_lies_outside(self, resident):
        page = resident.get(reverse("report-place"), {"lng": "116.4", "lat": "39.9"}).content.decode()

        assert "lies outside Zhengzhou" in page
        assert "You can send it all the same" in page

    def test_the_card_names_the_leader_by_surname_and_counts_departments(self, resident, world):
        world.people["gridleader"].name = "王建国"
        world.people["gridleader"].save()
        page = resident.get(reverse("report-place"), {"grid": world.grid.code}).content.decode()

        assert "Grid leader Wang" in page
        assert "王建国" not in page
        assert "2 departments have officers here" in page

    def test_the_lists_work_without_javascript(self, resident, filled, world):
        picked = {"place_by": "", "grid": "", "go": "pick"}
        page = resident.post(REPORT, filled(**picked, district="410106")).content.decode()
        assert world.street.code in page
        assert "井盖没了。晚上很危险。" in page

        page = resident.post(REPORT, filled(**picked, district="410106", street="410106002")).content.decode()
        assert world.community.code in page
        assert Case.objects.count() == 0

    def test_a_list_left_over_from_another_district_does_not_count(self, send, world):
        _response, case = send(place_by="", grid="", district="410102", street="410106002")

        assert (case.district, case.street) == (world.elsewhere, None)

    def test_lists_win_over_a_grid_filled_in_before(self, send, world):
        _response, case = send(place_by="", district="410106", street="410106002", community="410106002006")

        assert (case.community, case.grid) == (world.community, None)

    def test_a_typed_address_finds_the_community_it_mentions(self, resident, filled, world):
        fields = filled(place_by="", grid="", go="search", address="盛世社区 12 号楼门前")
        page = resident.post(REPORT, fields).content.decode()

        assert f'data-grid="{world.community.code}"' in page
        assert 'value="盛世社区 12 号楼门前"' in page

    def test_a_page_of_text_is_no_address_to_search_the_city_for(self, resident, filled):
        with CaptureQueriesContext(connection) as captured:
            resident.post(REPORT, {**filled(address="盛" * 200_000, grid=""), "go": "search"})

        assert max(len(query["sql"]) for query in captured) < 20_000

    def test_an_unknown_address_is_no_obstacle(self, resident, filled):
        page = resident.post(REPORT, filled(place_by="", grid="", go="search", address="月球背面")).content.decode()

        assert "We do not know this name" in page

    def test_a_link_from_a_notice_board_fills_the_place_in(self, resident, world):
        page = resident.get(REPORT, {"grid": world.grid.code}).content.decode()

        assert f'data-grid="{world.grid.code}"' in page

    def test_an_unknown_grid_in_the_link_is_ignored(self, resident, world):
        assert resident.get(REPORT, {"grid": "999999"}).status_code == 200


class TestReceipt:
    def test_it_shows_number_code_and_promise(self, resident, send):
        _response, case = send()
        page = resident.get(DONE).content.decode()

        assert case.number[-6:] in page
        assert codes.of(case) in page
        assert "the street desk takes it and finds the unit in charge" in page
        assert "<svg" in page[page.index('class="qr') :]

    def test_its_code_is_shown_for_a_quarter_of_an_hour_and_the_number_stays(self, resident, send, now):
        with time_machine.travel(now, tick=False) as clock:
            _response, case = send()
            first = resident.get(DONE).content.decode()
            clock.shift(timedelta(minutes=14))
            later = resident.get(DONE).content.decode()
            clock.shift(timedelta(minutes=1))
            again = resident.get(DONE).content.decode()

        assert codes.of(case) in first
        assert codes.of(case) in later
        assert codes.of(case) not in again
        assert codes.of(case) not in resident.cookies["receipt"].value
        assert case.number[-6:] in again
        assert "this browser opens the tracking page without it" in again
        assert resident.get(reverse("track-case", args=[case.number])).status_code == 200

    def test_the_same_form_sent_again_shows_its_code_again(self, resident, filled, now):
        fields = filled()
        with time_machine.travel(now, tick=False) as clock:
            resident.post(REPORT, fields)
            clock.shift(10)
            resident.get(DONE)
            resident.post(REPORT, fields)
            page = resident.get(DONE).content.decode()

        assert codes.of(Case.objects.get()) in page

    def test_it_belongs_to_the_browser_that_sent_the_form(self, send, stranger):
        send()

        assert stranger.get(DONE).url == REPORT


def test_a_number_nobody_needs_is_not_kept_and_the_receipt_says_so(send, resident):
    response, case = send(text="井盖没了。我的身份证 11010519491231002X。")

    assert case.text == "井盖没了。我的身份证 1101**********002X。"
    assert "was not kept" in resident.get(response.url).text


def test_a_telephone_in_the_words_is_theirs_to_leave(send, resident):
    response, case = send(text="井盖没了。请打 13812342706。")

    assert case.text == "井盖没了。请打 13812342706。"
    assert "was not kept" not in resident.get(response.url).text
