"""The photo of a grid leader: shown with their own consent alone, clean of what lay in the file, gone at once."""

import io

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from PIL import Image

from cases.models import BoardPrint
from cases.square import board_words, printing
from grids import roster
from grids.models import Posting, User

URL = reverse("desk-portrait")


@pytest.fixture
def face():
    """Return a photo with GPS and a maker's note, as a telephone takes it."""

    def make():
        exif, out = Image.Exif(), io.BytesIO()
        exif[0x010F] = "Telephone 13812342706"
        Image.new("RGB", (1200, 1600), "teal").save(out, "JPEG", exif=exif)
        return SimpleUploadedFile("face.jpg", out.getvalue(), "image/jpeg")

    return make


@pytest.fixture
def leader(desk):
    return desk("gridleader")


@pytest.fixture
def agree(leader, face, django_capture_on_commit_callbacks):
    """Show the grid leader's photo; return its address."""

    def do():
        with django_capture_on_commit_callbacks(execute=True):
            assert leader.post(URL, {"photo": face(), "agrees": "on"}).status_code == 302
        return reverse("grids:portrait", args=[User.objects.get(username="gridleader").portrait_key])

    return do


@pytest.fixture
def withdraw(leader, django_capture_on_commit_callbacks):
    def do():
        with django_capture_on_commit_callbacks(execute=True):
            return leader.post(reverse("desk-portrait-withdraw"))

    return do


def test_residents_see_it_on_the_find_page_and_on_the_board(agree, client, world):
    photo = agree()

    for page in (f"{reverse('grids:find')}?grid={world.grid.code}", reverse("square-board", args=[world.grid.code])):
        assert f'src="{photo}"' in client.get(page).content.decode()
    assert "data:image/jpeg;base64," in board_words.of(world.grid, "https://a.cn", world.now).photo
    assert client.get(reverse("square-board-pdf", args=[world.grid.code])).content.startswith(b"%PDF")


def test_it_is_encoded_anew_and_small(agree, client):
    jpeg = client.get(agree()).content

    assert b"Telephone" not in jpeg
    assert max(Image.open(io.BytesIO(jpeg)).size) == 320


def test_without_consent_nothing_is_kept(leader, face):
    answer = leader.post(URL, {"photo": face()})

    assert answer.status_code == 422
    assert "Without your consent no photo is shown." in answer.content.decode()
    assert not User.objects.exclude(portrait="").exists()


def test_what_is_no_photo_is_refused_with_words(leader):
    answer = leader.post(URL, {"photo": SimpleUploadedFile("face.jpg", b"<svg/>"), "agrees": "on"})

    assert answer.status_code == 422
    assert "cannot be read as a photo" in answer.content.decode()


def test_taken_back_it_is_gone_everywhere_at_once(agree, withdraw, client, world):
    photo = agree()
    board = reverse("square-board-pdf", args=[world.grid.code])
    with_photo = client.get(board).content
    printing.ask(world.community, "http://testserver", world.now)
    printing.make(BoardPrint.objects.get().pk, world.now)
    name = User.objects.get(username="gridleader").portrait
    assert default_storage.exists(name)
    withdraw()

    assert client.get(photo).status_code == 404
    assert not default_storage.exists(name)
    assert photo not in client.get(f"{reverse('grids:find')}?grid={world.grid.code}").content.decode()
    assert len(client.get(board).content) < len(with_photo)
    assert not BoardPrint.objects.exists()
    assert User.objects.get(username="gridleader").portrait_agreed_at is None


def test_another_photo_takes_the_place_of_the_first(agree, client):
    first = agree()

    assert client.get(agree()).status_code == 200
    assert client.get(first).status_code == 404


def test_it_is_shown_no_longer_than_the_post_is_held(agree, client, world):
    photo = agree()
    posting = Posting.objects.get(post=world.gridleader_post, active_to=None)
    roster.end(posting, world.now, by=world.people["street"])

    assert client.get(photo).status_code == 404


def test_it_is_not_shown_of_a_closed_account(agree, client, world):
    photo = agree()
    User.objects.filter(username="gridleader").update(is_active=False)

    assert client.get(photo).status_code == 404


def test_another_photo_takes_the_first_out_of_the_files_of_boards(agree, world):
    agree()
    printing.ask(world.community, "http://testserver", world.now)
    agree()

    assert not BoardPrint.objects.exists()


def test_giving_and_taking_back_are_on_record_without_the_photo(agree, withdraw, world):
    agree()
    withdraw()
    person = world.people["gridleader"].pk
    records = LogEntry.objects.filter(content_type__model="user", object_id=str(person)).order_by("pk")

    assert ["agreed" in record.change_message for record in records] == [True, False]
    assert not any("portraits/" in record.change_message for record in records)


@pytest.mark.parametrize("name", ["cadre", "worker", "window", "street"])
def test_who_leads_no_grid_is_not_asked_for_a_photo(desk, face, name):
    assert desk(name).get(URL).status_code == 403
    assert desk(name).post(URL, {"photo": face(), "agrees": "on"}).status_code == 403
    assert "/desk/photo/" not in desk(name).get(reverse("desk-posts")).content.decode()


def test_my_posts_lead_to_it(leader):
    assert f'href="{URL}"' in leader.get(reverse("desk-posts")).content.decode()


def test_no_row_holds_a_photo_without_consent(world):
    with pytest.raises(IntegrityError):
        User.objects.filter(username="gridleader").update(portrait="portraits/a.jpg")
