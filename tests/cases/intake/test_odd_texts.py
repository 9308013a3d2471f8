"""Whatever somebody types is taken as text or refused with words, and is shown as text everywhere."""

import csv
import io
import uuid
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from cases import codes
from cases.models import Case
from tests import proofs
from tests.hostile import texts
from tests.hostile.photos import File
from tests.hostile.sending import send as send_as_it_is

REPORT = "/report/"
WORST = texts.MARKUP


@pytest.fixture
def official(world):
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.people["district"])
    return client


@pytest.mark.parametrize("what", texts.TEXTS)
def test_it_takes_texts_of_every_kind(what, send, resident, official):
    text = texts.TEXTS[what]
    response, case = send(text=text, address=text[:200], name=text[:40])

    assert response.status_code == 302
    for page in (
        resident.get(reverse("report-done")),
        resident.get(reverse("track-case", args=[case.number])),
        official.get(reverse("desk-case", args=[case.number])),
        official.get(reverse("desk-job-sheet", args=[case.number])),
        official.get(reverse("desk"), {"queue": "area"}),
    ):
        assert page.status_code == 200


@pytest.mark.parametrize("text", texts.BLANKS + texts.EMPTY_TO_THE_EYE)
def test_blanks_say_nothing(text, send):
    response, case = send(text=text)

    assert response.status_code == 422
    assert case is None
    assert "Please say what happened." in response.content.decode()


def test_ten_thousand_signs_are_too_many_and_come_back(send):
    text = "很长的话。" * 2000
    response, case = send(text=text)

    assert response.status_code == 422
    assert case is None
    assert text in response.content.decode()


def test_a_megabyte_of_text_is_refused(send):
    response, case = send(text="x" * 3 * 1024 * 1024)

    assert response.status_code in (400, 413)
    assert case is None


@pytest.mark.parametrize("data", [b"\xed\xa0\x80\xed\xb0\x80", b"\xff\xfe\xc3\x28", "路灯".encode("gb18030")])
def test_bytes_that_are_no_text_break_nothing(data, resident, world):
    key = str(uuid.uuid4())
    fields = {"form_key": key, "text": b"lamp " + data, "grid": world.grid.code, "address": data, **proofs.fields(key)}
    response = send_as_it_is(resident, REPORT, fields, {})

    assert response.status_code == 302
    assert Case.objects.get().text.startswith("lamp")


def test_a_nul_is_refused(resident, filled):
    assert resident.post(REPORT, filled(text="a\0b")).status_code == 400
    assert not Case.objects.exists()


def test_a_photo_in_place_of_the_text_is_no_text(resident, world):
    fields = {"form_key": str(uuid.uuid4()), "grid": world.grid.code}
    response = send_as_it_is(resident, REPORT, fields, {"text": File("a file", "a.jpg", b"\xff\xd8\xff")})

    assert response.status_code == 422


def test_signs_that_nobody_sees_are_left_out(send):
    _response, case = send(text="路灯\x01\u202e不亮\x85\r\n👩‍👧", address="\u2066中心路\x00"[:4])

    assert (case.text, case.address) == ("路灯不亮\n👩‍👧", "中心路")


class TestShownAsText:
    def test_markup_is_text_on_every_page(self, send, resident, official):
        _response, case = send(text=WORST, address=WORST, name=WORST[:40])

        for page in (
            resident.get(reverse("report-done")),
            resident.get(reverse("track-case", args=[case.number])),
            official.get(reverse("desk-case", args=[case.number])),
            official.get(reverse("desk-job-sheet", args=[case.number])),
            official.get(reverse("desk"), {"queue": "area", "q": WORST}),
            resident.post(REPORT, {"text": "", "address": WORST, "name": WORST, "phone": WORST, "form_key": WORST}),
            resident.get(REPORT, {"grid": WORST}),
            resident.post(reverse("track"), {"number": WORST, "code": WORST}),
        ):
            html = page.content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html

    def test_it_is_found_again_in_the_words_of_the_case(self, send, official):
        _response, case = send(text=WORST)

        assert case.text == WORST
        page = official.get(reverse("desk-case", args=[case.number])).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


class TestExports:
    @pytest.fixture(autouse=True)
    def _reported(self, send):
        for text in texts.TEXTS.values():
            send(text=text, address=text[:200], name=text[:40], phone="")

    def test_no_cell_of_a_csv_runs(self, official):
        answer = official.post("/desk/bulk/", {"action": "csv", "all": 1, "list": "queue=area"})
        content = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content)))

        assert len(rows) == len(texts.TEXTS) + 1
        assert not [cell for row in rows for cell in row if cell.lstrip("\u200b \t\u3000")[:1] in tuple("=+-@＝")]

    def test_the_xlsx_is_whole(self, official):
        answer = official.post("/desk/bulk/", {"action": "xlsx", "all": 1, "list": "queue=area"})
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        assert len(sheet.findall(".//{*}row")) == len(texts.TEXTS) + 1
        assert not sheet.findall(".//{*}f")


def test_the_code_opens_a_case_of_odd_words(send, stranger):
    _response, case = send(text=texts.TEXTS["control characters"])
    answer = stranger.post(reverse("track"), {"number": case.number, "code": codes.of(case)}, follow=True)

    assert answer.status_code == 200
