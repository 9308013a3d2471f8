"""The only writer of photos of staff: shown to everybody with the person's own consent, gone when they take it back.

What is given here was decoded and re-encoded by the caller. Giving and withdrawing are on record, the photo is not.
"""

import uuid
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from grids.answering import LEADERS
from grids.models import Posting, User

FOLDER = "portraits"


@transaction.atomic
def show(person: User, jpeg: bytes, *, now: datetime) -> None:
    """Show a photo of a person who has just agreed to it, in place of an earlier one."""
    _forget_file(person)
    name = f"{FOLDER}/{uuid.uuid4()}.jpg"
    default_storage.save(name, ContentFile(jpeg))
    User.objects.filter(pk=person.pk).update(portrait=name, portrait_agreed_at=now)
    _log(person, "agreed to a photo for everybody")


@transaction.atomic
def withdraw(person: User) -> bool:
    """Take a person's consent back: the photo is deleted. False where there was none."""
    if not _forget_file(person):
        return False
    User.objects.filter(pk=person.pk).update(portrait="", portrait_agreed_at=None)
    _log(person, "took back the photo for everybody")
    return True


def read(key: str, now: datetime) -> bytes:
    """Return a photo by its key; empty for one that is not shown (any more).

    Consent is for the page and the board of one's own grid: it ends with the post, and with the account.
    """
    name = f"{FOLDER}/{key}.jpg"
    leading = Posting.objects.serving(now).filter(post__role__in=LEADERS, post__is_active=True)
    if not key or not leading.filter(person__portrait=name).exists():
        return b""
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return b""


def _forget_file(person: User) -> bool:
    """Delete the file of the photo shown now, once nobody can be shown it any more; False where there is none."""
    name = User.objects.select_for_update().values_list("portrait", flat=True).get(pk=person.pk)
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)
    return bool(name)


def _log(person: User, what: str) -> None:
    LogEntry.objects.log_actions(person.pk, [person], CHANGE, change_message=what, single_object=True)
