"""The desk as each of the cast sees it, at a clock that stands still."""

import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image


@pytest.fixture(autouse=True)
def _standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def desk(world):
    """Return a browser without JavaScript for one of the cast: desk("cadre").get("/desk/")."""

    def log_in(name):
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.people[name])
        return client

    return log_in


@pytest.fixture
def act(desk):
    """Send one action's form as one of the cast, with the version of the case they saw."""

    def do(name, case, action, **answers):
        return desk(name).post(reverse("desk-act", args=[case.number, action]), {"version": case.version, **answers})

    return do


@pytest.fixture
def photo():
    """Return a small photo as a browser would send it."""

    def make(name="after.jpg", colour="teal"):
        out = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(out, "JPEG")
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return make
