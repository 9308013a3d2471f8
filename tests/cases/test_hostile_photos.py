"""A hundred hostile files: within their limits, none stored as it was sent, none an error of the server."""

import io
import json
import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from cases.models import Photo
from residents import proof
from tests import proofs
from tests.hostile import photos as hostile
from tests.hostile.sending import send

BASE = Path(__file__).resolve().parent.parent.parent
CHECK = [sys.executable, "-W", "ignore", "-m", "tests.hostile.check_photos"]
MOST_MIB, MOST_SECONDS = 300, 2
ANSWERS = {hostile.REFUSED: {400, 422}, hostile.CLEANED: {302}}


@pytest.fixture(scope="module")
def files():
    return hostile.everything()


def test_there_are_more_than_sixty(files):
    assert len({file.what for file in files}) >= 60


def test_each_stays_within_300_mib_and_two_seconds(files, tmp_path):
    for number, file in enumerate(files):
        (tmp_path / f"{number:03}").write_bytes(file.data)
    child = subprocess.run([*CHECK, str(tmp_path)], cwd=BASE, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in child.stdout.splitlines()]

    assert len(lines) == len(files)
    for file, (_name, became, seconds, mib) in zip(files, lines, strict=True):
        assert (file.what, became) == (file.what, file.becomes)
        assert (file.what, seconds) < (file.what, MOST_SECONDS)
        assert (file.what, mib) < (file.what, MOST_MIB)


def test_none_comes_in_by_the_public_form(files, world):
    resident = Client(headers={"accept-language": "en"})
    for file in files:
        key = str(uuid.uuid4())
        fields = {"form_key": key, "text": "井盖没了。", "category": "B01", "grid": world.grid.code}
        fields |= proofs.fields(key, times=proof.HARDER)  # more than sixty come from here within the hour
        answer = send(resident, reverse("report"), fields, {"photos": file})
        judge(file, answer, answer.status_code)


def test_none_comes_in_on_the_spot(files, world):
    gridleader = Client(headers={"accept-language": "en"})
    gridleader.force_login(world.people["gridleader"])
    for file in files:
        fields = {"form_key": str(uuid.uuid4()), "text": "垃圾", "grid": world.grid.code, "do": "close",
                  "category": world.categories["A01"].pk}  # fmt: skip
        answer = send(gridleader, reverse("desk-spot"), fields, {"photos": file})
        judge(file, answer, answer.status_code)


def test_none_comes_in_with_an_action_on_a_case(world, bring):
    """The field is that of the round; the disguised ones stand for all."""
    cadre = Client(headers={"accept-language": "en"})
    cadre.force_login(world.people["cadre"])
    case = bring("in_progress")
    for file in hostile.disguised():
        fields = {"version": case.version, "result": "solved", "note": "看过了"}
        answer = send(cadre, reverse("desk-act", args=[case.number, "feed_back"]), fields, {"photos": file})
        judge(file, answer, answer.status_code)
        if answer.status_code == 302:
            case = bring("in_progress")


def judge(file: hostile.File, answer, status: int) -> None:
    """Fail unless a file was refused with words, or made a clean picture with a name of ours."""
    stored = list(Photo.objects.all())
    if file in hostile.odd_names():  # a name may make Django pass over the file
        assert (file.what, status) in {(file.what, known) for known in (302, 400, 422)}
    else:
        assert (file.what, status in ANSWERS[file.becomes]) == (file.what, True), status
        assert (file.what, len(stored)) == (file.what, file.becomes == hostile.CLEANED)
    if status == 422:
        page = answer.content.decode()
        assert re.search("photo|empty", page), file.what
        assert not re.search("<script>alert|<img src=x", page), file.what
    for photo in stored:
        assert photo.image.name.endswith(f"/{photo.pk}.jpg"), file.what
        for kept in (photo.image, photo.thumbnail):
            with kept.open() as opened:
                is_clean(file, opened.read())
        photo.delete()


def is_clean(file: hostile.File, data: bytes) -> None:
    image = Image.open(io.BytesIO(data))
    image.load()
    assert (image.format, dict(image.getexif())) == ("JPEG", {}), file.what
    assert data.endswith(b"\xff\xd9"), file.what
    assert data != file.data, file.what
    assert not [mark for mark in hostile.MARKS if mark in data], file.what
