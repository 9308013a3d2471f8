"""The pages of the desk: who gets in, what is said when there is nothing, what stays hidden."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from grids.models import User


def test_strangers_are_sent_to_the_login():
    answer = Client().get("/desk/")

    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/desk/"


def test_an_account_without_a_post_is_told_what_it_is_for(db):
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create(username="admin", is_staff=True))

    page = client.get("/desk/").content.decode()

    assert "holds no post" in page
    assert reverse("admin:index") in page


def test_an_empty_queue_says_so(desk):
    assert b"Nothing to sign for today." in desk("cadre").get("/desk/?queue=sign").content


def test_the_desk_opens_with_what_lies_on_my_posts(desk, bring):
    case = bring("assigned")

    page = desk("cadre").get("/desk/").content.decode()

    assert case.number in page
    assert reverse("desk-act", args=[case.number, "sign_for"]) in page


def test_a_number_in_the_search_box_opens_the_case(desk, bring):
    case = bring("assigned")

    assert desk("cadre").get("/desk/", {"q": case.number.lower()}).url == reverse("desk-case", args=[case.number])


def test_search_finds_words_but_only_in_what_one_may_see(desk, bring):
    case = bring("assigned")

    assert case.number in desk("cadre").get("/desk/", {"q": "房产证"}).content.decode()
    assert case.number not in desk("outsider").get("/desk/", {"q": "房产证"}).content.decode()


@pytest.mark.parametrize("address", ["desk-case", "desk-preview"])
def test_a_case_outside_the_scope_does_not_exist(address, desk, bring):
    case = bring("assigned")

    assert desk("outsider").get(reverse(address, args=[case.number])).status_code == 404
    assert desk("cadre").get(reverse(address, args=[case.number])).status_code == 200


@pytest.mark.parametrize("state", ["reported", "assigned", "in_progress", "feedback", "verified", "closed"])
def test_the_page_shows_a_case_in_any_state_to_anybody_of_the_territory(state, desk, bring):
    case = bring(state)
    with translation.override("en"):
        label = case.state_label

    for name in ("gridleader", "street", "district", "supervisor"):
        page = desk(name).get(reverse("desk-case", args=[case.number]))
        assert page.status_code == 200
        assert label in page.content.decode()


def test_it_says_why_a_case_came_to_me(desk, bring):
    case = bring("assigned")

    page = desk("cadre").get(reverse("desk-case", args=[case.number])).content.decode()

    assert "Why did this come to me?" in page
    assert "leads on “房产证办理”" in page


def test_names_and_numbers_are_masked(desk, bring):
    case = bring("assigned", name="孟晓雨", phone="13812342706")

    page = desk("cadre").get(reverse("desk-case", args=[case.number])).content.decode()

    assert "孟**" in page
    assert "138****2706" in page
    assert "13812342706" not in page
    assert "孟晓雨" not in page


def test_a_reporter_who_hides_is_not_shown_to_the_unit(desk, bring):
    case = bring("assigned", name="孟晓雨", phone="13812342706", hides_reporter=True)
    address = reverse("desk-case", args=[case.number])

    assert "孟**" not in desk("cadre").get(address).content.decode()
    assert "孟**" in desk("street").get(address).content.decode()


def test_the_timeline_can_be_filtered(desk, act, bring):
    case = bring("in_progress")
    act("cadre", case, "note_progress", note="材料已核对")
    address = reverse("desk-case", args=[case.number])
    said = '<p class="said">材料已核对</p>'

    assert said in desk("cadre").get(address, {"show": "talk"}).content.decode()
    assert said not in desk("cadre").get(address, {"show": "decide"}).content.decode()


def test_an_action_one_cannot_do_gives_its_reason(desk, bring):
    case = bring("assigned")

    page = desk("gridleader").get(reverse("desk-act", args=[case.number, "sign_for"])).content.decode()

    assert "Only the responsible post may do this." in page


def test_a_case_without_a_place_is_shown_to_the_district_desk(desk, report):
    case = report(None, routed=False, grid=None)

    page = desk("district").get(reverse("desk-case", args=[case.number]))

    assert page.status_code == 200
    assert "Place unknown" in page.content.decode()
    assert case.number in desk("district").get("/desk/?queue=area").content.decode()


def test_the_missing_calendar_of_next_year_is_told_to_the_district_only(desk):
    assert "The holidays of 2027 have not been imported" in desk("district").get("/desk/").content.decode()
    assert "The holidays of 2027" not in desk("cadre").get("/desk/").content.decode()


def test_a_list_can_be_narrowed_by_the_address(desk, bring):
    title, manhole = bring("assigned"), bring("assigned", "B01", text="盛世路井盖缺失。")

    page = desk("district").get("/desk/", {"queue": "area", "category": "B01", "grid": "410106002"}).content.decode()

    assert manhole.number in page
    assert title.number not in page
