"""A resident's browser without JavaScript, at a clock that stands still."""

import io
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from cases.intake import followed
from cases.models import Case
from tests import proofs


@pytest.fixture(autouse=True)
def _standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def resident(world):
    """Return the browser of a resident who reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def stranger(world):
    """Return another browser, which has reported nothing."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def filled(world):
    """Return the fields of a well-filled report form, changed as asked."""

    def fields(**changes):
        key = str(uuid.uuid4())
        return {
            "form_key": key, **proofs.fields(key), "text": "井盖没了。晚上很危险。", "category": "B01",
            "grid": world.grid.code, "place_by": "script", "address": "12 号楼门前", "name": "李明",
            "phone": "13800000001", "households": "3",
            **changes,
        }  # fmt: skip

    return fields


@pytest.fixture
def send(resident, filled):
    """Send the report form; return the response and the case it made, if any."""

    def do(**changes):
        response = resident.post(reverse("report"), filled(**changes))
        return response, Case.objects.order_by("-pk").first()

    return do


@pytest.fixture
def picture():
    """Return a small photo as a browser uploads it: picture("a.jpg")."""

    def make(name="place.jpg", kind="JPEG", size=(640, 480), colour="#8fa3b5"):
        out = io.BytesIO()
        Image.new("RGB", size, colour).save(out, kind)
        return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")

    return make


@pytest.fixture
def follow(resident):
    """Let the resident's browser follow a case, as the query code would."""

    def do(case):
        response = HttpResponse()
        followed.remember(HttpRequest(), response, case.number)
        resident.cookies.update(response.cookies)
        return case

    return do
