"""Photos: decoded, turned upright, stripped, re-encoded; everything that is no photo is refused with words."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, PngImagePlugin

from cases import photos

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def upload(data, name="photo.jpg"):
    return SimpleUploadedFile(name, data)


def encoded(kind="JPEG", size=(800, 600), mode="RGB", colour="#c0ffee", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_makes_a_jpeg_of_every_kind_it_takes(kind):
    checked = photos.check(upload(encoded(kind), "picture"))

    assert opened(checked.image).format == "JPEG"
    assert opened(checked.image).size == (800, 600)
    assert opened(checked.thumbnail).size == (320, 240)


def test_it_makes_large_photos_smaller():
    assert opened(photos.check(upload(encoded(size=(4000, 3000)))).image).size == (1600, 1200)


def test_it_leaves_no_position_and_no_camera_in_the_file():
    exif = Image.Exif()
    exif[MAKE] = "Camera of somebody"
    exif[GPS] = {1: "N", 2: (34.0, 45.0, 0.0), 3: "E", 4: (113.0, 39.0, 0.0)}
    sent = encoded(exif=exif, comment=b"13800000001")
    assert b"Camera of somebody" in sent
    checked = photos.check(upload(sent))

    for data in (checked.image, checked.thumbnail):
        assert not opened(data).getexif()
        assert b"Camera of somebody" not in data
        assert b"13800000001" not in data


@pytest.mark.parametrize("is_behind", [False, True])
def test_it_leaves_no_text_of_a_png_in_the_file(is_behind):
    said = PngImagePlugin.PngInfo()
    said.add(b"tEXt", b"comment\x0013800000001", is_behind)
    checked = photos.check(upload(encoded("PNG", pnginfo=said)))

    assert b"13800000001" not in checked.image + checked.thumbnail
    assert {"comment", "exif", "icc_profile"}.isdisjoint(opened(checked.image).info)


def test_it_turns_a_photo_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # held upright, stored lying

    assert opened(photos.check(upload(encoded(size=(800, 600), exif=exif))).image).size == (600, 800)


def test_it_puts_transparent_pictures_on_white():
    checked = photos.check(upload(encoded("PNG", mode="RGBA", colour=(0, 0, 0, 0))))

    assert min(opened(checked.image).getpixel((10, 10))) > 250


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encoded("GIF"),
        encoded()[:200],
        encoded("PNG")[:200],
    ],
    ids=["empty", "text", "svg", "gif", "cut jpeg", "cut png"],
)
def test_it_refuses_what_is_no_photo(data):
    with pytest.raises(photos.BadPhoto, match="cannot be read as a photo"):
        photos.check(upload(data))


def test_it_refuses_a_bomb_of_pixels_before_decoding_it():
    bomb = encoded("PNG", size=(8000, 8000), mode="1", colour=0)
    assert len(bomb) < 100_000

    with pytest.raises(photos.BadPhoto, match="too many pixels"):
        photos.check(upload(bomb))


def test_it_refuses_a_file_that_is_too_large():
    with pytest.raises(photos.BadPhoto, match="15 MB"):
        photos.check(upload(encoded() + b"\0" * photos.MOST_BYTES))


def test_it_takes_nine_and_no_more():
    nine = [upload(encoded()) for _number in range(9)]
    assert len(photos.check_all(nine)) == 9

    with pytest.raises(photos.BadPhoto, match="Nine photos"):
        photos.check_all([*nine, upload(encoded())])


def test_the_digest_is_that_of_the_file_as_it_was_sent():
    data = encoded()

    assert photos.check(upload(data)).sha256 == photos.check(upload(data, "other-name.jpg")).sha256


def test_it_keeps_a_photo_under_a_random_name(bring, now):
    case = bring("in_progress")
    photo = photos.keep(case, photos.check(upload(encoded(), "李明家.jpg")), moment="reported", now=now)

    assert str(photo.id) in photo.image.name
    assert (photo.width, photo.height) == (800, 600)
    assert opened(photo.thumbnail.read()).size == (320, 240)
