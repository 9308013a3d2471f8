"""Photos from outside: checked by decoding, turned upright, stripped of metadata, re-encoded, given random names.

What is stored is never what was sent: position data and hidden content of a file do not survive the re-encoding.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from cases.models import Photo

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PHOTOS = 9
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000  # checked on the header, before anything is decoded
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 320
QUALITY = 82

# What Pillow's decoders raise on broken or hostile files.
UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)


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
        raise BadPhoto(_("“%(name)s” is larger than 15 MB. Please send a smaller photo.") % {"name": upload.name})
    try:
        upright = _decode(upload)
        image, thumbnail = _encode(upright, LONGEST_SIDE), _encode(upright, THUMBNAIL_SIDE)
    except UNREADABLE as error:
        raise BadPhoto(
            _("“%(name)s” cannot be read as a photo. Please send a JPEG, PNG or WebP.") % {"name": upload.name}
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
    if image.width * image.height > MOST_PIXELS:
        raise BadPhoto(_("“%(name)s” has too many pixels. Please send a smaller photo.") % {"name": upload.name})
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2)  # before turning: JPEGs then decode at a fraction
    return _on_white(ImageOps.exif_transpose(image))


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.new("RGB", image.size, "white")
        image.paste(layer, mask=layer)
    return image.convert("RGB")


def _encode(image: Image.Image, side: int) -> bytes:
    smaller = image.copy()
    smaller.thumbnail((side, side))
    smaller.info = {}  # nothing of EXIF, ICC or comments goes along
    out = io.BytesIO()
    smaller.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _digest(upload) -> str:
    upload.seek(0)
    return hashlib.file_digest(upload, "sha256").hexdigest()
