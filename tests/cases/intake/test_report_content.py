"""What else a report may be: praise, several households, with or without a name; and texts as people paste them."""

import pytest
from django.urls import reverse

from cases import sweeps
from cases.intake import words
from cases.models import Case, CoSigner, Notice, StageClock
from grids import catalogue
from grids.models import Keyword
from residents.models import Resident

REPORT = "/report/"


class TestPraise:
    def test_it_is_over_at_once_without_a_clock(self, send):
        _response, case = send(kind="praise", text="王网格长帮我们修好了路灯，谢谢！", category="")

        assert (case.state, case.tags, case.due_at) == ("evaluated", ["praise"], None)
        assert not StageClock.objects.filter(case=case).exists()

    def test_it_reaches_who_leads_the_place(self, send, world):
        _response, case = send(kind="praise")
        sweeps.handle(case.events.get(kind="case.praised").pk, world.now)
        told = set(Notice.objects.values_list("post__role", flat=True))

        assert told == {"grid_leader", "community_secretary", "street_desk", "street_leader"}

    def test_its_receipt_and_tracking_page_offer_no_verdict(self, send, resident):
        _response, case = send(kind="praise")

        assert resident.get("/report/done/").status_code == 200
        page = resident.get(f"/track/{case.number}/").content.decode()
        assert 'name="satisfaction"' not in page
        assert page.count('<span class="dot">') == 1  # nothing was handled, so nothing is claimed

    def test_its_form_asks_for_no_kind(self, resident):
        page = resident.get(REPORT, {"kind": "praise"}).content.decode()

        assert 'name="category"' not in page
        assert 'name="co_signers"' not in page


class TestTogether:
    def test_co_signers_are_kept_sealed(self, send):
        _response, case = send(households="6", co_signers="张三 138 0000 0002\n\n李四，13800000003\n王五")
        signers = [signer.resident for signer in CoSigner.objects.filter(case=case)]

        assert case.households == 6
        assert [(one.name, one.phone) for one in signers] == [
            ("张三", "13800000002"), ("李四", "13800000003"), ("王五", ""),
        ]  # fmt: skip
        assert not any("13800000002" in one.phone_sealed or "张" in one.name_sealed for one in signers)

    def test_staff_see_them_masked(self, send, client, world):
        _response, case = send(co_signers="张三 13800000002")
        client.force_login(world.people["street"])
        page = client.get(reverse("desk-case", args=[case.number])).content.decode()

        assert "138****0002" in page
        assert "13800000002" not in page

    def test_who_signs_counts_as_a_household_where_nobody_said_how_many(self, send):
        _response, case = send(households="1", co_signers="张三\n李四")

        assert case.households == 3

    def test_too_many_names_are_refused_and_kept(self, send):
        response, case = send(co_signers="\n".join(f"某{number}" for number in range(51)))

        assert (response.status_code, case) == (422, None)
        assert "某50" in response.content.decode()


@pytest.mark.parametrize(
    ("identity", "name", "hides"),
    [("named", "李明", False), ("hidden", "李明", True), ("anonymous", None, False), ("", "李明", False)],
)
def test_three_ways_of_being_known(send, identity, name, hides):
    _response, case = send(identity=identity)

    assert (case.reporter and case.reporter.name, case.hides_reporter) == (name, hides)
    assert Resident.objects.count() == (1 if name else 0)


def test_words_of_danger_put_the_numbers_first(resident, filled):
    Keyword.objects.create(word="着火")
    catalogue.forget_asked()
    page = resident.post(REPORT, filled(text="楼道着火了", go="kind")).content.decode()
    calm = resident.post(REPORT, filled(text="路灯不亮", go="kind")).content.decode()

    assert "danger-note is-shown" in page
    assert "danger-note is-shown" not in calm


class TestPlaceInTheAddress:
    def test_a_grid_fills_the_place_step(self, resident, world):
        page = resident.get(REPORT, {"grid": world.grid.code}).content.decode()

        assert f'data-grid="{world.grid.code}"' in page

    def test_a_point_outside_the_city_says_so(self, resident, world):
        page = resident.get(REPORT, {"lng": "116.4", "lat": "39.9"}).content.decode()

        assert "lies outside Zhengzhou" in page

    @pytest.mark.parametrize("query", [{"lng": "x"}, {"lat": "999"}, {"grid": "‮"}, {"kind": "<script>"}])
    def test_nonsense_opens_an_empty_form(self, resident, world, query):
        response = resident.get(REPORT, query)

        assert response.status_code == 200
        assert '<script>"' not in response.content.decode()


class TestTexts:
    def test_ten_thousand_characters_are_refused_and_kept(self, send):
        text = "路" * 10_000
        response, case = send(text=text)

        assert (response.status_code, case) == (422, None)
        page = response.content.decode()
        assert text in page
        assert "10000" in page

    @pytest.mark.parametrize("text", ["👨‍👩‍👧 路灯 💡 不亮", "مصباح الشارع لا يعمل", "ปัญหาไฟถนน", "𠀀𠀁 生僻字"])
    def test_every_script_and_emoji_arrive_as_they_were(self, send, text):
        _response, case = send(text=text)

        assert case.text == text

    def test_signs_nobody_sees_are_left_out(self, send):
        _response, case = send(text="灯\x08坏\x1b[31m了\u202e\r\n第二行", address="12\x07 号", name="李\u2066明")

        assert (case.text, case.address, case.reporter.name) == ("灯坏[31m了\n第二行", "12 号", "李明")

    def test_nothing_but_hidden_signs_is_no_text(self, send):
        response, case = send(text="\x01\u202e\x1f")

        assert (response.status_code, case) == (422, None)

    def test_plain_text_leaves_tabs_and_lines(self):
        assert words.readable("a\tb\r\nc\rd") == "a\tb\nc\nd"


def test_the_same_form_with_another_answer_or_signer_is_something_new(resident, filled):
    fields = filled(co_signers="张三")
    resident.post(REPORT, fields)
    response = resident.post(REPORT, {**fields, "co_signers": "李四"})

    assert response.status_code == 409
    assert Case.objects.count() == 1
