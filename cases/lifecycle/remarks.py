"""What reporters add to their case later on, and their taking it back."""

from datetime import timedelta

from django.utils.translation import gettext, ngettext

from cases import photos as photo_files
from cases.lifecycle.change import changing
from cases.lifecycle.errors import Incomplete, NotPossible
from cases.models import Case, Photo
from residents import counting

LONGEST_REMARK = 2000
REMARKS_A_DAY = counting.Limit("remark", 10, timedelta(days=1))


def add_remark(case: Case, *, note: str, by, now, photos=()) -> Case:
    """Add the reporter's remark, checked photos, or both; who works on it is told.

    Raises Incomplete for neither, a text too long or more than nine photos with those of before, NotPossible where
    the case is not open any more or too much was added within a day.
    """
    note = note.strip()
    if not note and not photos:
        raise Incomplete({"note": gettext("Please write a few words or choose a photo.")})
    if len(note) > LONGEST_REMARK:
        raise Incomplete({"note": gettext("At most %(count)s characters, please.") % {"count": LONGEST_REMARK}})
    with changing(case, by=by, now=now) as change:
        change.do("add_remark", note=note, is_public=True)
        if not counting.take(REMARKS_A_DAY, case.number, now=now):
            said = gettext("Enough has been added for today. What you sent before is with the unit; go on tomorrow.")
            raise NotPossible(said, change.case)
        _need_room(change.case, len(photos))
        for photo in photos:
            photo_files.keep(change.case, photo, moment=Photo.Moment.REPORTED, now=now, by=by.user)
    return change.case


def withdraw(case: Case, *, note: str, by, now) -> Case:
    """Let the reporter take the case back: every clock stops, nothing is deleted. `note` says why, or nothing.

    Raises NotPossible once it is said to be done, NotPermitted where others need it done all the same.
    """
    note = note.strip()
    if len(note) > LONGEST_REMARK:
        raise Incomplete({"note": gettext("At most %(count)s characters, please.") % {"count": LONGEST_REMARK}})
    with changing(case, by=by, now=now) as change:
        change.do("withdraw", note=note, is_public=True, result="withdrawn")
    return change.case


def photos_left(case: Case) -> int:
    """Return how many photos the reporter may still add."""
    return max(0, photo_files.MOST_PHOTOS - case.photos.filter(moment=Photo.Moment.REPORTED).count())


def _need_room(case: Case, count: int) -> None:
    left = photos_left(case) if count else 0
    if count > left:
        said = ngettext(
            "Nine photos in all; %(count)s more can be added.", "Nine photos in all; %(count)s more can be added.", left
        )
        raise Incomplete({"photos": said % {"count": left}})
