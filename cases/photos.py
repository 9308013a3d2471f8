"""Photos from outside: checked by decoding, turned upright, stripped of metadata, re-encoded, given random names.

What is stored is never what was sent: position data and hidden content of a file do not survive the re-encoding.
"""

import hashlib
import io
import struct
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

from cases.models import Photo

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PHOTOS = 9
MOST_BYTES = 15 * 1024 * 1024
# Checked on the header, before anything is decoded. A baseline JPEG is decoded at a fraction of its size; a progressive
# one needs all its coefficients in memory, everything else all its pixels, some of them twice.
MOST_PIXELS = 40_000_000
MOST_PIXELS_PROGRESSIVE = 20_000_000
MOST_PIXELS_ENTIRE = 13_000_000
MOST_SCANS = 64  # of a progressive JPEG; encoders make about ten, and each goes over the whole picture again
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 320
QUALITY = 82

# What Pillow's decoders raise on broken or hostile files.
UNREADABLE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, KeyError, IndexError, TypeError,
    ArithmeticError, MemoryError,
)  # fmt: skip

START_OF_SCAN = b"\xff\xda"
LONGEST_NAME = 40  # in messages
TURN = Image.Transpose
UPRIGHT = {  # by the orientation that EXIF gives
    2: TURN.FLIP_LEFT_RIGHT, 3: TURN.ROTATE_180, 4: TURN.FLIP_TOP_BOTTOM, 5: TURN.TRANSPOSE, 6: TURN.ROTATE_270,
    7: TURN.TRANSVERSE, 8: TURN.ROTATE_90,
}  # fmt: skip


class BadPhoto(Exception):
    """This file cannot be taken as a photo; the message says why and what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Checked:
    """A photo ready to be stored: both sizes as JPEG, and the digest of the file as it was sent."""

    image: bytes
    thumbnail: bytes
    sha256: str


def check(upload) -> Checked:
    """Decode and re-encode an uploaded file. Raises BadPhoto for a file too large, too many pixels, or no photo."""
    if upload.size > MOST_BYTES:
        raise BadPhoto(
            _("“%(name)s” is larger than 15 MB. Please send a smaller photo.") % {"name": _short(upload.name)}
        )
    try:
        picture = _decode(upload)
        image = _encode(picture)
        picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=1.5)  # half the time, and nobody sees it
        thumbnail = _encode(picture)
    except Image.DecompressionBombError as error:
        raise _too_large(upload) from error
    except UNREADABLE as error:
        raise BadPhoto(
            _("“%(name)s” cannot be read as a photo. Please send a JPEG, PNG or WebP.") % {"name": _short(upload.name)}
        ) from error
    return Checked(image=image, thumbnail=thumbnail, sha256=_digest(upload))


def check_all(uploads) -> tuple[Checked, ...]:
    """Check several files. Raises BadPhoto for the first bad one, or when there are more than nine."""
    if len(uploads) > MOST_PHOTOS:
        raise BadPhoto(_("Nine photos at most. Please leave some out."))
    return tuple(check(upload) for upload in uploads)


def keep(case, checked: Checked, *, moment: str, now: datetime, by=None) -> Photo:
    """Store a checked photo with a case. Call it in the transaction that records why."""
    photo = Photo(case=case, moment=moment, sha256=checked.sha256, added_at=now, added_by=by)
    # The content needs a name of its own: Django reads the size from it and takes a nameless one for no file at all.
    photo.image.save(f"{photo.id}.jpg", ContentFile(checked.image, name=f"{photo.id}.jpg"), save=False)
    photo.thumbnail.save(f"{photo.id}.jpg", ContentFile(checked.thumbnail), save=False)
    photo.save(force_insert=True)
    return photo


def _decode(upload) -> Image.Image:
    upload.seek(0)
    image = Image.open(upload, formats=FORMATS)
    if image.width * image.height > _most_pixels(image):
        raise _too_large(upload)
    if image.info.get("progressive") and _scans(upload) > MOST_SCANS:
        raise _too_large(upload)
    shrinks = max(*image.size, LONGEST_SIDE) / LONGEST_SIDE
    image.draft(None, (int(image.width / shrinks), int(image.height / shrinks)))  # a JPEG decodes at a fraction
    image = _in_colours(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2)  # before turning, which would need a second copy
    image.load()  # `save` would load it into one more copy
    return _on_white(_upright(image))


def _most_pixels(image: Image.Image) -> int:
    if image.format not in ("JPEG", "MPO"):  # a stereo photo is a JPEG with a second one behind it
        return MOST_PIXELS_ENTIRE
    return MOST_PIXELS_PROGRESSIVE if image.info.get("progressive") else MOST_PIXELS


def _scans(upload) -> int:
    """Return how many times the picture is gone over; in between, the two bytes cannot occur."""
    position = upload.tell()
    upload.seek(0)
    count = upload.read().count(START_OF_SCAN)
    upload.seek(position)
    return count


def _in_colours(image: Image.Image) -> Image.Image:
    """Return a picture that can be made smaller without harm: palettes as colours, sixteen bits as eight."""
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture as the camera was held; one with broken EXIF as it is."""
    try:
        turn = UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation))
    except UNREADABLE:
        return image
    return image.transpose(turn) if turn is not None else image


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(layer, mask=layer)
    return image if image.mode == "RGB" else image.convert("RGB")


def _encode(image: Image.Image) -> bytes:
    """Return a picture as JPEG; progressive ones would take twice the time and be smaller by a hundredth at best."""
    image.info = {}  # nothing of EXIF, ICC or comments goes along
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _too_large(upload) -> BadPhoto:
    return BadPhoto(_("“%(name)s” has too many pixels. Please send a smaller photo.") % {"name": _short(upload.name)})


def _short(name: str) -> str:
    """Return a name of any length so that a message can hold it."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def _digest(upload) -> str:
    upload.seek(0)
    return hashlib.file_digest(upload, "sha256").hexdigest()
