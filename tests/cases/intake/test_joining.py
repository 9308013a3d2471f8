"""Neighbours' open cases on the form: only those that may be seen, and joining instead of reporting again."""

import uuid

import pytest
from django.urls import reverse

from cases import lifecycle, permissions, sweeps
from cases.intake import nearby
from cases.intake.place import Place
from cases.models import Case, CaseEvent, Joined, MeetingGround
from grids import catalogue

KIND, JOIN = "/report/kind/", "/report/join/"
LNG, LAT = 113.29, 34.80
NEARER = 0.0005  # degrees of latitude: about 56 m


@pytest.fixture
def neighbour(report):
    """Report an open manhole that neighbours may see, changed as asked."""

    def do(**changes):
        return report(
            "B01", **{"may_be_public": True, "lng": LNG, "lat": LAT, "text": "井盖没了。王大妈摔了。", **changes}
        )

    return do


@pytest.fixture
def join(resident):
    def do(case, browser=resident, **fields):
        return browser.post(JOIN, {"join": case.number, "form_key": str(uuid.uuid4()), **fields})

    return do


def near(lng=LNG, lat=LAT, grid=None, code="B01"):
    category = next(one for one in catalogue.leaves() if one.code == code)
    return [one.case.number for one in nearby.to(Place(grid=grid, lng=lng, lat=lat), category)]


class TestNearby:
    def test_an_open_case_close_by_is_shown_with_its_distance(self, neighbour, resident, world):
        case = neighbour()
        page = resident.get(KIND, {"category": "B01", "lng": LNG, "lat": LAT + NEARER}).content.decode()

        assert case.number in page
        assert "about 60 m away" in page
        assert "王大妈" not in page  # nothing beyond the public title

    def test_without_a_point_the_grid_decides(self, neighbour, world):
        case = neighbour()

        assert near(None, None, world.grid) == [case.number]
        assert near(None, None, world.elsewhere) == []
        assert near(None, None, world.street) == []

    def test_what_lies_further_away_is_not_shown(self, neighbour, world):
        neighbour()

        assert near(lat=LAT + 5 * NEARER) == []

    def test_what_may_not_be_public_is_never_shown(self, neighbour, world):
        neighbour(may_be_public=False)

        assert near() == near(None, None, world.grid) == []

    def test_a_sensitive_kind_is_never_shown(self, neighbour, world):
        case = neighbour()
        type(case.category).objects.filter(pk=case.category_id).update(is_sensitive=True)
        catalogue._categories.forget()

        assert near() == []
        assert not Case.objects.shown_to_neighbours().exists()

    def test_what_is_over_is_not_shown(self, neighbour, world):
        case = neighbour()
        Case.objects.filter(pk=case.pk).update(state="voided", owner=None)

        assert near() == []


class TestJoining:
    def test_it_counts_one_household_and_makes_no_case(self, neighbour, join):
        case = neighbour()
        before = case.households
        response = join(case)
        case.refresh_from_db()

        assert response.status_code == 302
        assert (Case.objects.count(), case.households, case.joined.count()) == (1, before + 1, 1)

    def test_its_page_shows_the_public_part_only(self, neighbour, join, stranger):
        case = neighbour(name="李明", phone="13800000001", address="12 号楼 3 单元")
        page = stranger.get(join(case).url).content.decode()

        assert case.number in page
        for hidden in ("王大妈", "李明", "138", "12 号楼"):
            assert hidden not in page.replace(case.number, "")

    def test_a_click_sent_twice_is_one_household(self, neighbour, join, stranger):
        case, key = neighbour(), str(uuid.uuid4())
        links = {join(case, stranger, form_key=key).url for _twice in range(2)}

        assert len(links) == 1
        assert Joined.objects.count() == 1

    def test_one_browser_is_one_household(self, neighbour, join, stranger):
        case = neighbour()
        join(case)
        join(case)
        join(case, stranger)

        assert case.joined.count() == 2

    def test_what_may_not_be_seen_cannot_be_joined(self, neighbour, join):
        case = neighbour(may_be_public=False)
        response = join(case)

        assert response.status_code == 409
        assert not Joined.objects.exists()
        assert not CaseEvent.objects.filter(kind="case.joined").exists()

    @pytest.mark.parametrize("link", ["x", "0" * 32, "0" * 32 + ":x"])
    def test_a_link_made_up_opens_nothing(self, resident, world, link):
        assert resident.get(reverse("joined", args=[link])).status_code == 404

    def test_a_script_does_not_fill_a_case_with_households(self, neighbour, client, world):
        case = neighbour()
        answers = []
        for home in range(35):
            client.cookies.clear()
            answers.append(client.post(JOIN, {"join": case.number}, REMOTE_ADDR=f"10.0.0.{home}").status_code)

        assert answers == [302] * 30 + [409] * 5
        assert case.joined.count() == 30

    def test_one_connection_is_not_many_households(self, neighbour, client, world):
        case, other = neighbour(), neighbour()
        answers = []
        for _try in range(5):
            client.cookies.clear()
            answers.append(client.post(JOIN, {"join": case.number}).status_code)

        assert answers == [302] * 3 + [409] * 2
        assert client.post(JOIN, {"join": other.number}).status_code == 302

    def test_with_the_fifth_household_it_goes_before_a_meeting(self, neighbour, world):
        case = neighbour(households=1)
        for _neighbour in range(4):
            lifecycle.join(case, key=uuid.uuid4(), by=permissions.REPORTER, now=world.now)
        for event in CaseEvent.objects.filter(handled_at__isnull=True).order_by("pk"):
            sweeps.handle(event.pk, world.now)

        case.refresh_from_db()
        assert case.households == 5
        assert MeetingGround.objects.filter(case=case, reason="group").exists()
