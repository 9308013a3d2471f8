"""What must never be public is behind no public door: sensitive matters, and people's numbers.

A new public door is listed here: every address that anybody may open without a code or an account.
"""

import io
import re

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLPattern
from PIL import Image

from cases import lifecycle, photos
from cases.intake import urls
from cases.models import Case, Photo
from grids.models import Category, Post

TEXT = "门口的灯不亮，打 13800000001 或 0371-67881234。"
WITH_A_CODE = {"track-case", "track-urge", "track-details", "track-rate", "my-data", "my-data-copy", "my-data-correct",
               "my-data-erase", "report-done"}  # fmt: skip
CHECKED = {"home", "report", "report-place", "track", "photo", "photo-thumb", "large-print"}


@pytest.fixture(autouse=True)
def _fresh_figures(now):
    cache.delete("home-figures")
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
        reverse("track-case", args=[case.number]),
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
    names = {entry.name for entry in urls.urlpatterns if isinstance(entry, URLPattern)}

    assert names == WITH_A_CODE | CHECKED


def test_a_case_that_may_be_public_is_and_names_no_number(solved):
    assert len(shown(solved)) == 5
    for said in doors(solved).values():
        assert not re.search("13800000001|67881234|13812342706|孟晓雨", said)


def test_telephones_of_our_offices_stay(solved, world):
    Post.objects.filter(pk=world.street_post.pk).update(phone="0371-67881234")
    Case.objects.filter(pk=solved.pk).update(title="打 0371-67881234 没人接")

    assert "打 0371-67881234 没人接" in doors(solved)["/"]


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
