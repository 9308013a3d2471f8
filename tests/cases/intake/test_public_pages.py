"""The home page, finding a grid leader, photos: what the public sees and what it does not."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from cases import photos
from cases.models import Case, Photo
from grids import tree
from grids.models import Category


@pytest.fixture
def solved_in_public(bring, send, picture, who, world):
    """Return a closed case that may be shown, with a photo from before and one from after."""
    case = bring("closed", may_be_public=True, text="门口的灯不亮，打 13800000001 找我。")
    for moment in (Photo.Moment.REPORTED, Photo.Moment.AFTER):
        photos.keep(case, photos.check(picture()), moment=moment, now=world.now)
    return case


@pytest.fixture(autouse=True)
def _fresh_figures():
    cache.delete("home-figures")  # kept for a minute, which is longer than a test


class TestHome:
    def test_it_says_that_nothing_is_public_yet(self, resident):
        page = resident.get("/").content.decode()

        assert "Nothing public yet this month" in page
        assert page.count("<strong>—</strong>") == 3

    def test_it_shows_what_was_solved_without_numbers_and_addresses(self, solved_in_public, resident):
        page = resident.get("/").content.decode()

        assert "Shengshi Community" in page
        assert "13800000001" not in page
        assert reverse("photo", args=[solved_in_public.photos.first().id]) in page

    def test_it_works_without_a_single_outline(self, resident):
        assert "<h1>" in resident.get("/").content.decode()

    def test_it_counts_due_cases_and_verdicts_with_their_denominators(self, bring, resident, world):
        bring("closed", "B01", at=world.now.replace(day=10))
        page = resident.get("/").content.decode()

        assert "1 of 1 due" in page


class TestPhotos:
    def get(self, client, photo):
        return client.get(reverse("photo", args=[photo.id])).status_code

    @pytest.fixture
    def photo(self, send, picture):
        _response, case = send(photos=[picture()])
        return case.photos.get()

    def test_the_reporter_sees_it_and_a_stranger_does_not(self, photo, resident, stranger):
        assert self.get(resident, photo) == 200
        assert self.get(stranger, photo) == 404

    def test_staff_see_it_within_their_scope_only(self, photo, stranger, world):
        stranger.force_login(world.people["street"])
        assert self.get(stranger, photo) == 200
        stranger.force_login(world.people["outsider"])
        assert self.get(stranger, photo) == 404

    def test_everybody_sees_it_once_the_case_is_public(self, solved_in_public, stranger):
        assert self.get(stranger, solved_in_public.photos.first()) == 200

    def test_a_sensitive_category_never_becomes_public(self, solved_in_public, stranger):
        Category.objects.filter(pk=solved_in_public.category_id).update(is_sensitive=True)

        assert self.get(stranger, solved_in_public.photos.first()) == 404

    def test_it_is_served_as_a_jpeg_that_shared_caches_leave_alone(self, photo, resident):
        response = resident.get(reverse("photo-thumb", args=[photo.id]))

        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"].startswith("private")


class TestFind:
    def test_it_shows_leader_officers_and_the_way_up(self, resident, world):
        page = resident.get(reverse("grids:find"), {"grid": world.grid.code}).content.decode()

        assert "Grid leader" in page
        assert "housing" in page
        assert "Not done? Go one level up" in page
        assert f"/report/?grid={world.grid.code}" in page

    @pytest.mark.parametrize("text", ["盛世", "shengshi", "sssq", "盛世社区3号楼"])
    def test_it_finds_a_community_by_name_pinyin_initials_or_address(self, resident, world, text):
        tree.rename(world.community, pinyin="shengshishequ", initials="sssq")
        page = resident.get(reverse("grids:find"), {"q": text}).content.decode()

        assert f"/report/?grid={world.community.code}" in page

    def test_it_says_what_to_do_when_nothing_is_found(self, resident):
        page = resident.get(reverse("grids:find"), {"q": "月球"}).content.decode()

        assert "Try the name of the community or village" in page

    def test_it_marks_third_level_grids_as_sample_data(self, resident, world):
        world.grid.is_sample = True
        world.grid.save(update_fields=["is_sample"])
        page = resident.get(reverse("grids:find"), {"grid": world.grid.code}).content.decode()

        assert "sample data</span>" in page

    def test_a_place_without_anybody_says_so(self, resident, world):
        page = resident.get(reverse("grids:find"), {"grid": world.elsewhere.code}).content.decode()

        assert "No leader posted here at the moment" in page

    def test_a_point_outside_and_a_point_that_is_none_are_told_apart(self, resident):
        assert resident.get(reverse("grids:find"), {"lng": "116.4", "lat": "39.9"}).status_code == 200
        assert resident.get(reverse("grids:find"), {"lng": "x", "lat": "y"}).status_code == 400

    def test_an_unknown_grid_is_not_found(self, resident):
        assert resident.get(reverse("grids:find"), {"grid": "999999999"}).status_code == 404


class TestSwitches:
    def test_large_print_is_remembered_and_taken_back(self, resident):
        resident.post(reverse("large-print"), {"next": "/track/"})
        assert 'data-mode="elder"' in resident.get("/track/").content.decode()
        resident.post(reverse("large-print"), {"next": "/track/"})
        assert 'data-mode="elder"' not in resident.get("/track/").content.decode()

    def test_it_leads_nowhere_else(self, resident):
        assert resident.post(reverse("large-print"), {"next": "https://elsewhere.example/"}).url == "/"

    def test_the_language_switch_is_on_every_page_and_works(self, resident):
        for address in ("/", "/report/", "/track/", "/grids/find/"):
            assert 'action="/i18n/setlang/"' in resident.get(address).content.decode()
        resident.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
        assert 'lang="zh-Hans"' in resident.get("/").content.decode()


def test_no_case_is_made_by_looking(resident):
    for address in ("/", "/report/", "/track/", "/grids/find/"):
        assert resident.get(address).status_code == 200
    assert Case.objects.count() == 0
