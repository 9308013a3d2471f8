"""What must never be public is behind no public door: sensitive matters, and people's numbers.

A new public door is listed here: every address that anybody may open without a code or an account.
"""

import io
import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLPattern
from PIL import Image

from cases import lifecycle, meetings, permissions, photos
from cases.intake import decided, urls
from cases.models import Activity, Case, News, Photo, VolunteerTeam
from cases.square import urls as square_urls
from grids.models import Category, Post
from tests.cases.meeting import call_and_hold, sign

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = "门口的灯不亮，打 13800000001 或 0371-67881234。"
WITH_A_CODE = {
    "track-case", "track-urge", "track-details", "track-rate", "track-add", "track-withdraw", "track-reopen", "my-data",
    "my-data-copy", "my-data-correct", "my-data-erase", "my-data-erase-co-signer", "report-done", "mine", "mine-code",
    "mine-leave", "my-data-code", "track-forget",
}  # fmt: skip
WITHOUT_CASES = {"report-challenge", "large-print", "square", "square-pledge", "square-about", "square-privacy",
                 "square-accessibility", "square-board", "square-board-print", "square-board-pdf", "square-figures",
                 "square-figures-csv"}  # fmt: skip
CHECKED = {"home", "report", "report-place", "report-kind", "report-join", "joined", "track", "photo", "photo-thumb",
           "square-solved", "square-news", "square-volunteers"}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_figures(now):
    cache.clear()
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def solved(bring, photo_of, now):
    """Return a closed case that everybody may see, with photos."""
    case = bring("closed", may_be_public=True, text=TEXT, name="孟晓雨", phone="13812342706", at=now)
    for moment in (Photo.Moment.REPORTED, Photo.Moment.AFTER):
        photo_of(case, moment)
    return case


@pytest.fixture
def photo_of(now):
    def make(case, moment):
        out = io.BytesIO()
        Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
        upload = SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
        return photos.keep(case, photos.check(upload), moment=moment, now=now)

    return make


def doors(case) -> dict[str, str]:
    """Return what a stranger gets at every public address about a case, of pages that were opened at all."""
    stranger = Client(headers={"accept-language": "en"})
    addresses = [
        reverse("home"), reverse("report"), reverse("track"), reverse("report-place") + f"?grid={case.grid.code}",
        reverse("grids:find"), reverse("grids:find") + f"?grid={case.grid.code}",
        reverse("track-case", args=[case.number]), reverse("report-kind") + f"?category=I01&grid={case.grid.code}",
        reverse("square-solved"), reverse("square-news"), reverse("square-volunteers"),
        *(reverse("joined", args=[lifecycle.link_of(one)]) for one in case.joined.all()),
        *(reverse(name, args=[photo.pk]) for photo in case.photos.all() for name in ("photo", "photo-thumb")),
    ]  # fmt: skip
    answers = {address: stranger.get(address) for address in addresses}
    return {
        address: "photo" if answer.streaming else answer.text
        for address, answer in answers.items()
        if answer.status_code == 200
    }


def shown(case) -> list[str]:
    """Return the doors behind which a case is to be seen, by its title or its photos."""
    return [
        address
        for address, said in doors(case).items()
        if said == "photo" or case.title in said or any(str(photo.pk) in said for photo in case.photos.all())
    ]


def test_every_public_address_is_looked_at():
    patterns = [*urls.urlpatterns, *square_urls.urlpatterns]
    names = {entry.name for entry in patterns if isinstance(entry, URLPattern)}

    assert names == WITH_A_CODE | WITHOUT_CASES | CHECKED


def test_a_case_that_may_be_public_is_and_names_no_number(solved):
    assert len(shown(solved)) == 6
    for said in doors(solved).values():
        assert not re.search("13800000001|67881234|13812342706|孟晓雨", said)


@pytest.fixture
def open_one(report, photo_of, now):
    """Return an open case that neighbours may see and one joined; its first sentence says who reports and where."""
    text = "我是孟晓雨，3号楼的，和周大海一起，电话13812342706。"
    people = {"name": "孟晓雨", "phone": "13812342706", "co_signers": (("周大海", "13700002222"),)}
    case = report(text=text, may_be_public=True, **people)
    photo_of(case, Photo.Moment.REPORTED)
    lifecycle.join(case, key=uuid.uuid4(), by=permissions.REPORTER, now=now)
    return Case.objects.for_page().get(pk=case.pk)


def test_neighbours_read_the_first_sentence_of_an_open_case_without_a_name_number_or_door(open_one):
    said = doors(open_one)
    reading = [address for address, page in said.items() if "**号楼的" in page]

    assert [address.split("?")[0].split("/")[1] for address in reading] == ["report", "joined"]
    for page in said.values():
        assert not re.search("孟晓雨|周大海|13812342706|138\\*|13700002222|3号楼的", page.replace("**号楼的", ""))


@pytest.mark.parametrize("change", [{"may_be_public": False}, {"state": "voided"}])
def test_who_joined_reads_only_how_it_stands_once_the_case_is_not_public_any_more(open_one, change):
    joined = next(address for address in doors(open_one) if address.startswith("/joined/"))
    Case.objects.filter(pk=open_one.pk).update(**change)
    page = doors(open_one)[joined]

    assert open_one.number in page
    assert "号楼" not in page
    assert open_one.category.label not in page
    assert open_one.community.label not in page
    assert shown(Case.objects.for_page().get(pk=open_one.pk)) == []


def test_an_open_case_that_becomes_sensitive_is_gone_from_the_form_and_cannot_be_joined(open_one):
    Category.objects.filter(pk=open_one.category_id).update(is_sensitive=True)
    answer = Client().post(reverse("report-join"), {"join": open_one.number})

    assert shown(open_one) == []
    assert answer.status_code == 409
    assert open_one.joined.count() == 1


def test_what_streets_tell_names_the_telephones_of_offices_and_nobody_elses(world, now):
    Post.objects.filter(pk=world.street_post.pk).update(phone="0371-67881234")
    text = "停水通知：问 0371-67881234 或 water@zz.gov.cn，张师傅 13800000001，身份证 11010519491231002X。"
    News.objects.create(street=world.street, title_zh="打 13800000001", text_zh=text, published_at=now)
    team = VolunteerTeam.objects.create(
        unit=world.street, name_zh="队", what_zh="找小李 13900000002", phone="0371-5550"
    )
    Activity.objects.create(
        team=team, title_zh="打 0371-66660000", place_zh="3号楼", starts_at=now + HOUR, ends_at=now + 2 * HOUR
    )
    stranger = Client()
    news, volunteers = (stranger.get(reverse(f"square-{name}")).text for name in ("news", "volunteers"))

    assert "问 0371-67881234 或 water@zz.gov.cn，张师傅 138****0001，身份证 1101**********002X。" in news
    assert "打 138****0001" in news
    assert "找小李 139****0002" in volunteers
    assert "打 0371-****0000" in volunteers
    assert "0371-5550" in volunteers


def test_the_extract_of_the_minutes_names_no_private_number(bring, who, world, now):
    street, district = who("street"), who("district")
    case = bring("in_progress", text=TEXT, name="孟晓雨", phone="13812342706")
    said = "请张师傅 13800000001 协助。"
    item = meetings.propose(case, reason="legacy", level=0, problem=said, by=street, now=now)
    meeting, (item,) = call_and_hold(world.district, [item], by=district, at=now + HOUR, now=now)
    meetings.resolve(
        item, text=said, acceptance=said, milestones=[(now.date() + 9 * DAY, said)], by=district, now=now + HOUR,
        lead_department=world.departments["housing"], lead_post=world.cadre_post, due_at=now + 58 * DAY,
    )  # fmt: skip
    sign(meeting, by=district, at=now + 2 * HOUR)
    told = decided.about(case)[0]

    assert told.text == "请张师傅 138****0001 协助。"
    assert told.steps[0].text == "请张师傅 138****0001 协助。"
    assert item.problem == "请张师傅 138****0001 协助。"


def test_what_becomes_sensitive_disappears_at_once(solved):
    Category.objects.filter(pk=solved.category_id).update(is_sensitive=True)

    assert shown(solved) == []


def test_what_is_put_into_a_sensitive_category_disappears_for_good(solved, world):
    sensitive = world.categories["A01"]
    Category.objects.filter(pk=sensitive.pk).update(is_sensitive=True)
    usual = solved.category_id
    Case.objects.filter(pk=solved.pk).update(category=sensitive)

    assert shown(solved) == []
    Case.objects.filter(pk=solved.pk).update(category=usual)
    assert shown(solved) == [], "nobody allowed it again"


def test_what_is_merged_into_a_sensitive_case_is_not_public(report, who, world):
    Category.objects.filter(pk=world.categories["A01"].pk).update(is_sensitive=True)
    main, case = report("A01", may_be_public=True), report("I01", may_be_public=True, routed=False)
    assert case in Case.objects.public()
    assert main not in Case.objects.public()
    lifecycle.merge(case, main=main, note="同一件事。", by=who("street"), now=world.now)

    assert not Case.objects.public().exists()


def test_the_database_itself_lets_no_sensitive_case_be_public(report, world):
    Category.objects.filter(pk=world.categories["A01"].pk).update(is_sensitive=True)
    case = report("A01")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET may_be_public = TRUE WHERE id = %s RETURNING may_be_public", [case.pk])
        assert cursor.fetchone() == (False,)


def test_what_nobody_took_up_is_not_public(solved):
    Case.objects.filter(pk=solved.pk).update(state="voided", closed_at=None)

    assert not Case.objects.public().exists()
